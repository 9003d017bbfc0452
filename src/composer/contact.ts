/** How to reach the owner: the profile's own sentence, cited with the address that it names. */
import type { Snapshot } from '../ports.js';
import { withoutMarker } from '../text/markdown.js';
import type { CitationBook } from './citations.js';
import { closed } from './prose.js';

const contact =
  /\b(?:contact|reach|(?:e-?)?mail|write to|get in touch)\b.*(?:https?:\/\/|@)|(?:https?:\/\/|mailto:|@)\S*contact/i;
const mailAddress = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/;
const address = /https?:\/\/[^\s<>)\]"'“”]*[^\s<>)\]"'“”.,;:!?]/;

const asksForContact =
  /\b(?:(?:contact|reach|e-?mail|phone|call|hire|message) you|(?:get|be|keep) in touch|your (?:e-?mail|contact|phone|address|web ?site|linkedin)|contact (?:details|information|info|address|page|form)|how (?:to|can I|could I|do I|would I) (?:contact|reach|e-?mail|hire))\b/i;

/** True for a question that asks how to reach the owner. */
export function isAboutContact(question: string): boolean {
  return asksForContact.test(question);
}

/** Undefined when the profile does not say. */
export function contactSentence(snapshot: Snapshot, citations: CitationBook): string | undefined {
  const profile = snapshot.catalogue.documents.find((document) => document.type === 'profile');
  const chunks = (profile?.chunkIds ?? []).flatMap((id) => snapshot.chunk(id) ?? []);
  // A résumé gives the address without a word around it.
  for (const told of [contact, mailAddress]) {
    for (const chunk of chunks) {
      const at = chunk.sentences.findIndex(({ start, end }) => told.test(chunk.text.slice(start, end)));
      const span = chunk.sentences[at];
      if (span === undefined) continue;
      const sentence = withoutMarker(chunk.text.slice(span.start, span.end));
      const url = address.exec(sentence)?.[0];
      return `${closed(sentence)} [${citations.cite(chunk, at, at, url)}]`;
    }
  }
  return undefined;
}
