/** `askfolio eval`: hands the options to the harness, and gives it the product, its chunkers and its embedder to measure. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { buildGeneration } from '../../../ingest/build-generation.js';
import { createAskfolioSubject, subjectOver } from '../../../eval/askfolio-subject.js';
import { evalCommands, type Chunker, type EvalCommand, type EvalOptions } from '../../../eval/options.js';
import { runEval } from '../../../eval/run-eval.js';
import type { EvalSubject } from '../../../eval/subject.js';
import { AppError } from '../../domain/errors.js';
import { openEmbedder, type Config } from '../../services.js';
import { configFor, type CommandContext, type GlobalOptions } from '../open.js';
import { errorAsJson, exitDone, printable } from '../output.js';

export type EvalCommandOptions = GlobalOptions &
  Omit<EvalOptions, 'command' | 'paths'> & { readonly words: readonly string[] };

/** The first word is a command if it is one and no file is meant. */
function splitWords(words: readonly string[]): { command: EvalCommand; paths: readonly string[] } {
  const [first, ...rest] = words;
  const command = evalCommands.find((known) => known === first);
  return command === undefined ? { command: 'run', paths: words } : { command, paths: rest };
}

async function gitSha(cwd: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('git', ['rev-parse', 'HEAD'], { cwd });
    return stdout.trim();
  } catch {
    return 'unknown';
  }
}

/**
 * An evaluation clears caches and fills indexes: in a Redis or Qdrant that visitors use it keeps to keys and collections of its own, and a
 * corpus other than the configured one has an index of its own.
 */
function configOver(corpus: string, config: Config): Config {
  const name = createHash('sha256').update(resolve(corpus)).digest('hex').slice(0, 16);
  const isOther = resolve(corpus) !== resolve(config.corpusFolder);
  const suffix = isOther ? `eval-${name}` : 'eval';
  return {
    ...config,
    REDIS_PREFIX: `${config.REDIS_PREFIX}-${suffix}`,
    QDRANT_COLLECTION: `${config.QDRANT_COLLECTION}-${suffix}`,
    ...(isOther ? { corpusFolder: corpus, dataFolder: join(config.dataFolder, 'eval', name) } : {}),
  };
}

async function subjectFor(
  corpus: string | undefined,
  config: Config,
  onProblem: (message: string) => void,
): Promise<EvalSubject> {
  if (corpus !== undefined) return createAskfolioSubject(configOver(corpus, config), { onProblem });
  const embedder = await openEmbedder(config);
  const subject = await subjectOver([], embedder);
  return {
    ...subject,
    close: async () => {
      await subject.close();
      await embedder?.close();
    },
  };
}

const productChunker: Chunker = {
  name: 'askfolio',
  split: async (text, title) =>
    buildGeneration([
      { id: 'document', path: 'document.md', text: `# ${title}\n\n${text}` },
    ]).content.chunks.map((chunk) => chunk.text),
};

export async function evalCommand(options: EvalCommandOptions, context: CommandContext): Promise<number> {
  const { terminal, environment, version } = context;
  const config = configFor(options, context);
  const { words, ...rest } = options;
  const note = (text: string): void => terminal.note(printable(text.replace(/\n$/, '')));
  let printed = false;
  let problem = '';
  const status = await runEval(
    { ...rest, ...splitWords(words) },
    {
      createSubject: (corpus) => subjectFor(corpus, config, (message) => note(`warning: ${message}`)),
      createEmbedder: async () => {
        const embedder = await openEmbedder(config);
        if (embedder === undefined)
          throw new AppError('bad_config', 'This measures the embedder: unset EMBEDDER=none.');
        return embedder;
      },
      chunkers: [productChunker],
      stdout: (text) => {
        printed = true;
        terminal.out(text.replace(/\n$/, ''));
      },
      stderr: (text) => {
        problem ||= text.trim();
        note(text);
      },
      cwd: process.cwd(),
      now: () => new Date(),
      elapsed: () => performance.now(),
      version,
      gitSha: await gitSha(process.cwd()),
      signal: terminal.interrupted(),
      ...(environment['GITHUB_STEP_SUMMARY'] === undefined
        ? {}
        : { summaryPath: environment['GITHUB_STEP_SUMMARY'] }),
    },
  );
  if (options.json === true && !printed && status !== exitDone)
    terminal.out(errorAsJson(new AppError(status === 2 ? 'bad_config' : 'internal', problem)));
  return status;
}
