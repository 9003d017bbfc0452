/**
 * What a sentence claims, as the check of model answers compares it: its content words by meaning, its numbers with their units, the names in
 * it, and which of its words are negated. Rules of form only; knows nothing of sources.
 */
import { plainText } from '../text/markdown.js';
import { nameKey, technologyByKey } from '../text/aliases.js';
import { stem } from '../text/terms.js';
import { stopWords } from '../text/stop-words.js';
import { glue, meaningOf, negators, numberNamed } from './model-words.js';

export interface ClaimedNumber {
  readonly value: string;
  /** Meaning of the word behind it; undefined at the end of a clause. */
  readonly unit: string | undefined;
}

export interface Claims {
  /** Meanings of the words that say something, in order of the text; one list per clause. */
  readonly clauses: readonly (readonly string[])[];
  readonly words: ReadonlySet<string>;
  /** Plain stems, for contraries. */
  readonly stems: ReadonlySet<string>;
  readonly numbers: readonly ClaimedNumber[];
  /** Canonical names of technologies, and other words written as names, in lower case. */
  readonly names: ReadonlySet<string>;
  /** Every meaning that is said, linking words and names included. */
  readonly said: ReadonlySet<string>;
  /** Those that are said outside of every negation. */
  readonly plain: ReadonlySet<string>;
  readonly negations: readonly Negation[];
}

export interface Negation {
  /** As written, in lower case. */
  readonly word: string;
  /** The meanings that it turns round, nearest first; empty when it stands alone. */
  readonly scope: readonly string[];
  /** "not", "no", "without": nothing but a negation. "avoid", "instead" and "unpredictable" say something too. */
  readonly isHard: boolean;
  /** It turns round a word that negates by itself: "not independent". */
  readonly isDouble: boolean;
  /** Meanings of its clause, its scope included. */
  readonly clause: readonly string[];
}

const tokenPattern =
  /%|\d+(?:[.,:]\d+)*|[\p{L}\p{M}][\p{L}\p{N}\p{M}]*(?:_[\p{L}\p{N}\p{M}]+)*(?:['’]\p{L}+)?(?:\+\+|#)?|[,;:()–—!?]|\.(?=\s|$)/gu;
const clauseWords: ReadonlySet<string> = new Set(
  'and but which because while whereas so where when who that then although though since if unless until after before thanks together'.split(
    ' ',
  ),
);
const measureUnits: ReadonlySet<string> = new Set(
  '% percent ms s sec second minute min hour h day week month year kb mb gb tb byte megabyte gigabyte'
    .split(' ')
    .map(meaningOf),
);
const strongBoundary = /^[,;:()–—.!?]$/;
const scopeLength = 4;
const scopeEnd =
  /^(?:,|but|and|because|so|which|that|who|when|if|while|since|although|though|where|as|until|unless|after|before)$/;
const denyingPrefix =
  /^(?:un(?!der|til|i[tqfv]|less)\p{L}{5,}|in(?:dependen|complete|valid|correct|secure|consistent|visible|finite|active|accurate))/u;
// "the key is absent", "checks nothing": what is denied stands before, or is everything.
const denyingAll = /^(?:absent|missing|nothing|none|nobody|nowhere|null)$/;
const hardNegator = /^(?:not|non|no|never|none|neither|nor|without|cannot|nothing|nobody|nowhere)$|n't$/;

interface Token {
  readonly text: string;
  readonly lower: string;
  readonly at: number;
}

function tokensOf(text: string): Token[] {
  return [...text.matchAll(tokenPattern)].map((match) => ({
    text: match[0],
    lower: match[0].toLowerCase().replace(/’/g, "'"),
    at: match.index,
  }));
}

function isNegator(lower: string): boolean {
  return negators.has(lower) || lower.endsWith("n't");
}

function isContent(lower: string): boolean {
  return /^\p{L}/u.test(lower) && !stopWords.has(lower.split("'")[0] ?? lower) && !glue.has(stem(lower));
}

function isNumber(token: Token): boolean {
  return /^\d/.test(token.text) || numberNamed(token.lower) !== undefined;
}

/** 1,000 -> 1000; 8.0 and 3.4.7 stay. */
function numberValue(token: Token): string {
  return numberNamed(token.lower) ?? token.text.replace(/,(?=\d{3}(?!\d))/g, '');
}

/** What is counted: the next word that says something, if it follows closely; "30-60 s" and "2 for default" included. */
function unitAfter(tokens: readonly Token[], at: number): string | undefined {
  let others = 0;
  for (let i = at + 1; i < tokens.length && others < 2; i++) {
    const token = tokens[i] as Token;
    if (isNumber(token)) continue;
    if (token.text === '%' || measureUnits.has(meaningOf(token.lower))) return meaningOf(token.lower);
    if (strongBoundary.test(token.text) || isNegator(token.lower)) return undefined;
    if (isContent(token.lower)) return meaningOf(token.lower);
    others++;
  }
  return undefined;
}

function numbersOf(tokens: readonly Token[]): ClaimedNumber[] {
  return tokens.flatMap((token, i): ClaimedNumber[] =>
    isNumber(token) ? [{ value: numberValue(token), unit: unitAfter(tokens, i) }] : [],
  );
}

/** True for units of time, size and share: there another unit is another figure. */
export function isMeasure(unit: string): boolean {
  return measureUnits.has(unit);
}

function isWrittenAsName(token: Token, isFirst: boolean): boolean {
  if (/\p{L}\p{N}|\p{Ll}\p{Lu}|^\p{Lu}{2,}|_/u.test(token.text)) return true;
  return !isFirst && /^\p{Lu}/u.test(token.text) && token.text !== 'I' && !/^I'/.test(token.text);
}

/** Technologies in up to three words, longest first; then every other word that is written as a name. */
function namesOf(
  tokens: readonly Token[],
  starts: ReadonlySet<number>,
): { names: Set<string>; at: Set<number> } {
  const names = new Set<string>();
  const at = new Set<number>();
  for (let i = 0; i < tokens.length; i++) {
    for (let length = 3; length > 0; length--) {
      const run = tokens.slice(i, i + length);
      if (run.length < length || at.has(i) || run.some((token) => strongBoundary.test(token.text))) continue;
      const technology = technologyByKey(nameKey(run.map((token) => token.text).join(' ')));
      if (
        technology === undefined ||
        (technology.isAmbiguous && !(run[0]?.text === technology.name.split(' ')[0]))
      )
        continue;
      if (technology.isAmbiguous && starts.has(i)) continue;
      names.add(technology.name.toLowerCase());
      for (let k = 0; k < length; k++) at.add(i + k);
    }
  }
  tokens.forEach((token, i) => {
    if (at.has(i) || !/^\p{L}/u.test(token.text) || !isWrittenAsName(token, starts.has(i))) return;
    if (stopWords.has(token.lower)) return;
    names.add(token.lower.replace(/'s$/, ''));
    at.add(i);
  });
  return { names, at };
}

function isSaid(lower: string): boolean {
  return /^\p{L}/u.test(lower) && !stopWords.has(lower.split("'")[0] ?? lower);
}

/** "unpredictable" says "predictable" and negates it. */
function withoutUn(lower: string): string | undefined {
  return denyingPrefix.test(lower) ? lower.slice(2) : undefined;
}

const phraseEnd = /^[;:().!?–—]$/;

function scopeAfter(tokens: readonly Token[], at: number): { scope: string[]; places: number[] } {
  const scope: string[] = [];
  const places: number[] = [];
  for (let i = at + 1; i < tokens.length && scope.length < scopeLength; i++) {
    const { lower } = tokens[i] as Token;
    if (phraseEnd.test(lower) || hardNegator.test(lower) || scopeEnd.test(lower)) break;
    if (!isSaid(lower) || isNumber(tokens[i] as Token)) continue;
    scope.push(meaningOf(withoutUn(lower) ?? lower));
    places.push(i);
  }
  return { scope, places };
}

/** What stands before a word in its phrase, nearest first: "checks nothing", "the key is absent". */
function wordsBefore(tokens: readonly Token[], at: number): string[] {
  const found: string[] = [];
  for (let i = at - 1; i >= 0 && found.length < 2; i--) {
    const { lower } = tokens[i] as Token;
    if (phraseEnd.test(lower) || lower === ',' || clauseWords.has(lower) || isNegator(lower)) break;
    if (isSaid(lower)) found.push(meaningOf(lower));
  }
  return found;
}

/** Meanings of the clause around a place. */
function clauseAround(tokens: readonly Token[], at: number): string[] {
  const isEnd = (token: Token | undefined): boolean =>
    token === undefined || strongBoundary.test(token.text) || clauseWords.has(token.lower);
  let [start, end] = [at, at];
  while (!isEnd(tokens[start - 1])) start--;
  while (!isEnd(tokens[end + 1])) end++;
  return tokens
    .slice(start, end + 1)
    .flatMap(({ lower }) =>
      isSaid(lower) && !hardNegator.test(lower) ? [meaningOf(withoutUn(lower) ?? lower)] : [],
    );
}

/** The negations of a sentence, and what is said outside of them; "neither ... nor" is one. */
function negationsOf(tokens: readonly Token[]): { negations: Negation[]; plain: Set<string> } {
  const negations: (Negation & { scope: string[] })[] = [];
  const inside = new Set<number>();
  tokens.forEach((token, i) => {
    const word = token.lower;
    const bare = withoutUn(word);
    const clause = clauseAround(tokens, i);
    if (bare !== undefined)
      negations.push({ word, scope: [meaningOf(bare)], isHard: false, isDouble: false, clause });
    if (!isNegator(word)) return;
    const { scope, places } = scopeAfter(tokens, i);
    for (const place of places) inside.add(place);
    const before = denyingAll.test(word) || scope.length === 0 ? wordsBefore(tokens, i) : [];
    const open = negations.at(-1);
    if (word === 'nor' && open !== undefined) open.scope.push(...scope);
    else {
      const next = tokens[places[0] ?? -1]?.lower ?? '';
      const isDouble = isNegator(next) || withoutUn(next) !== undefined;
      negations.push({
        word,
        scope: [...before, ...scope],
        isHard: hardNegator.test(word),
        isDouble,
        clause,
      });
    }
  });
  const plain = new Set(
    tokens.flatMap(({ lower }, i) =>
      isSaid(lower) && !inside.has(i) && !hardNegator.test(lower) ? [meaningOf(lower)] : [],
    ),
  );
  return { negations, plain };
}

/** Claims of one sentence or list item; Markdown marks and citations are not part of them. */
export function claimsOf(sentence: string): Claims {
  const text = plainText(sentence.replace(/\[\d+(?:\s*,\s*\d+)*\]/g, ' '));
  const tokens = tokensOf(text);
  const starts = new Set(
    tokens.flatMap((_, i) => (i === 0 || /^[.!?:]$/.test(tokens[i - 1]?.text ?? '') ? [i] : [])),
  );
  const { names, at } = namesOf(tokens, starts);
  const clauses: string[][] = [[]];
  const stems = new Set<string>();
  tokens.forEach((token, i) => {
    if (strongBoundary.test(token.text) || clauseWords.has(token.lower)) clauses.push([]);
    if (/^\p{L}/u.test(token.text)) stems.add(stem(token.lower));
    if (at.has(i) || isNumber(token) || isNegator(token.lower) || !isContent(token.lower)) return;
    clauses.at(-1)?.push(meaningOf(withoutUn(token.lower) ?? token.lower));
  });
  const said = clauses.filter((clause) => clause.length > 0);
  return {
    clauses: said,
    words: new Set(said.flat()),
    stems,
    numbers: numbersOf(tokens),
    names,
    said: new Set(
      tokens.flatMap(({ lower }) => (isSaid(lower) ? [meaningOf(withoutUn(lower) ?? lower)] : [])),
    ),
    ...negationsOf(tokens),
  };
}
