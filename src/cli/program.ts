/** The commands and their options. Parsing only: each command is a function of its own, imported when it runs. */
import { Command, CommanderError, Option } from 'commander';
import { answerStatuses } from '../domain/answer.js';
import { commandOf, type Act } from './action.js';
import { addEvalCommand } from './eval-options.js';
import { sinceTime, wholeNumber } from './option-values.js';
import { describeError, errorAsJson, exitDone, exitStatusOf, exitUsage, type Terminal } from './output.js';

export interface CliSurroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly version: string;
}

function addQuestionCommands(program: Command, act: Act): void {
  program
    .command('ingest')
    .description('bring the index up to date with the folder')
    .argument('[paths...]', 'further files or folders; remembered until others are given')
    .option('--dry-run', 'print what would change, write nothing')
    .option('--strict', 'exit 3 when there is a warning or a masked secret')
    .action(
      act(async (options, context) => (await import('./commands/ingest.js')).ingestCommand(options, context)),
    );
  program
    .command('ask')
    .description('answer a question; without one, a prompt that remembers the conversation')
    .argument('[question...]', 'the question')
    .option('--explain', 'show how the answer came about')
    .option('--no-cache', 'neither read nor write the cache')
    .action(
      act(async (options, context) => (await import('./commands/ask.js')).askCommand(options, context)),
    );
  program
    .command('serve')
    .description('answer over HTTP')
    .option('--port <number>', 'port (default: PORT or 8787; 0 picks a free one)', wholeNumber)
    .option('--watch', 'read the folder again when a file in it changes')
    .action(
      act(async (options, context) => (await import('./commands/serve.js')).serveCommand(options, context)),
    );
}

function addOwnerCommands(program: Command, act: Act): void {
  program
    .command('logs')
    .description('print the query log')
    .addOption(new Option('--status <status>', 'only answers with this status').choices(answerStatuses))
    .option('--since <time>', 'only after this time: 2026-01-31, or 30m, 12h, 7d, 2w', (text: string) =>
      sinceTime(text, Date.now()),
    )
    .option('--follow', 'go on with new questions')
    .action(
      act(async (options, context) => (await import('./commands/logs.js')).logsCommand(options, context)),
    );
  const cache = program.command('cache').description('look at the answer cache, or empty it');
  cache
    .command('stats')
    .description('entries, bytes, hits by tier, vetoes, false-hit estimate')
    .action(
      act(async (options, context) =>
        (await import('./commands/cache.js')).cacheStatsCommand(options, context),
      ),
    );
  cache
    .command('clear')
    .description('remove answers')
    .option('--document <id>', 'only answers that cite this document')
    .option('--older-than <seconds>', 'only answers older than this', wholeNumber)
    .action(
      act(async (options, context) =>
        (await import('./commands/cache.js')).cacheClearCommand(options, context),
      ),
    );
  program
    .command('doctor')
    .description('what each engine is, whether it answers, and what to do')
    .action(
      act(async (options, context) => (await import('./commands/doctor.js')).doctorCommand(options, context)),
    );
}

/** `--json` of this command line, even when it cannot be parsed. */
function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return argv.slice(0, end === -1 ? argv.length : end).includes('--json');
}

/** Runs one command line; resolves with its exit status and never throws. */
export async function runCli(
  argv: readonly string[],
  terminal: Terminal,
  surroundings: CliSurroundings,
): Promise<number> {
  let status = exitDone;
  const program = new Command('askfolio');
  const act: Act =
    (run) =>
    async (...parsed) => {
      const command = commandOf(parsed);
      // `words`: the arguments of the command, whatever they mean to it.
      status = await run(
        { ...command.optsWithGlobals(), words: command.args },
        { terminal, ...surroundings },
      );
    };
  program
    .description('Ask a folder of project write-ups: honest, cited answers, offline.')
    .version(surroundings.version)
    .option('--corpus <folder>', 'folder with the documents (default: corpus)')
    .option('--data-dir <folder>', 'folder for index, logs and cache (default: .askfolio)')
    .option('--json', 'print JSON')
    .showHelpAfterError('(askfolio --help lists commands and options)')
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.note(text.trimEnd()),
    });
  addQuestionCommands(program, act);
  addEvalCommand(program, act);
  addOwnerCommands(program, act);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitDone;
    const isUsage = error instanceof CommanderError;
    if (wantsJson(argv)) terminal.out(isUsage ? usageAsJson(error) : errorAsJson(error));
    // Commander has told a person already.
    if (isUsage) return exitUsage;
    terminal.note(describeError(error));
    return exitStatusOf(error);
  }
}

function usageAsJson(error: CommanderError): string {
  const message =
    error.code === 'commander.help' ? 'no command was given' : error.message.replace(/^error: /, '');
  return JSON.stringify({ error: { code: 'bad_config', message } });
}
