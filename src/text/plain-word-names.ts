/**
 * Technology names that are plain words too, in questions, where visitors write no capitals: "is it written in go" names one, "when
 * did the site go down" does not. Told by the words around it.
 */
import { technologies } from './aliases.js';

const plainWords: ReadonlySet<string> = new Set(
  technologies.flatMap(({ name, isAmbiguous, wordAliases }) =>
    [...(isAmbiguous ? [name] : []), ...wordAliases].map((word) => word.toLowerCase()),
  ),
);

/** What stands in front of a verb, or of a noun that is no name. */
const beforePlainWord =
  /(?:^| )(?:to|do|does|did|doesn't|didn't|can|could|will|would|should|may|might|must|shall|not|never|always|please|let's|it|you|i|we|they|he|she|who|that|things|an?|some|every|each|no|this) $/;
const afterPlainWord =
  /^ (?:down|up|live|wrong|away|through|into|about|well|on|out|off|from|back|beyond|further|ahead|along|offline|online|to|too|with|against|interest|doubts?)(?: |$)/;

/**
 * Whether a name in lower case, found between these two texts (lower case, single spaces), is meant as a name.
 * True for every name that is no plain word.
 */
export function isMeantAsName(name: string, before: string, after: string): boolean {
  return !plainWords.has(name) || !(beforePlainWord.test(before) || afterPlainWord.test(after));
}
