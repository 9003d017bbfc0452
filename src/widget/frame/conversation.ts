/** The exchanges of one tab, kept in its session storage; a browser that forbids storage loses only the memory over page loads. */
import type { Turn } from '../../domain/plan.js';
import type { Citation } from '../../domain/answer.js';
import type { Failure } from './ask-client.js';
import { fieldsOf, listOf, readAnswer, readCitations, textOf, type Answer } from './wire.js';

export type Verdict = 'up' | 'down';

export interface Judgement {
  readonly verdict: Verdict;
  /** One of the list. */
  readonly reason?: string;
  /** The visitor's own words. */
  readonly comment?: string;
}

export interface Exchange {
  readonly question: string;
  state: 'running' | 'done' | 'stopped' | 'failed';
  /** What has come so far; the answer's own text when done. */
  text: string;
  citations: readonly Citation[];
  answer?: Answer;
  failure?: Failure;
  verdict?: Verdict;
}

const keptExchanges = 30;
const sentTurns = 10;
const sentLength = 2_000;

export interface Conversation {
  readonly exchanges: readonly Exchange[];
  add(question: string): Exchange;
  /** Puts a new try in the place of the last exchange. */
  replaceLast(): Exchange | undefined;
  /** The earlier turns that go with the next question. */
  history(): Turn[];
  save(): void;
  clear(): void;
}

/** `storage` throws where the browser forbids it. */
export function createConversation(storage: () => Storage, name: string): Conversation {
  const key = `askfolio:${name}`;
  let exchanges = restore(storage, key);
  const add = (question: string): Exchange => {
    const exchange: Exchange = { question, state: 'running', text: '', citations: [] };
    exchanges = [...exchanges, exchange].slice(-keptExchanges);
    return exchange;
  };
  const attempt = (work: (storage: Storage) => void): void => {
    try {
      work(storage());
    } catch {
      // Blocked or full: the conversation lives on in this page.
    }
  };
  return {
    get exchanges() {
      return exchanges;
    },
    add,
    replaceLast() {
      const last = exchanges.at(-1);
      if (last === undefined) return undefined;
      exchanges = exchanges.slice(0, -1);
      return add(last.question);
    },
    history: () =>
      exchanges
        .filter(({ answer }) => answer !== undefined)
        .flatMap(({ question, answer }): Turn[] => [
          { role: 'user', content: question },
          { role: 'assistant', content: (answer?.text ?? '').slice(0, sentLength) },
        ])
        .slice(-sentTurns),
    save: () => attempt((store) => store.setItem(key, JSON.stringify(exchanges))),
    clear() {
      exchanges = [];
      attempt((store) => store.removeItem(key));
    },
  };
}

/** What lies in the storage may be of another version, or written by somebody else. */
function restore(storage: () => Storage, key: string): Exchange[] {
  try {
    return listOf(JSON.parse(storage().getItem(key) ?? '[]')).flatMap((value) => {
      const fields = fieldsOf(value);
      const question = textOf(fields['question']);
      if (question === '') return [];
      const kept = fieldsOf(fields['answer']);
      const answer = readAnswer({
        ...kept,
        answer: kept['text'],
        degraded: kept['isDegraded'] === true ? [''] : [],
      });
      const verdict =
        fields['verdict'] === 'up' || fields['verdict'] === 'down' ? fields['verdict'] : undefined;
      return [
        {
          question,
          // A page that went away while it waited.
          state: answer === undefined ? 'stopped' : 'done',
          text: answer?.text ?? textOf(fields['text']),
          citations: answer?.citations ?? readCitations(fields['citations']),
          ...(answer === undefined ? {} : { answer }),
          ...(verdict === undefined ? {} : { verdict }),
        } satisfies Exchange,
      ];
    });
  } catch {
    return [];
  }
}
