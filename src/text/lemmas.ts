/** Irregular verbs as one word: the stemmer knows "stored" and "stores", but not "kept" and "keeps". Over stems, not words. */
import { irregularForms } from './irregular-forms.js';
import { stem, terms } from './terms.js';

const lemmas = new Map<string, string>();
const formsOf = new Map<string, string[]>();
for (const [verb, past] of irregularForms) {
  const stems = [...new Set([verb, ...past].map(stem))];
  for (const form of stems) {
    lemmas.set(form, stems[0] ?? form);
    formsOf.set(
      form,
      stems.filter((other) => other !== form),
    );
  }
}

/** The stem of the verb whose form this stem is; any other stem as it is. */
export function lemmaOf(term: string): string {
  return lemmas.get(term) ?? term;
}

/** Stems of the other forms of an irregular verb; none for any other stem. */
export function otherForms(term: string): readonly string[] {
  return formsOf.get(term) ?? [];
}

/** Stems of a text, and the verbs of its irregular forms beside them. */
export function termsWithLemmas(text: string): ReadonlySet<string> {
  const stems = terms(text);
  return new Set([...stems, ...stems.map(lemmaOf)]);
}
