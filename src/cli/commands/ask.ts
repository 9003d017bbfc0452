/** `askfolio ask`: one question, or a prompt that remembers the conversation. */
import { createInterface } from 'node:readline/promises';
import type { AskRequest, AskResult } from '../../domain/answer.js';
import { isAppError } from '../../domain/errors.js';
import type { Turn } from '../../domain/plan.js';
import type { Askfolio } from '../../services.js';
import { explainResult, renderResult } from '../render.js';
import { bringUpToDate, withAskfolio, type GlobalOptions } from '../open.js';
import { describeError, exitDone, type Terminal } from '../output.js';

export interface AskCommandOptions extends GlobalOptions {
  readonly explain?: boolean;
  /** Commander's form of `--no-cache`. */
  readonly cache?: boolean;
}

function requestFor(question: string, options: AskCommandOptions, history: readonly Turn[] = []): AskRequest {
  return {
    question,
    ...(history.length === 0 ? {} : { history }),
    ...(options.cache === false ? { bypassCache: true } : {}),
  };
}

function print(result: AskResult, options: AskCommandOptions, terminal: Terminal): void {
  if (options.json === true) terminal.out(JSON.stringify(result));
  else
    terminal.out(
      options.explain === true ? `${renderResult(result)}\n\n${explainResult(result)}` : renderResult(result),
    );
}

export async function askCommand(
  question: string | undefined,
  options: AskCommandOptions,
  terminal: Terminal,
): Promise<number> {
  return withAskfolio(options, terminal, async (askfolio) => {
    await bringUpToDate(askfolio, terminal);
    if (question === undefined) return converse(askfolio, options, terminal);
    print(await askfolio.ask(requestFor(question, options)), options, terminal);
    return exitDone;
  });
}

/** Reads questions until the input ends, or "exit". */
async function converse(askfolio: Askfolio, options: AskCommandOptions, terminal: Terminal): Promise<number> {
  const input = createInterface({
    input: process.stdin,
    output: process.stderr,
    prompt: terminal.interactive ? '> ' : '',
  });
  if (terminal.interactive)
    terminal.note(`Ask about the work in ${askfolio.config.corpusFolder}; an empty line or "exit" ends.`);
  const history: Turn[] = [];
  input.prompt();
  for await (const line of input) {
    if (/^\s*(?:exit|quit)?\s*$/i.test(line)) break;
    try {
      const result = await askfolio.ask(requestFor(line, options, history.slice(-8)));
      print(result, options, terminal);
      history.push({ role: 'user', content: line }, { role: 'assistant', content: result.answer });
    } catch (error) {
      if (!isAppError(error)) throw error;
      terminal.note(describeError(error));
    }
    input.prompt();
  }
  input.close();
  return exitDone;
}
