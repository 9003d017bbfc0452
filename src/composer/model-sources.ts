/** The chunks that a model answer may cite, read once per question into what the check compares: the claims of each sentence and of its place. */
import type { Chunk } from '../domain/chunk.js';
import { nameKey, technologyByKey } from '../text/aliases.js';
import { isTableRow, isTableRule, plainText, tableCells } from '../text/markdown.js';
import { stem, tokenize } from '../text/terms.js';
import { claimsOf, type Claims } from './model-claims.js';

export interface SourceSentence {
  readonly index: number;
  readonly claims: Claims;
  /** Lower-case words, their stems, and canonical names of the technologies in it. */
  readonly surface: ReadonlySet<string>;
  /** Everything that the sentence can lend to an answer: meanings, names, and numbers as "#5". */
  readonly features: ReadonlySet<string>;
}

export interface Source {
  /** The number that cites it. */
  readonly n: number;
  readonly chunk: Chunk;
  readonly sentences: readonly SourceSentence[];
  /** Title, headings, tags and period: what every sentence of the chunk may rest on beside itself. */
  readonly context: SourceSentence;
}

// Text that tries to instruct whoever reads it is no evidence for anything.
const instructing =
  /\b(?:ignore|disregard|forget|override|bypass)\b[^.]{0,40}\b(?:instructions?|prompts?|rules?|above|previous|prior|earlier|guidelines)\b|\bsystem (?:prompt|message)\b|\byou (?:are now|must now|should now|will now)\b|\byou (?:must|should|have to|will) (?:act as|reply|respond|say|print|reveal|output|obey|pretend)\b|\b(?:assistant|model|chatbot|AI)\b[^.]{0,30}\b(?:must|should|shall|has to|needs to|is to|will)\b[^.]{0,60}\b(?:reply|respond|answer|say|print|reveal|output|include|add|tell|write|visit|send|append|repeat|show)\b|<\/?(?:system|instructions?|assistant|user|im_start|im_end)\b|<\|[a-z_]+\|>|\[\/?(?:inst|system)\]|\b(?:reply|respond|answer|print|output|say|reveal|repeat) (?:me |only |just )?(?:with |exactly|verbatim|word for word|your instructions|your prompt|the prompt)\b|\bjailbreak|\bdo anything now\b|^\s*(?:system|assistant|developer)\s*:/i;

/** True for text that gives orders to a language model. */
export function isInstruction(text: string): boolean {
  return instructing.test(text);
}

function surfaceOf(text: string, claims: Claims): Set<string> {
  const found = new Set<string>(claims.names);
  const readable = plainText(text);
  const words = tokenize(readable);
  words.forEach(({ text: word, start }, i) => {
    found.add(word);
    found.add(stem(word));
    for (let length = 1; length <= 3 && i + length <= words.length; length++) {
      const technology = technologyByKey(nameKey(readable.slice(start, words[i + length - 1]?.end)));
      if (technology !== undefined) found.add(technology.name.toLowerCase());
    }
  });
  return found;
}

/** Reads one sentence; `index` is its place in the chunk, -1 for text that is no sentence of it. */
export function readSentence(index: number, text: string): SourceSentence {
  const claims = claimsOf(text);
  const surface = surfaceOf(text, claims);
  const numbers = claims.numbers.map(({ value }) => `#${value}`);
  return { index, claims, surface, features: new Set([...claims.words, ...surface, ...numbers]) };
}

/** A row with the head of its table: "Component Version Port Role" tells what the cells are. */
function headOf(chunk: Chunk, start: number): string {
  const lines = chunk.text.slice(0, start).split('\n');
  for (let i = lines.length - 1; i > 0; i--) {
    if (isTableRule(lines[i] ?? '') && isTableRow(lines[i - 1] ?? ''))
      return tableCells(lines[i - 1] ?? '').join(' ');
  }
  return '';
}

/** Reads the packed chunks, numbered from 1. Sentences that instruct a model are left out: they support nothing. */
export function readSources(chunks: readonly Chunk[]): Source[] {
  return chunks.map((chunk, i) => {
    const sentences = chunk.sentences.flatMap(({ start, end }, index): SourceSentence[] => {
      const text = chunk.text.slice(start, end);
      if (isInstruction(text)) return [];
      return [
        readSentence(
          index,
          isTableRow(text) ? `${headOf(chunk, start)}: ${tableCells(text).join(', ')}` : text,
        ),
      ];
    });
    const place = [
      chunk.title,
      ...chunk.headingPath,
      ...chunk.tags,
      chunk.period ?? '',
      chunk.documentType,
    ].join('. ');
    return { n: i + 1, chunk, sentences, context: readSentence(-1, isInstruction(place) ? '' : place) };
  });
}
