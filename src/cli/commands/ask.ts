/** `askfolio ask`: one question, or a prompt that remembers the conversation. */
import { createInterface } from 'node:readline';
import type { AskRequest, AskResult } from '../../domain/answer.js';
import { isAppError } from '../../domain/errors.js';
import type { Turn } from '../../domain/plan.js';
import type { Askfolio } from '../../services.js';
import { normaliseQuestion } from '../../text/normalise.js';
import { bringUpToDate, withAskfolio, type CommandContext, type GlobalOptions } from '../open.js';
import { describeError, exitDone, exitFailed, type Terminal } from '../output.js';
import { explainResult, renderResult } from '../render.js';

export interface AskCommandOptions extends GlobalOptions {
  readonly words: readonly string[];
  readonly explain?: boolean;
  /** Commander's form of `--no-cache`. */
  readonly cache?: boolean;
}

/** Turns that a follow-up may refer to. */
const rememberedTurns = 8;

function requestFor(question: string, options: AskCommandOptions, history: readonly Turn[] = []): AskRequest {
  return {
    question,
    ...(history.length === 0 ? {} : { history }),
    ...(options.cache === false ? { bypassCache: true } : {}),
  };
}

function print(result: AskResult, options: AskCommandOptions, terminal: Terminal): void {
  if (options.json === true) return terminal.out(JSON.stringify(result));
  const explanation = options.explain === true ? `\n\n${explainResult(result)}` : '';
  terminal.out(`${renderResult(result)}${explanation}`);
}

export async function askCommand(options: AskCommandOptions, context: CommandContext): Promise<number> {
  const { terminal } = context;
  const question = options.words.length === 0 ? undefined : options.words.join(' ');
  // A question that cannot be answered should not cost the start of an engine.
  if (question !== undefined) normaliseQuestion(question);
  return withAskfolio({ ...options, embedderWorkers: 0 }, context, async (askfolio) => {
    await bringUpToDate(askfolio, terminal);
    if (question === undefined) return converse(askfolio, options, terminal);
    print(await askfolio.ask(requestFor(question, options)), options, terminal);
    return exitDone;
  });
}

/** Reads questions until the input ends; a person may also give an empty line or "exit". Piped, one failed question makes the status 1. */
async function converse(askfolio: Askfolio, options: AskCommandOptions, terminal: Terminal): Promise<number> {
  const { interactive } = terminal;
  const input = createInterface({ input: terminal.input(), prompt: interactive ? '> ' : '', terminal: interactive, ...(interactive ? { output: process.stderr } : {}) }); // prettier-ignore
  if (interactive)
    terminal.note(`Ask about the work in ${askfolio.config.corpusFolder}; an empty line or "exit" ends.`);
  const history: Turn[] = [];
  let status = exitDone;
  input.on('SIGINT', () => input.close());
  input.prompt();
  for await (const line of input) {
    const isBlank = line.trim() === '';
    if (/^\s*(?:exit|quit)\s*$/i.test(line) || (isBlank && interactive)) break;
    if (isBlank) continue;
    try {
      const result = await askfolio.ask(requestFor(line, options, history.slice(-rememberedTurns)));
      print(result, options, terminal);
      history.push({ role: 'user', content: line }, { role: 'assistant', content: result.answer });
    } catch (error) {
      if (!isAppError(error)) throw error;
      terminal.note(describeError(error));
      if (!interactive) status = exitFailed;
    }
    input.prompt();
  }
  input.close();
  return status;
}
