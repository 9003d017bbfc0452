/** What a sentence says of a technology: used, left behind, planned, or merely talked about. */
import { describe, expect, it } from 'vitest';
import type { Chunk } from '../domain/chunk.js';
import { polarityOf, tellsOwnWork } from './mention-polarity.js';

function chunkWith(overrides: Partial<Chunk> = {}): Chunk {
  return {
    id: 'orbit#1',
    documentId: 'orbit',
    title: 'Orbit',
    headingPath: [],
    text: '',
    sentences: [],
    ordinal: 0,
    total: 1,
    tokens: 0,
    kind: 'prose',
    tags: [],
    source: { path: 'orbit.md', startLine: 1, endLine: 1, sha256: '' },
    summary: '',
    documentType: 'project',
    standing: 'done',
    ...overrides,
  };
}

describe('polarityOf', () => {
  it.each([
    ['used', 'PostgreSQL', 'The backend is a small service over PostgreSQL with a nightly export.'],
    ['used', 'Valkey', 'I chose Valkey over Redis because of its licence.'],
    ['talk', 'Redis', 'I chose Valkey over Redis because of its licence.'],
    ['used', 'Redis', 'Sessions live in Redis instead of Memcached.'],
    ['talk', 'Memcached', 'Sessions live in Redis instead of Memcached.'],
    ['former', 'Heroku', 'We moved from Heroku to Hetzner in May.'],
    ['used', 'Hetzner', 'We moved from Heroku to Hetzner in May.'],
    ['former', 'RabbitMQ', 'Events used to go through RabbitMQ.'],
    ['former', 'MySQL', 'I replaced MySQL with SQLite last year.'],
    ['used', 'SQLite', 'I replaced MySQL with SQLite last year.'],
    ['talk', 'SwiftUI', 'A colleague did the iOS app in SwiftUI.'],
    ['talk', 'React', "I wrote the server; the owner's brother built the screens in React."],
    ['talk', 'Kubernetes', 'There is no Kubernetes here.'],
    ['talk', 'Next.js', 'I looked at Next.js and decided against it.'],
    ['talk', 'TensorFlow', 'I first tried TensorFlow, and gave up on it after a week.'],
    ['planned', 'Kafka', 'Events will be moved to Kafka.'],
    ['talk', 'Kafka', 'Kafka could carry this as well.'],
  ])('%s: %s in "%s"', (polarity, name, sentence) => {
    expect(polarityOf(chunkWith(), sentence, name)).toBe(polarity);
  });

  it('takes the standing of the section over the words of the sentence', () => {
    const sentence = 'The queue runs on Kafka.';
    expect(polarityOf(chunkWith({ standing: 'planned' }), sentence, 'Kafka')).toBe('planned');
    expect(polarityOf(chunkWith({ standing: 'opinion' }), sentence, 'Kafka')).toBe('talk');
    expect(polarityOf(chunkWith({ headingPath: ['Roadmap'] }), sentence, 'Kafka')).toBe('planned');
    expect(polarityOf(chunkWith({ headingPath: ['Queues I rejected'] }), sentence, 'Kafka')).toBe('talk');
    expect(polarityOf(chunkWith({ title: 'Orbit - corrections' }), sentence, 'Kafka')).toBe('talk');
  });
});

describe('tellsOwnWork', () => {
  it.each([
    ['I built a crawler with Scrapy.', true],
    ['We have deployed it on Fly.io.', true],
    ['I read the documentation of LangChain.', false],
    ['Scrapy is used by many.', false],
  ])('%s', (sentence, expected) => {
    expect(tellsOwnWork(sentence)).toBe(expected);
  });
});
