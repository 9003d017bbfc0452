/**
 * A passage as token windows that fit the model: each opens with the context and takes whole sentences as long as they
 * fit; only a sentence longer than a window is cut. Says which tokens belong to which sentence.
 */
import type { Passage } from '../ports.js';
import type { Tokenizer } from './tokenizer.js';

/** Tokens [start, end) of a window, counted without the control token in front. */
export interface SentenceSpan {
  readonly sentence: number;
  readonly start: number;
  readonly end: number;
}

export interface TokenWindow {
  readonly ids: readonly number[];
  readonly spans: readonly SentenceSpan[];
}

/** A longer context would crowd out the text. */
const contextLimit = 64;
/** Keeps the time for one passage bounded (about two seconds); text beyond gets the zero vector. */
const passageLimit = 2048;

/** Windows of `capacity` tokens at most, and the ids of each sentence. A passage without any token has no windows. */
export function layOutWindows(
  passage: Passage,
  tokenizer: Tokenizer,
  capacity: number,
): { windows: TokenWindow[]; sentences: number[][] } {
  const context = tokenizer.tokenize(passage.context, contextLimit);
  let left = passageLimit;
  const sentences = passage.sentences.map((text) => {
    const ids = tokenizer.tokenize(text, left);
    left -= ids.length;
    return ids;
  });
  const windows: TokenWindow[] = [];
  let ids = [...context];
  let spans: SentenceSpan[] = [];
  const close = (): void => {
    if (ids.length > 0) windows.push({ ids, spans });
    ids = [...context];
    spans = [];
  };
  sentences.forEach((tokens, sentence) => {
    if (spans.length > 0 && ids.length + tokens.length > capacity) close();
    for (let at = 0; at < tokens.length;) {
      const taken = tokens.slice(at, at + capacity - ids.length);
      spans.push({ sentence, start: ids.length, end: ids.length + taken.length });
      ids.push(...taken);
      at += taken.length;
      if (at < tokens.length) close();
    }
  });
  if (spans.length > 0 || windows.length === 0) close();
  return { windows, sentences };
}
