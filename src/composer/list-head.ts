/** What stands behind "which", "how many" or "list": the noun that a list question is about, with the words in front of it. Form only. */
import { stopWords } from '../text/stop-words.js';
import { terms, tokenize } from '../text/terms.js';

export interface ListHead {
  /** The noun as written: "interviews". */
  readonly noun: string;
  /** Its stem. */
  readonly term: string;
  /** Stems of the words in front of it: "Terraform" of "Terraform interviews". */
  readonly modifiers: readonly string[];
}

const opening =
  /^(?:(?:and|so|please|in|on|at|for|with|from|can you|could you|so far) )*(?:which|what|how many|list|name|show(?: me)?|give me|tell me|the number of|number of)(?: (?:is|are|was|were|of|all|the|your|my|those|these|every|each|any|other))* (.+)$/i;
/** Words that end the noun phrase although they are no stop words. */
const closing =
  /^(?:tagged|labell?ed|marked|called|named|involv\w+|us(?:e|es|ed|ing)|mention\w*|cover\w*|exist\w*|talk\w*|c[ao]me|comes|concern\w*|regarding|discuss\w*|say|says|would|could|may|might|must|shall|make|makes|made|need|needs|belong\w*|get|gets|got)$/i;
const longestPhrase = 4; // words

/** Undefined when the question opens otherwise, or with a verb. */
export function listHeadOf(question: string): ListHead | undefined {
  const rest = opening.exec(question.trim())?.[1];
  if (rest === undefined) return undefined;
  const words = tokenize(rest).map(({ text }) => text);
  const end = words.findIndex(
    (word, at) => stopWords.has(word.toLowerCase()) || (at > 0 && closing.test(word)),
  );
  const phrase = (end < 0 ? words : words.slice(0, end)).slice(0, longestPhrase + 1);
  const noun = phrase.at(-1);
  const [term] = terms(noun ?? '');
  if (noun === undefined || term === undefined || phrase.length > longestPhrase) return undefined;
  return { noun, term, modifiers: terms(phrase.slice(0, -1).join(' ')) };
}
