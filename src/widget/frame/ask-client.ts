/** One question to the service: the stream, one reconnect when it breaks off, and every way to fail as a value. */
import type { Citation } from '../../domain/answer.js';
import type { Turn } from '../../domain/plan.js';
import { createEventReader } from './event-reader.js';
import { fieldsOf, readAnswer, readCitations, textOf, type Answer } from './wire.js';

export type Failure =
  | { readonly kind: 'offline' | 'unreachable' | 'broken' | 'unreadable' }
  | { readonly kind: 'limited' | 'busy'; readonly retryAfterSeconds: number }
  | { readonly kind: 'refused'; readonly detail: string };

export type AskOutcome =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface AskParts {
  readonly question: string;
  readonly history: readonly Turn[];
  readonly signal: AbortSignal;
  readonly onSources: (citations: readonly Citation[]) => void;
  /** All the text so far. */
  readonly onText: (text: string) => void;
  readonly fetch: typeof fetch;
  readonly isOnline: () => boolean;
  /** Waits before the reconnect. */
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** The service keeps a broken stream going for two seconds. */
const reconnectMs = 400;

export async function askService(parts: AskParts): Promise<AskOutcome> {
  let resumeId: string | undefined;
  let text = '';
  for (let attempt = 0; ; attempt++) {
    const outcome = await attemptAsk(parts, resumeId, text, (id, soFar) => {
      resumeId = id;
      text = soFar;
    });
    if (parts.signal.aborted) return { kind: 'stopped' };
    const isBroken = outcome.kind === 'failed' && outcome.failure.kind === 'broken';
    if (!isBroken || attempt > 0 || resumeId === undefined) {
      // What came stays on the screen: the break is the news, not that nobody answers any more.
      const isGone = attempt > 0 && outcome.kind === 'failed' && outcome.failure.kind === 'unreachable';
      return isGone ? { kind: 'failed', failure: { kind: 'broken' } } : outcome;
    }
    await parts.wait(reconnectMs);
    if (parts.signal.aborted) return { kind: 'stopped' };
  }
}

async function attemptAsk(
  parts: AskParts,
  resumeId: string | undefined,
  before: string,
  onProgress: (id: string | undefined, text: string) => void,
): Promise<AskOutcome> {
  const failed = (failure: Failure): AskOutcome => ({ kind: 'failed', failure });
  let response: Response;
  try {
    response = await parts.fetch('ask', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream' },
      body: JSON.stringify({
        question: parts.question,
        ...(parts.history.length === 0 ? {} : { history: parts.history }),
        ...(resumeId === undefined ? {} : { id: resumeId }),
      }),
      signal: parts.signal,
    });
    if (!response.ok) return failed(await failureOf(response));
    if (!response.headers.get('content-type')?.includes('event-stream')) {
      const answer = readAnswer(await response.json());
      return answer === undefined ? failed({ kind: 'unreadable' }) : { kind: 'answered', answer };
    }
  } catch (error) {
    if (error instanceof SyntaxError) return failed({ kind: 'unreadable' });
    return failed({ kind: parts.isOnline() ? 'unreachable' : 'offline' });
  }
  return readStream(response, parts, { resumeId, before, onProgress });
}

interface Resumed {
  readonly resumeId: string | undefined;
  readonly before: string;
  readonly onProgress: (id: string | undefined, text: string) => void;
}

async function readStream(response: Response, parts: AskParts, resumed: Resumed): Promise<AskOutcome> {
  let text = resumed.before;
  let outcome: AskOutcome | undefined;
  let isKnownRun = resumed.resumeId === undefined;
  const reader = createEventReader(({ name, data }) => {
    if (!isKnownRun) {
      isKnownRun = true;
      // The service had forgotten the run and began a new one.
      if (runOf(reader.lastId()) !== runOf(resumed.resumeId)) text = '';
    }
    const value = parseJson(data);
    if (name === 'sources') parts.onSources(readCitations(fieldsOf(value)['citations']));
    else if (name === 'token') parts.onText((text += textOf(fieldsOf(value)['text'])));
    else if (name === 'error') outcome = { kind: 'failed', failure: problemFailure(fieldsOf(value), 0) };
    else if (name === 'done') {
      const answer = readAnswer(value);
      outcome =
        answer === undefined
          ? { kind: 'failed', failure: { kind: 'unreadable' } }
          : { kind: 'answered', answer };
    }
    resumed.onProgress(reader.lastId(), text);
  });
  try {
    const stream = response.body?.getReader();
    for (;;) {
      const { done, value } = (await stream?.read()) ?? { done: true, value: undefined };
      if (done || value === undefined) break;
      reader.push(value);
    }
  } catch {
    // A cut connection; whether it came before or after `done` decides below.
  }
  return outcome ?? { kind: 'failed', failure: { kind: parts.isOnline() ? 'broken' : 'offline' } };
}

const runOf = (id: string | undefined): string | undefined => id?.split('.')[0];

async function failureOf(response: Response): Promise<Failure> {
  const problem = fieldsOf(parseJson(await response.text().catch(() => '')));
  const seconds = Number(response.headers.get('retry-after'));
  return problemFailure({ ...problem, status: response.status }, seconds);
}

function problemFailure(problem: Readonly<Record<string, unknown>>, seconds: number): Failure {
  const status = Number(problem['status']);
  const retryAfterSeconds = Number.isFinite(seconds) ? Math.min(Math.max(seconds, 1), 3_600) : 5;
  if (status === 429) return { kind: 'limited', retryAfterSeconds };
  if (status >= 500 || Number.isNaN(status)) return { kind: 'busy', retryAfterSeconds };
  return { kind: 'refused', detail: textOf(problem['detail']) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
