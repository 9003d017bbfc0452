/** The texts of a language, and how gaps in them are filled. */
import type { Language } from '../options.js';
import { arabic } from './arabic.js';
import { english } from './english.js';
import type { Words } from './words.js';

const all: Record<Language, Words> = { en: english, ar: arabic };

export const wordsOf = (language: Language): Words => all[language];

export const isRightToLeft = (language: Language): boolean => language === 'ar';

export function fill(text: string, values: { readonly n?: number; readonly name?: string }): string {
  return text.replace('{n}', () => String(values.n ?? '')).replace('{name}', () => values.name ?? '');
}
