/**
 * Questions that only the owner in person can answer: pay, availability, family, papers. The words alone are not enough: respondents of a survey have years of
 * experience too, and a form may ask for a visa.
 */
import { terms } from '../text/terms.js';

const matters =
  'salary|salaries|compensation|(?:hourly|daily|day) rates?|notice period|work permit|visa|hobby|hobbies|nationality|religion|university|years of (?:\\w+ )?experience';
const belongings = `${matters}|marital status|children|kids|home address|phone number|date of birth|age|availability|cv|resume|references|employer|current (?:job|company)|education|degree|location`;
const asked = '(?:do|did|have|are|would|will|can|could|should)';

/** Said to the owner or of the owner, whatever else stands in the question. */
const addressed = new RegExp(
  [
    `\\byour (?:(?:own|current|desired|expected|minimum|last|total) )*(?:${belongings})\\b`,
    `\\b${asked} you (?:\\w+ ){0,3}?(?:${matters}|degree|children|kids)\\b(?! \\w+ing\\b)`,
    `\\b(?:${matters}|degree)\\b[^.?!]{0,40}\\b${asked} you\\b`,
    `\\bhow much (?:do|would|are) you (?:earn|charge|cost|paid)\\b`,
    `\\bare you (?:\\w+ ){0,2}(?:married|available|free|open to|looking|employed|relocating)\\b`,
    `\\byou (?:\\w+ ){0,3}relocat\\w+`,
    `\\bhow old are you\\b`,
    `\\b(?:which|what) (?:company|employer|firm) ${asked} you\\b`,
    `\\b(?:do|did) you work for\\b`,
    `\\bwhere (?:do|are) you (?:live|living|based|from|located)\\b`,
    `\\bare you currently (?:working|looking)\\b`,
    `\\bwhen (?:can|could) you (?:start|begin)\\b`,
  ].join('|'),
  'i',
);
const bare = new RegExp(`\\b(?:${belongings}|married|relocat\\w+)\\b`, 'i');
/** "Salary expectations?", "Notice period?": a question so short is put to the owner. */
const mostWordsOfBare = 3;

/** True for questions that only the owner in person can answer. */
export function isAboutThePerson(question: string): boolean {
  return addressed.test(question) || (terms(question).length <= mostWordsOfBare && bareMatter(question));
}

function bareMatter(question: string): boolean {
  return !/\b(?:of|for|by|in) (?:the |an? |go |our |their )?\w+/i.test(question) && bare.test(question);
}
