/**
 * Names of technologies that the table does not know, learned from the corpus: values of "stack" fields, and capitalised words that
 * stand in a list beside known names. Conservative: twice at least, never written in lower case, never a word of a title.
 */
import type { DocumentEntry } from '../../src/domain/catalogue.js';
import type { Chunk } from '../../src/domain/chunk.js';
import { nameKey, technologyNamed } from '../../src/text/aliases.js';
import { stopWords } from '../../src/text/stop-words.js';
import { findNames } from './mentions.js';
import { createWordForms } from './word-forms.js';
import type { WordForms } from './word-forms.js';

const stackField =
  /^(?:tech(?:nolog(?:y|ies))?|(?:tech )?stack|tools?|tooling|languages?|frameworks?|librar(?:y|ies)|databases?|built with|platforms?)$/i;
const calendar =
  /^(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|English|German|French|American|European)$/;
// A capitalised word that is one member of an enumeration: ", Sidekiq and", "and Sidekiq,".
const listed = /(?:, |\band |\bor |\bwith |\/)(\p{Lu}[\p{L}\p{N}]{2,30})(?=,| and | or |\/|\.|;|\)|$)/gu;

/** What is known of the chunks from the run before; without it everything is looked at. */
export interface LearningMemory {
  readonly listed: WeakMap<Chunk, readonly string[]>;
  readonly forms: WordForms;
}

export function createLearningMemory(): LearningMemory {
  return { listed: new WeakMap(), forms: createWordForms() };
}

function stackNames(documents: readonly DocumentEntry[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const document of documents) {
    for (const field of document.fields) {
      if (!stackField.test(field.label)) continue;
      for (const value of field.values.flatMap((text) => text.split(/[,;/]| and /))) {
        const name = value.replace(/\([^)]*\)|\s+v?\d[\d.]*$/g, '').trim();
        const words = name.split(/\s+/).length;
        if (name.length >= 2 && name.length <= 40 && words <= 3 && !stopWords.has(name.toLowerCase()))
          names.set(nameKey(name), name);
      }
    }
  }
  names.delete('');
  return names;
}

/** Capitalised words, unknown to the table, that stand in a list in a sentence which names something known. */
function listedIn(chunk: Chunk): string[] {
  if (chunk.kind === 'code') return [];
  return chunk.sentences.flatMap((span) => {
    const sentence = chunk.text.slice(span.start, span.end);
    const candidates = [...sentence.matchAll(listed)].map((match) => match[1] ?? '');
    if (candidates.length === 0 || findNames(sentence).length === 0) return [];
    return candidates.filter((surface) => technologyNamed(surface) === undefined && !calendar.test(surface));
  });
}

function rememberListed(chunk: Chunk, memory: LearningMemory | undefined): readonly string[] {
  const known = memory?.listed.get(chunk);
  if (known !== undefined) return known;
  const found = listedIn(chunk);
  memory?.listed.set(chunk, found);
  return found;
}

/** Key -> first spelling of what is listed twice at least and is no word of a title. */
function candidatesIn(
  documents: readonly DocumentEntry[],
  chunks: readonly Chunk[],
  memory: LearningMemory | undefined,
): Map<string, string> {
  const titleWords = new Set(documents.flatMap((document) => nameKey(document.title).split(' ')));
  const once = new Map<string, string>();
  const twice = new Set<string>();
  for (const chunk of chunks) {
    for (const surface of rememberListed(chunk, memory)) {
      const key = nameKey(surface);
      if (once.has(key)) twice.add(key);
      else if (!titleWords.has(key)) once.set(key, surface);
    }
  }
  return new Map([...once].filter(([key]) => twice.has(key)));
}

/** Key -> spelling of each learned name. */
export function learnNames(
  documents: readonly DocumentEntry[],
  chunks: readonly Chunk[],
  memory?: LearningMemory,
): Map<string, string> {
  const learned = new Map(
    [...stackNames(documents)].filter(([, name]) => technologyNamed(name) === undefined),
  );
  const candidates = candidatesIn(documents, chunks, memory);
  if (candidates.size === 0 && memory === undefined) return learned;
  const forms = memory?.forms ?? createWordForms((key) => candidates.has(key));
  forms.countIn(chunks);
  for (const [key, surface] of candidates) {
    // Capitalised for another reason than being a name: the same word is written small elsewhere.
    if (forms.written(key) >= 2 && !forms.isWrittenSmall(key)) learned.set(key, surface);
  }
  return learned;
}
