/** What a profile says of its owner in words of its own: whether work is looked for, where the owner lives, which languages are spoken. */
import type { Snapshot } from '../ports.js';
import { withoutMarker } from '../text/markdown.js';
import type { CitationBook } from './citations.js';
import { closed } from './prose.js';

interface Fact {
  /** Questions that ask for it. */
  readonly asked: RegExp;
  /** Sentences of a profile that tell it. */
  readonly told: RegExp;
}

const facts: readonly Fact[] = [
  {
    asked:
      /\byour availability\b|\b(?:are|would|will) you (?:\w+ ){0,2}(?:available|free|open to|looking|for hire|interested in)\b|\b(?:looking for|seeking) (?:a |an |any )?(?:new )?(?:job|work|role|position|opportunit)|\b(?:can|could|may) (?:I|we) hire you\b|\bwhat (?:kind of |sort of )?(?:job|work|role|position)s? (?:are|do) you (?:look|want|seek)/i,
    told: /\b(?:I(?:['’]m| am)? (?:currently |now |always )?(?:look(?:ing)? for|seek(?:ing)?|available|open (?:to|for))|looking for|open to (?:work|roles|offers|new)|available (?:for|from)|availability)\b/i,
  },
  {
    asked:
      /\bwhere (?:do|are|were) you (?:\w+ )?(?:live|living|based|from|located)\b|\byour (?:location|home ?town|city)\b/i,
    told: /\b(?:I(?:['’]m| am| live| come)?\b[^.!?]{0,60}?\b(?:from|in|near|based in|living in) (?=\p{Lu})|based in|lives? in|location\s*:)/u,
  },
  {
    asked:
      /\bwhat (?:\w+ )?languages do you speak\b|\b(?:which|how many) (?:\w+ )?languages (?:do|can) you speak\b|\bdo you speak\b/i,
    told: /^\W*(?:spoken )?languages?\b[^:]{0,20}:|\bI speak\b/i,
  },
];

/** The profile's own sentence with its citation; undefined when nothing of the kind is asked, or the profile does not say. */
export function profileFact(
  question: string,
  snapshot: Snapshot,
  citations: CitationBook,
): string | undefined {
  const fact = facts.find(({ asked }) => asked.test(question));
  if (fact === undefined) return undefined;
  for (const { type, chunkIds } of snapshot.catalogue.documents) {
    if (type !== 'profile') continue;
    for (const chunk of chunkIds.map((id) => snapshot.chunk(id))) {
      const at =
        chunk?.sentences.findIndex(({ start, end }) => fact.told.test(chunk.text.slice(start, end))) ?? -1;
      const span = chunk?.sentences[at];
      if (chunk === undefined || span === undefined) continue;
      const sentence = withoutMarker(chunk.text.slice(span.start, span.end)).replace(/\s+/g, ' ').trim();
      return `${closed(sentence)} [${citations.cite(chunk, at)}]`;
    }
  }
  return undefined;
}
