/** Brings a question into a plain wording before it is read. Works on lower-case text; knows no topic. */
import { askings } from './asking-phrases.js';
import { contractions, frames } from './polite-frames.js';
import { purposes } from './purpose-phrases.js';
import { rewrite } from './rewrite.js';
import { verbPhrases } from './verb-phrases.js';

/** The plain wording of a question, in lower case, without end punctuation. */
export function plainWording(question: string): string {
  let text = rewrite(question.toLowerCase().replace(/[\s.?!…]+$/u, ''), contractions);
  for (let round = 0; round < 4; round++) {
    const next = rewrite(text, frames);
    if (next === text || next === '') break;
    text = next;
  }
  return rewrite(rewrite(rewrite(text, purposes), askings), verbPhrases);
}
