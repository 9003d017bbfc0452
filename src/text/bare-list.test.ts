import { expect, it } from 'vitest';
import { isBareList } from './bare-list.js';

it.each([
  'Go workers, RabbitMQ, PostgreSQL 14.',
  'A self-hosted RSS reader, Elixir + Phoenix LiveView.',
  'React and Express',
  'Python 3.11, FastAPI, SQLite with Litestream',
])('%j lists things', (sentence) => expect(isBareList(sentence)).toBe(true));

it.each([
  'Labels from the inverter.',
  'I moved it to Go, RabbitMQ and PostgreSQL.',
  'Want to try: Kafka, ClickHouse',
  'Kafka would have been fine, RabbitMQ was there.',
  'We compared Redis, Memcached and Hazelcast.',
  'not Kafka, not Pulsar',
  'A cache in front of the slowest of all our many endpoints, Redis.',
])('%j does not', (sentence) => expect(isBareList(sentence)).toBe(false));
