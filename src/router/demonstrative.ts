/**
 * "That" and "this" standing alone: for the thing that was talked of ("How would you cure that?"), or for all that was said
 * ("Why is that safe?"). Words before a noun ("that service") are left alone.
 */
import { auxiliarySet, prepositions, questionWordSet } from './grammar.js';
import type { Referents } from './referents.js';
import { isAboutThing } from './topic.js';
import { readWords, trimQuestion } from './words.js';

const lone = '(?:that|this|those|these)';
/** What does something is a thing, never a whole statement. */
const asDoer =
  /(?<=\b(?:does|did|do|use|used|how|why|handle|built|build|than|from|to|like) )(?:that|this|those|these)(?=\s*,|\s+(?:work|works|compare|mean|means|handle|scale|use|run|differ|perform|help|need|store|look|fit|cost|[a-z]{3,}ed|fast|slow|hard|better|faster|still|in|with|for|on)\b)/i;
const atEnd = new RegExp(`(?<=\\S )${lone}(?=$|,)`, 'i');
const behindPreposition =
  /(?<=\b(?:of|about|with|for|in|on|by) )(?:that|this|those|these)(?= (?:is|are|was|were|do|does|did|in|for|with|still|work|go|goes|come|comes)\b)/i;
/** A clause needs a predicate: what is left behind "that" in "is that safe" is no noun. */
const beforePredicate = new RegExp(
  `(?<=^(?:(?:and|but|so) )?(?:(?:why|how|where|when|what) )?(?:is|was|are|were|isn't|wasn't) )${lone}(?= (?:(?:so|very|too|really|still|also) )?(?:(?:built|made|written|run|kept|set|done|safe|fast|open|[\\p{L}-]+ed)\\b|(?:\\p{L}+$))(?: (?:${prepositions})\\b.*)?)`,
  'iu',
);

const degree = /^(?:by )?how (?:much|many|long|often|far|big|fast|well|large|high)\b ?/i;
const openings = /^(?:(?:and|but|so|ok|okay|thanks),? )+/i;

/** "How much faster did X get" -> "X get faster"; undefined when the question has no clause of its own. */
export function statementOf(question: string): string | undefined {
  const text = trimQuestion(question).replace(openings, '');
  const words = readWords(text);
  const first = words[0]?.lower ?? '';
  const isInverted = auxiliarySet.has(first);
  const asks = questionWordSet.has(first) || /^(?:by|in|on|at|with|for)$/.test(first);
  if (!isInverted && !asks) return undefined;
  const at = words.findIndex(({ lower }, index) => auxiliarySet.has(lower) && (isInverted || index > 0));
  const next = words[at + 1];
  if (at < 0 || at > 6 || next === undefined || words.length - at < 4) return undefined;
  const head = text.slice(0, words[at]?.start ?? 0).trim();
  const asked = degree.test(head) ? head.replace(degree, '') : head.replace(/^(?:\S+ )?(?:which|what|whose|why|how|when|where|who)\b ?/i, '');
  return `${text.slice(next.start)} ${asked}`.trim();
} // prettier-ignore

/** The noun phrase that "that" stands for; undefined when it stands for what was said as a whole. */
function nounFor({ told, previous, topic }: Referents): string | undefined {
  if (told.length === 1) return told[0];
  if (isAboutThing(previous)) return topic.thing ?? topic.focus;
  return topic.anchor === undefined ? undefined : topic.focus;
}

/** Nouns that sum up what was said (shell nouns, Schmid 2000): "that number", "this decision". */
const shellNoun =
  /\b(?:that|this|those|these) (numbers?|figures?|values?|percentages?|claims?|results?|estimates?|gains?|statements?|decisions?|choices?|reasons?|ideas?|answers?|arguments?|effects?|problems?|rules?)\b/i;

/** "Do you trust that number?" -> "Do you trust the number: X get faster?" */
export function spellOutSum(text: string, { previous }: Referents): string {
  const plain = trimQuestion(text);
  const statement = shellNoun.test(plain) ? statementOf(previous) : undefined;
  if (statement === undefined) return text;
  return `${plain.replace(shellNoun, (_phrase, noun: string) => `the ${noun}`)}: ${statement}?`;
}

const doubts =
  /^(?:(?:and|but|so) )?(?:(?:do|did|would|can|could|should) (?:you|i|we|one) (?:really |still |actually )?(?:believe|trust|doubt|stand by|back)(?: up)? (?:it|that|this)|(?:is|was) (?:it|that|this) (?:really |actually )?(?:true|proven|certain|reliable|believable|plausible|correct|right))(?: up)?$/i;
const said =
  /^what (?:did|do|have|had) (?:you|they|he|she|we) (?:claim|claimed|promise|promised|say|said|report|reported|state|stated|write|written|estimate|estimated|find|found|measure|measured|conclude|concluded) /i;

/** "Do you believe it?" after a claim: what was said is meant, not the thing that it was said of. */
export function spellOutClaim(text: string, { previous }: Referents): string {
  const plain = trimQuestion(text);
  if (!doubts.test(plain)) return text;
  const about = trimQuestion(previous).replace(openings, '').replace(said, '');
  const statement = said.test(trimQuestion(previous)) ? `the claim ${about}` : statementOf(previous);
  if (statement === undefined) return text;
  return `${plain.replace(/\b(?:it|that|this)\b/i, () => (said.test(previous) ? statement : `it: ${statement}`))}?`;
}

/** The turn with its lone "that" spelled out; the same text when it has none, or when nothing was talked of. */
export function spellOutThat(text: string, referents: Referents): string {
  const plain = trimQuestion(text);
  const { topic } = referents;
  if (asDoer.test(plain)) {
    const doer = nounFor(referents) ?? topic.thing ?? topic.focus;
    return doer === undefined ? text : `${plain.replace(asDoer, () => doer)}?`;
  }
  const spot = [atEnd, behindPreposition, beforePredicate].find((pattern) => pattern.test(plain));
  if (spot === undefined) return text;
  const statement = nounFor(referents) === undefined ? statementOf(referents.previous) : undefined;
  if (statement !== undefined) return `${plain.replace(spot, () => 'it')}: ${statement}?`;
  const noun = nounFor(referents) ?? topic.thing ?? topic.focus;
  return noun === undefined ? text : `${plain.replace(spot, () => noun)}?`;
}
