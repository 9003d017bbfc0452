/** What no sentence of a model may hold, whatever its sources say: markup, addresses, orders, wording of the prompt, secrets. */
import { isInstruction } from './model-sources.js';

export const dropReasons = [
  'format', // an image, a heading, a table, code, HTML
  'link', // an address that is not the source's own
  'instruction', // orders for a model, or text of the prompt
  'citation', // cites what was not given
  'secret',
  'number',
  'name',
  'negation',
  'invention',
  'translation', // does not say what its English sentence says
  'empty',
] as const;
export type DropReason = (typeof dropReasons)[number];

export interface FormCheckOptions {
  /** The instructions that the model was given: none of their wording may come out. */
  readonly prompt: string;
  /** The text with secrets replaced; a sentence that it changes is dropped. */
  readonly maskSecrets?: ((text: string) => string) | undefined;
}

const promptWords = 7;

const address =
  /\b(?:https?|ftp|javascript|data|mailto|file):|\bwww\.|\/\/[\w-]+\.|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\/\S|\b[\w.+-]+@[\w-]+\.[\w.]+/i;
const markup = /!\[|<\/?[a-z!][^>]*>|^\s*(?:#{1,6}\s|\||```|~~~)|`{3}|&#|\]\s*:\s*\S+:\/\//i;

/** Runs of words, to find the wording of the prompt again. */
function wordRuns(text: string, length: number): Set<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const runs = new Set<string>();
  for (let i = 0; i + length <= words.length; i++) runs.add(words.slice(i, i + length).join(' '));
  return runs;
}

/** The reason to drop a sentence for its form alone; undefined when there is none. */
export function createFormCheck(options: FormCheckOptions): (sentence: string) => DropReason | undefined {
  const prompt = wordRuns(options.prompt, promptWords);
  return (sentence) => {
    if (markup.test(sentence.replace(/(?<!`)`[^`]+`(?!`)/g, ' '))) return 'format';
    if (address.test(sentence)) return 'link';
    if (isInstruction(sentence)) return 'instruction';
    if ([...wordRuns(sentence.replace(/\[\d+\]/g, ' '), promptWords)].some((run) => prompt.has(run)))
      return 'instruction';
    if (options.maskSecrets !== undefined && options.maskSecrets(sentence) !== sentence) return 'secret';
    return undefined;
  };
}
