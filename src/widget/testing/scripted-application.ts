/** An application whose questions name the answer that they get: every state that the chat can show. */
import type { AskEvent, AskResult, Citation } from '../../domain/answer.js';
import { AppError } from '../../domain/errors.js';
import {
  createFakeApplication,
  fakeResult,
  type FakeApplication,
} from '../../http/testing/fake-application.js';

const linked: Citation = {
  n: 1,
  chunkId: 'projects/shop#a1b2c3-0',
  documentId: 'projects/shop',
  title: 'Shop',
  heading: 'Storage',
  quote: 'Orders live in PostgreSQL.',
  url: 'https://example.com/shop',
};
const { url: _url, ...unlinked } = { ...linked, n: 2, title: 'Notes on Redis', heading: 'Streams' };
const citations: readonly Citation[] = [linked, unlinked];

export const tableAnswer = [
  '**Both** keep messages [1], with a *difference* [2]:',
  '',
  '| | The messaging backend | The chat system |',
  '|---|---|---|',
  '| Storage | PostgreSQL, one row per message. [1] | MySQL, written by a job after the number was given out. [2] |',
  '| Numbers | not documented | `INCR` in Redis, so that no number is given out twice. [2] |',
  '',
  '- It is [my shop](https://example.com/shop).',
  '- It is [elsewhere](https://evil.example/?q=1).',
  '',
  '```',
  'INCR chat:1:messages',
  '```',
].join('\n');

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', onAbort);
  });

function resultFor(question: string): AskResult {
  const base = { ...fakeResult(question), citations, suggestions: ['What comes next?', 'And then?'] };
  if (question.includes('table')) return { ...base, answer: tableAnswer };
  if (question.includes('salary')) {
    return {
      ...base,
      status: 'not_documented',
      answer:
        'My write-ups do not document this. The nearest thing that they do cover is “Storage” in “Shop” [1].',
      citations: [linked],
    };
  }
  return {
    ...base,
    answer: 'I used **PostgreSQL** in the shop [1]. Orders are kept there [2]. Nothing is lost.',
  };
}

/** `answerOf` replaces the answers. */
export function createScriptedApplication(
  answerOf: (question: string) => AskResult = resultFor,
): FakeApplication {
  return createFakeApplication({
    async ask({ question }, { signal, onEvent }) {
      const result = answerOf(question);
      if (question.includes('nothing')) throw new AppError('nothing_can_answer', 'no index');
      if (question.includes('waits')) await pause(60_000, signal);
      await stream(result, {
        signal,
        ...(onEvent === undefined ? {} : { onEvent }),
        delayMs: question.includes('slow') ? 60 : 0,
      });
      if (question.includes('hangs')) await pause(60_000, signal);
      onEvent?.({ type: 'done', result });
      return result;
    },
  });
}

async function stream(
  result: AskResult,
  { signal, onEvent, delayMs }: { signal: AbortSignal; onEvent?: (event: AskEvent) => void; delayMs: number },
): Promise<void> {
  onEvent?.({ type: 'sources', citations: result.citations });
  for (const text of result.answer.match(/\S+\s*/g) ?? []) {
    if (delayMs > 0) await pause(delayMs, signal);
    onEvent?.({ type: 'token', text });
  }
}
