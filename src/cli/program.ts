/** The commands and their options. Parsing only: each command is a function of its own, imported when it runs. */
import { Command, CommanderError } from 'commander';
import { describeError, errorAsJson, exitDone, exitStatusOf, exitUsage, type Terminal } from './output.js';
import type { GlobalOptions } from './open.js';
import { wholeNumber } from './open.js';

type Run = (options: Record<string, unknown>) => Promise<number>;

/** Runs one command line; resolves with its exit status and never throws. */
export async function runCli(argv: readonly string[], terminal: Terminal, version: string): Promise<number> {
  let status = exitDone;
  const program = new Command('askfolio');
  const act = async (command: Command, run: Run): Promise<void> => {
    status = await run(command.optsWithGlobals());
  };
  program
    .description('Ask a folder of project write-ups: honest, cited answers, offline.')
    .version(version)
    .option('--corpus <folder>', 'folder with the documents (default: corpus)')
    .option('--data-dir <folder>', 'folder for index, logs and cache (default: .askfolio)')
    .option('--json', 'print JSON')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.note(text.trimEnd()),
    });

  program
    .command('ingest')
    .description('bring the index up to date with the folder')
    .argument('[paths...]', 'further files or folders')
    .option('--dry-run', 'print what would change, write nothing')
    .option('--strict', 'exit 3 when there is a warning or a masked secret')
    .action((paths: string[], _options, command: Command) =>
      act(command, async (options) =>
        (await import('./commands/ingest.js')).ingestCommand(paths, options, terminal),
      ),
    );
  program
    .command('ask')
    .description('answer a question; without one, a prompt that remembers the conversation')
    .argument('[question...]', 'the question')
    .option('--explain', 'show how the answer came about')
    .option('--no-cache', 'neither read nor write the cache')
    .action((words: string[], _options, command: Command) =>
      act(command, async (options) =>
        (await import('./commands/ask.js')).askCommand(
          words.length === 0 ? undefined : words.join(' '),
          options,
          terminal,
        ),
      ),
    );
  program
    .command('serve')
    .description('answer over HTTP')
    .option('--port <number>', 'port (default: PORT or 8787)')
    .action((_options, command: Command) =>
      act(command, async (options) => {
        const port =
          typeof options['port'] === 'string' ? { port: wholeNumber('--port', options['port']) } : {};
        return (await import('./commands/serve.js')).serveCommand(
          { ...(options as GlobalOptions), ...port, version },
          terminal,
        );
      }),
    );
  program
    .command('logs')
    .description('print the query log')
    .option('--status <status>', 'only answers with this status')
    .option('--since <time>', 'only after this time: 2026-01-31, or 30m, 12h, 7d')
    .option('--follow', 'go on with new questions')
    .action((_options, command: Command) =>
      act(command, async (options) => (await import('./commands/logs.js')).logsCommand(options, terminal)),
    );
  const cache = program.command('cache').description('look at the answer cache, or empty it');
  cache
    .command('stats')
    .description('entries, bytes, hits by tier, vetoes')
    .action((_options, command: Command) =>
      act(command, async (options) =>
        (await import('./commands/cache.js')).cacheStatsCommand(options, terminal),
      ),
    );
  cache
    .command('clear')
    .description('remove answers')
    .option('--document <id>', 'only answers that cite this document')
    .option('--older-than <seconds>', 'only answers older than this')
    .action((_options, command: Command) =>
      act(command, async (options) =>
        (await import('./commands/cache.js')).cacheClearCommand(options, terminal),
      ),
    );
  program
    .command('doctor')
    .description('what each engine is, whether it answers, and what to do')
    .action((_options, command: Command) =>
      act(command, async (options) =>
        (await import('./commands/doctor.js')).doctorCommand(options, terminal),
      ),
    );

  try {
    await program.parseAsync(argv, { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitDone : exitUsage;
    if (argv.includes('--json')) terminal.out(errorAsJson(error));
    terminal.note(describeError(error));
    return exitStatusOf(error);
  }
}
