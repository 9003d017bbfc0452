/** What ties a parsed command line to the function of its command. */
import { Command } from 'commander';
import type { CommandContext, GlobalOptions } from './open.js';

/** Makes commander's action of a function that takes the command's own options, the global ones and, as `words`, its arguments. */
export type Act = (
  run: (
    options: GlobalOptions & Record<string, unknown> & { words: readonly string[] },
    context: CommandContext,
  ) => Promise<number>,
) => (...parsed: unknown[]) => Promise<void>;

/** Commander passes the command last. */
export function commandOf(parsed: readonly unknown[]): Command {
  const command = parsed.at(-1);
  if (!(command instanceof Command)) throw new TypeError('an action without its command');
  return command;
}
