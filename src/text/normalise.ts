/** Cleans text that comes from people: Unicode form, hidden characters, white space. Does not judge meaning. */
import { AppError } from '../domain/errors.js';

/** Longest question that is answered, in code points. */
export const maximumQuestionLength = 1000;

// Zero-width and joiners, bidi controls, variation selectors, the tag block, soft hyphen, BOM.
const hidden =
  /[\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFE00-\uFE0F\uFEFF\u{E0000}-\u{E0FFF}]/gu;
// Control characters other than tab, line feed and carriage return.
const control = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/g;

/** Removes characters that a reader cannot see; visible text stays as it is. */
export function stripHidden(text: string): string {
  return text.replace(hidden, '');
}

/** NFKC without hidden or control characters, white space folded to single spaces, trimmed. Lone surrogates become U+FFFD. */
export function cleanLine(text: string): string {
  return stripHidden(text.toWellFormed().normalize('NFKC')).replace(control, ' ').replace(/\s+/g, ' ').trim();
}

/**
 * The question as every step sees it.
 * @throws AppError `bad_question` when nothing is left, or more than 1,000 code points are.
 */
export function normaliseQuestion(question: string): string {
  const cleaned = cleanLine(question.slice(0, maximumQuestionLength * 40));
  if (cleaned === '') {
    throw new AppError('bad_question', 'The question is empty: type a few words.');
  }
  const length = [...cleaned].length;
  if (length > maximumQuestionLength || question.length > maximumQuestionLength * 40) {
    throw new AppError(
      'bad_question',
      `The question has ${question.length} characters; at most ${maximumQuestionLength} are answered: shorten it.`,
    );
  }
  return cleaned;
}

/** Form used for exact comparison of questions: lower case, straight quotes, no punctuation at the end. */
export function questionKey(question: string): string {
  return question
    .toLowerCase()
    .replace(/[‘’]/g, "'")
    .replace(/[“”]/g, '"')
    .replace(/[\s.?!…]+$/u, '')
    .replace(/\s+/g, ' ')
    .trim();
}
