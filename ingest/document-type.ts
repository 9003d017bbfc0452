/** The words with which people name the kind of a document, in front matter and in names of folders. */
import { documentTypes } from '../src/domain/chunk.js';
import type { DocumentType } from '../src/domain/chunk.js';

const typeWords: Readonly<Record<DocumentType, RegExp>> = {
  project: /^(?:projects?|case ?stud(?:y|ies)|works?|apps?|portfolio|products?)$/,
  guide: /^(?:guides?|tutorials?|how-?tos?|manuals?|docs?|documentation|handbooks?|courses?|walkthroughs?)$/,
  note: /^(?:notes?|study|studies|learning|til|journal|logs?|diary|research|reading|books?|papers?|articles?|posts?|blog)$/,
  profile: /^(?:profile|about|about-?me|bio|resume|résumé|cv|contact)$/,
};

/** The kind of document that a word stands for; undefined for any other word. */
export function typeNamed(word: string): DocumentType | undefined {
  const plain = word.trim().toLowerCase();
  return documentTypes.find((type) => typeWords[type].test(plain));
}
