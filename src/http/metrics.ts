/** Counters for Prometheus. Labels come from closed lists only: no text of a visitor, no path as it was sent. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { AskResult } from '../domain/answer.js';
import type { Readiness } from './application.js';

export interface Metrics {
  readonly question: (result: AskResult) => void;
  readonly request: (route: string, status: number) => void;
  render(): Promise<string>;
  readonly contentType: string;
}

export interface MetricSources {
  readiness(): Readiness;
  running(): number;
  waiting(): number;
  streams(): number;
}

/** Seconds: an exact hit takes well under a millisecond, a language model many seconds. */
const buckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 2.5, 10];

const stages = {
  total: 'totalMs',
  route: 'routeMs',
  embed: 'embedMs',
  retrieve: 'retrieveMs',
  compose: 'composeMs',
  cache: 'cacheMs',
} as const;

export function createMetrics(sources: MetricSources): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const questions = new Counter({
    name: 'askfolio_questions_total',
    help: 'Questions by answer status, intent and cache tier.',
    labelNames: ['status', 'intent', 'cache'],
    registers,
  });
  const degraded = new Counter({
    name: 'askfolio_degraded_total',
    help: 'Answers that an engine should have served and did not.',
    labelNames: ['engine'],
    registers,
  });
  const latency = new Histogram({
    name: 'askfolio_stage_seconds',
    help: 'Time per stage of a question.',
    labelNames: ['stage'],
    buckets,
    registers,
  });
  const requests = new Counter({
    name: 'askfolio_http_requests_total',
    help: 'Requests by route and status.',
    labelNames: ['route', 'status'],
    registers,
  });
  addGauges(registers, sources);

  return {
    question(result) {
      questions.inc({ status: result.status, intent: result.intent.label, cache: result.cache.status });
      for (const engine of result.degraded) degraded.inc({ engine });
      for (const [stage, key] of Object.entries(stages)) {
        latency.observe({ stage }, result.timings[key] / 1000);
      }
    },
    request: (route, status) => requests.inc({ route, status }),
    render: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

/** Read when somebody asks, so that they cost nothing otherwise. */
function addGauges(registers: Registry[], sources: MetricSources): void {
  const gauge = (name: string, help: string, read: () => number): void => {
    new Gauge({ name, help, registers, collect() { this.set(read()); } }); // prettier-ignore
  };
  gauge('askfolio_questions_running', 'Questions in work.', () => sources.running());
  gauge('askfolio_questions_waiting', 'Questions that wait for a place.', () => sources.waiting());
  gauge('askfolio_streams_open', 'Event streams open.', () => sources.streams());
  gauge('askfolio_memory_bytes', 'Resident memory of the process.', () => process.memoryUsage.rss());
  gauge('askfolio_chunks', 'Chunks of the current generation.', () => sources.readiness().chunks ?? 0);
  new Gauge({
    name: 'askfolio_engine_up',
    help: '1 when the engine answers.',
    labelNames: ['role', 'name'],
    registers,
    collect() {
      this.reset();
      for (const [role, engine] of Object.entries(sources.readiness().engines)) {
        this.set({ role, name: engine.name }, engine.answers ? 1 : 0);
      }
    },
  });
}
