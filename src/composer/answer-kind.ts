/** Kinds of answer that a question names outright: an amount of money, a length of time, a share, a version. Without one among the best sentences there is no answer. */

const unitsOfTime =
  '(?:years?|months?|weeks?|days?|hours?|hrs?|minutes?|seconds?|mins?|secs?|ms|h|s|centur(?:y|ies)|decades?|generations?|weekends?|evenings?|sprints?)';
const small =
  '(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|several|few|half|many|couple of|dozen)';

const amount =
  /[$€£¥]\s?\p{N}|\p{N}\s?[$€£¥]|\p{N}[\p{N}.,]*\s?(?:k|m|bn|million|billion|thousand|hundred)?\s?(?:usd|eur|gbp|us dollars?|dollars?|euros?|pounds?|cents?|francs?|yen|marks?)\b|\b(?:free|costs? (?:me |us )?nothing|million|billion)\b/iu;
const duration = new RegExp(
  `\\p{N}[\\p{N}.,]*[\\s-]*(?:\\p{L}+ )?${unitsOfTime}\\b|\\b${small}[ -](?:\\p{L}+ )?${unitsOfTime}\\b|\\b(?:since|until|till|from) (?:\\p{L}+ )?(?:1\\d|20)\\d\\d\\b|\\b(?:1\\d|20)\\d\\d\\b.*\\b(?:1\\d|20)\\d\\d\\b|\\b(?:overnight|forever|permanent(?:ly)?|indefinite(?:ly)?|temporar(?:y|ily)|until|immediate(?:ly)?)\\b`,
  'iu',
);
const share =
  /\p{N}\s?%|\bper ?cent\b|\b(?:half|thirds?|quarters?|majority|fifths?|tenths?|none|all|most)\b|\p{N}\s?(?:\/|of|out of|in)\s?\p{N}/iu;
const version = /(?<![\p{L}\p{N}.])v?\p{N}+(?:\.\p{N}+)*/iu;
const year = /\b\d{3,4}\b|\b\d{1,2}(?:st|nd|rd|th) century\b/;

/** What is asked, by the words that ask -> what answers it. */
const kinds: readonly (readonly [RegExp, RegExp])[] = [
  [/\bhow (?:expensive\b|much money\b|much (?:does?|did|is|was|were|are|would|will|do)\b.*\b(?:cost|pay|paid|charge|earn)\b)|\b(?:what|which) (?:price|budget|salary|fee|fees)\b|\bwhat (?:is|was|were|are|did|does) .{0,60}\b(?:price|budget|costs? (?:of|for|in) (?:money|dollars|euros))\b/i, amount],
  [/\bhow long (?:did|does|do|has|have|had|will|would|can|may|must|should)\b/i, duration],
  [/\b(?:what|which) (?:percent(?:age)?|share|proportion|fraction)\b/i, share],
  [/\b(?:what|which) (?:[\p{L}\p{N}.+#]+ ){0,2}versions? (?:of|is|was|are|were|do|does|did|has|have)\b/iu, version],
  [/\b(?:what|which) year\b/i, year],
]; // prettier-ignore

/** True when one of the sentences holds what each kind named in the question looks like; true when it names none. */
export function holdsKindAsked(question: string, sentences: readonly string[]): boolean {
  return kindsAsked(question).every((answers) => sentences.some((sentence) => answers.test(sentence)));
}

/** What each kind named in the question looks like. */
export function kindsAsked(question: string): RegExp[] {
  return kinds.flatMap(([asks, answers]) => (asks.test(question) ? [answers] : []));
}
