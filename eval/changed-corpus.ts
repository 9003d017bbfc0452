/**
 * A running product over a copy of the corpus that may be changed: what the stale-hit figure is measured on. Asks, rewrites a word of the
 * document that the answer cites, ingests, and asks again; the folder, the index and the cache that people use are never touched.
 */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { AskRequest, AskResult } from '../src/domain/answer.js';
import type { Chunk } from '../src/domain/chunk.js';
import { AppError } from '../src/domain/errors.js';
import { createAskfolio, type Askfolio, type Config } from '../src/services.js';

export interface ChangedCorpus {
  /**
   * The result of `then` after `first` was answered and stored and a document that its answer cites has changed.
   * @throws AppError `internal` when the answer was not stored or the change did not reach the index: a stale hit could then not show.
   */
  askAfterChange(first: AskRequest, then: AskRequest): Promise<AskResult>;
  /** Stops the copy and removes it. */
  close(): Promise<void>;
}

/** The copy's own configuration. Nothing is published to Qdrant for it, and in Redis it has keys of its own. */
function configOfCopy(config: Config, folder: string): Config {
  const { QDRANT_URL: _qdrant, ...own } = config;
  return {
    ...own,
    corpusFolder: join(folder, 'corpus'),
    dataFolder: join(folder, 'data'),
    REDIS_PREFIX: `${config.REDIS_PREFIX}-changed`,
    LOG_QUESTIONS: 'off',
  };
}

/** The index comes along, so that an ingest embeds only what was changed. */
async function copyInto(folder: string, config: Config): Promise<void> {
  await cp(config.corpusFolder, join(folder, 'corpus'), { recursive: true });
  await cp(config.dataFolder, join(folder, 'data'), {
    recursive: true,
    filter: (path) => path === config.dataFolder || !['eval', 'log'].includes(basename(path)),
  });
}

/**
 * The file with one word of the quote replaced: within the lines of its chunk, or else anywhere, as a summary is quoted from the front matter.
 * Undefined when the file holds no word of it that is long enough. The longest word goes first: it is the least likely to be a part of the
 * format.
 */
export function withWordChanged(
  text: string,
  chunk: Pick<Chunk, 'source'>,
  quote: string,
): string | undefined {
  const lines = text.split('\n');
  const { startLine, endLine } = chunk.source;
  const words = [...new Set(quote.match(/\p{L}{5,}/gu) ?? [])].sort((a, b) => b.length - a.length);
  const inChunk = (index: number): boolean => index + 1 >= startLine && index + 1 <= endLine;
  for (const isMeant of [inChunk, () => true]) {
    for (const word of words) {
      const whole = new RegExp(`(?<![\\p{L}\\p{N}_/])${word}(?![\\p{L}\\p{N}_/])`, 'u');
      const at = lines.findIndex((line, index) => isMeant(index) && whole.test(line));
      if (at < 0) continue;
      return lines.with(at, (lines[at] ?? '').replace(whole, `${word}xyz`)).join('\n');
    }
  }
  return undefined;
}

async function changeCitedDocument(askfolio: Askfolio, answer: AskResult): Promise<void> {
  // The last citation matters least to the answer, so that it is the one whose change is most easily overlooked.
  for (const citation of [...answer.citations].reverse()) {
    const chunk = askfolio.snapshot().chunk(citation.chunkId);
    if (chunk === undefined) continue;
    const path = join(askfolio.config.corpusFolder, chunk.source.path);
    const text = await readFile(path, 'utf8');
    const changed = withWordChanged(text, chunk, citation.quote);
    if (changed === undefined) continue;
    await writeFile(path, changed);
    await askfolio.ingest();
    if (askfolio.snapshot().chunk(citation.chunkId) === undefined) return;
    throw new AppError(
      'internal',
      `${chunk.source.path} was changed, and its chunk ${chunk.id} is as it was`,
    );
  }
  throw new AppError('internal', `no document that is cited for "${answer.question}" could be changed`);
}

/** Copies the corpus and the index of a configuration into a new folder below `parent` and opens the product over them. */
export async function createChangedCorpus(config: Config, parent: string = tmpdir()): Promise<ChangedCorpus> {
  const folder = await mkdtemp(join(parent, 'askfolio-eval-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  let askfolio: Askfolio;
  try {
    await copyInto(folder, config);
    askfolio = await createAskfolio(configOfCopy(config, folder), { embedderWorkers: 0 });
  } catch (error) {
    await remove();
    throw error;
  }
  /** Every question meets the corpus as it is: what was changed for the one before is undone. */
  const restore = async (): Promise<void> => {
    await cp(config.corpusFolder, join(folder, 'corpus'), { recursive: true, force: true });
    await askfolio.ingest();
    await askfolio.memory?.clear();
  };
  return {
    askAfterChange: async (first, then) => {
      await restore();
      const answer = await askfolio.ask(first);
      const { cache } = await askfolio.ask(first);
      if (cache.status !== 'exact')
        throw new AppError('internal', `the answer to "${first.question}" was not stored in the copy (${cache.status})`);
      await changeCitedDocument(askfolio, answer);
      return askfolio.ask(then);
    },
    close: async () => {
      await askfolio.memory?.clear().catch(() => 0);
      await askfolio.close();
      await remove();
    },
  };
} // prettier-ignore
