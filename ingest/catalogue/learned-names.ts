/**
 * Names of technologies that the table does not know, learned from the corpus: values of "stack" fields, and capitalised words that
 * stand in a list beside known names. Conservative: twice at least, never written in lower case, never a word of a title.
 */
import type { DocumentEntry } from '../../src/domain/catalogue.js';
import type { Chunk } from '../../src/domain/chunk.js';
import { nameKey, technologyNamed } from '../../src/text/aliases.js';
import { stopWords } from '../../src/text/stop-words.js';
import { findNames } from './mentions.js';

const stackField =
  /^(?:tech(?:nolog(?:y|ies))?|(?:tech )?stack|tools?|tooling|languages?|frameworks?|librar(?:y|ies)|databases?|built with|platforms?)$/i;
const calendar =
  /^(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|English|German|French|American|European)$/;
// A capitalised word that is one member of an enumeration: ", Sidekiq and", "and Sidekiq,".
const listed = /(?:, |\band |\bor |\bwith |\/)(\p{Lu}[\p{L}\p{N}]{2,30})(?=,| and | or |\/|\.|;|\)|$)/gu;

interface Evidence {
  surface: string;
  mentions: number;
  listedBeside: number;
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

/** Key -> spelling of each learned name. */
export function learnNames(
  documents: readonly DocumentEntry[],
  chunks: readonly Chunk[],
): Map<string, string> {
  const learned = new Map(
    [...stackNames(documents)].filter(([, name]) => technologyNamed(name) === undefined),
  );
  const titleWords = new Set(documents.flatMap((document) => nameKey(document.title).split(' ')));
  const evidence = new Map<string, Evidence>();
  for (const chunk of chunks) {
    if (chunk.kind === 'code') continue;
    for (const span of chunk.sentences) {
      const sentence = chunk.text.slice(span.start, span.end);
      const candidates = [...sentence.matchAll(listed)].map((match) => match[1] ?? '');
      if (candidates.length === 0 || findNames(sentence).length === 0) continue;
      for (const surface of candidates) {
        const key = nameKey(surface);
        if (technologyNamed(surface) !== undefined || calendar.test(surface) || titleWords.has(key)) continue;
        const entry = evidence.get(key) ?? { surface, mentions: 0, listedBeside: 0 };
        entry.listedBeside++;
        evidence.set(key, entry);
      }
    }
  }
  if (evidence.size === 0) return learned;
  const lowerCase = countMentions(chunks, evidence);
  for (const [key, entry] of evidence) {
    // Capitalised for another reason than being a name: the same word is written small elsewhere.
    if (entry.mentions >= 2 && entry.listedBeside >= 2 && !lowerCase.has(key))
      learned.set(key, entry.surface);
  }
  return learned;
}

/** Counts the candidates; returns those that also occur in lower case. */
function countMentions(chunks: readonly Chunk[], evidence: Map<string, Evidence>): Set<string> {
  const lowerCase = new Set<string>();
  for (const chunk of chunks) {
    for (const [word] of chunk.text.matchAll(/[\p{L}\p{N}]{3,31}/gu)) {
      const entry = evidence.get(word.toLowerCase());
      if (entry === undefined) continue;
      if (word === word.toLowerCase()) lowerCase.add(word);
      else entry.mentions++;
    }
  }
  return lowerCase;
}
