/**
 * Whether an answer stands on what it cites, without a model: citations resolve, quotes are verbatim, and no number, link
 * or name comes from nowhere. Does not judge whether the sentence follows from the source.
 */
import type { AskResult } from '../../src/domain/answer.js';
import { escapePattern } from '../../src/text/escape-pattern.js';
import { splitSentences } from '../../src/text/sentences.js';
import { stopWords } from '../../src/text/stop-words.js';
import { fold, occursFolded } from '../golden/fold.js';
import { answerTokens } from './answer-text.js';

/** A chunk as far as grounding needs it; undefined when the id is not in the corpus. */
export type ChunkLookup = (chunkId: string) =>
  | { readonly documentId: string; readonly title: string; readonly headingPath: readonly string[]; readonly text: string; readonly period?: string }
  | undefined; // prettier-ignore

export interface GroundingScores {
  /** Share of `[n]` marks and listed citations that resolve to a chunk of the corpus; 0 when nothing is cited. */
  readonly valid: number;
  /** Share of statements that carry a citation. */
  readonly coverage: number;
  /** Share of citations whose quote occurs in their chunk, and of quotations (3 words or more) in the answer. */
  readonly verbatim: number;
  /** Share of the answer's words that the cited text holds: information, an answer may be rephrased. */
  readonly knowledgePrecision: number;
  readonly unsupported: readonly string[];
}

const marker = /\[(\d+)\]/g;

function citedNumbers(answer: string): number[] {
  return [...answer.matchAll(marker)].map((match) => Number(match[1]));
}

function share(flags: readonly boolean[], ofNone: number): number {
  return flags.length === 0 ? ofNone : flags.filter(Boolean).length / flags.length;
}

/** Statements: sentences, list items and table rows of four words or more that are not questions, headings or lead-ins. */
export function statementsOf(answer: string): string[] {
  return answer
    .split(/\n+/)
    .filter((line) => !/^\s*#/.test(line) && !/:\s*$/.test(line) && !/^[\s|:-]+$/.test(line))
    .flatMap((line) => splitSentences(line).map((span) => line.slice(span.start, span.end)))
    .reduce<string[]>((list, sentence) => {
      // A citation that stands after the full stop belongs to the sentence before it.
      const onlyCitations = /^(\s*\[\d+\])+\s*$/.test(sentence);
      const last = list.pop();
      if (last === undefined) return [sentence];
      const leading = /^((?:\s*\[\d+\])+)\s*(.*)$/s.exec(sentence);
      if (onlyCitations) return [...list, `${last} ${sentence}`];
      if (leading !== null) return [...list, `${last} ${leading[1] ?? ''}`, leading[2] ?? ''];
      return [...list, last, sentence];
    }, [])
    .filter((sentence) => !sentence.endsWith('?'))
    .filter((sentence) => (sentence.replace(marker, '').match(/[\p{L}\p{N}]+/gu) ?? []).length >= 4);
}

// A digit inside a word ("EC2", "IPv6", "p99") is that word and no number of its own.
const numberPattern = /[\p{L}\p{N}]*\d[\p{L}\p{N}]*(?:[.,:/-]\d+)*(?:\s?%)?/gu;
const linkPattern = /https?:\/\/[^\s)\]>"]*[^\s)\]>".,;:!?]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;
const identifierPattern =
  /\b(?:[a-z]+(?:[A-Z][a-z0-9]*)+|[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+|[A-Za-z_]\w*\(\)|[A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)+)/g;
const namePattern = /(?<![\p{L}\p{N}_])\p{Lu}[\p{L}\p{N}+#]*(?:[.-][\p{L}\p{N}]+)*/gu;

/** Answers to yes / no questions; stop words are no names either. */
const notNames = new Set(['yes', 'no', 'ok']);

function isName(word: string): boolean {
  const lower = word.toLowerCase();
  return !notNames.has(lower) && !stopWords.has(lower);
}

/** Numbers, links, addresses, identifiers and capitalised names (not sentence-initial) of a text. */
export function checkableTokens(text: string): string[] {
  const tokens = new Set<string>();
  for (const link of text.match(linkPattern) ?? []) tokens.add(link);
  const rest = text.replace(linkPattern, ' ').replace(marker, ' ');
  for (const pattern of [numberPattern, identifierPattern])
    for (const token of rest.match(pattern) ?? []) tokens.add(token.replace(/\s/g, ''));
  for (const line of rest.split(/\n+/)) {
    for (const span of splitSentences(line)) {
      const sentence = line.slice(span.start, span.end).replace(/^[^\p{L}\p{N}]+/u, '');
      for (const match of sentence.matchAll(namePattern))
        if (match.index > 0 && isName(match[0])) tokens.add(match[0]);
    }
  }
  return [...tokens];
}

/** A number and its unit are the same with and without a space between them ("40 %", "100ms"). */
function holdsToken(context: string, token: string): boolean {
  const escaped = escapePattern(fold(token));
  const spaced = escaped.replace(/^(\d(?:[\d,:/-]|\\\.)*)(\p{L}+|%)$/u, '$1\\s?$2');
  return new RegExp(`(?<![\\p{L}\\p{N}])${spaced}(?![\\p{L}\\p{N}])`, 'u').test(context);
}

/** Lengths of the lists of an answer: runs of lines that begin with a bullet or a number. */
function listLengths(answer: string): Set<number> {
  const lengths = new Set<number>();
  let length = 0;
  for (const line of [...answer.split('\n'), '']) {
    if (/^\s*(?:[-*+]|\d+[.)])\s/.test(line)) length++;
    else {
      if (length > 0) lengths.add(length);
      length = 0;
    }
  }
  return lengths;
}

/**
 * Tokens of the answer that neither the cited chunks nor the question hold. A count of what the answer itself lists is
 * no claim about a source: a reader can count.
 */
export function unsupportedTokens(answer: string, context: string, question: string): string[] {
  const known = fold(`${context}\n${question}`);
  const counts = listLengths(answer);
  const isCount = (token: string): boolean => /^\d+$/.test(token) && counts.has(Number(token));
  return checkableTokens(answer).filter(
    (token) => fold(token) !== '' && !isCount(token) && !holdsToken(known, token),
  );
}

/** K-precision: share of the answer's words that the cited text holds (words of citation marks aside); 1 without words. */
export function knowledgePrecision(answer: string, context: string): number {
  const known = new Set(answerTokens(context));
  const words = answerTokens(answer.replace(marker, ' '));
  return share(
    words.map((word) => known.has(word)),
    1,
  );
}

/** All offline grounding scores of one answer. */
export function groundingScores(result: AskResult, lookup: ChunkLookup): GroundingScores {
  const numbers = new Set(result.citations.map((citation) => citation.n));
  const chunks = result.citations.map((citation) => lookup(citation.chunkId));
  const context = chunks
    .map((chunk) =>
      chunk === undefined
        ? ''
        : [chunk.title, ...chunk.headingPath, chunk.period ?? '', chunk.text].join('\n'),
    )
    .join('\n');
  const statements = statementsOf(result.answer);
  const quotations = [...result.answer.matchAll(/[“"]([^“”"\n]+)[”"]/g)]
    .map((match) => match[1] ?? '')
    .filter((text) => text.trim().split(/\s+/).length >= 3 && !occursFolded(text, result.question));
  return {
    valid: share(
      [
        ...citedNumbers(result.answer).map((n) => numbers.has(n)),
        ...result.citations.map(
          (citation, index) => chunks[index]?.documentId === citation.documentId && citation.n >= 1,
        ),
      ],
      0,
    ),
    coverage: share(
      statements.map((statement) => citedNumbers(statement).length > 0),
      1,
    ),
    verbatim: share(
      [
        ...result.citations.map((citation, i) => occursFolded(citation.quote, chunks[i]?.text ?? '')),
        ...quotations.map((text) => occursFolded(text.replace(/[.,;:!?…]+$/, ''), context)),
      ],
      0,
    ),
    knowledgePrecision: knowledgePrecision(result.answer, context),
    unsupported: unsupportedTokens(result.answer, context, result.question),
  };
}

/** Share of citations whose document is among the gold documents; 0 when nothing is cited. */
export function citationCorrect(result: AskResult, goldDocuments: ReadonlySet<string>): number {
  return share(
    result.citations.map((citation) => goldDocuments.has(citation.documentId)),
    0,
  );
}
