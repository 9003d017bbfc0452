/**
 * What a profile or résumé says of its owner in words of its own: work sought, place, languages, education, and where the owner works and has worked.
 * Found by the form of the sentence or by the heading that it stands under; nothing is concluded from what is not there.
 */
import type { Chunk } from '../domain/chunk.js';
import { headingPathAt } from '../domain/headings.js';
import type { Snapshot } from '../ports.js';
import { withoutMarker } from '../text/markdown.js';
import type { CitationBook } from './citations.js';
import { closed } from './prose.js';

interface Line {
  readonly chunk: Chunk;
  readonly sentence: number;
  readonly text: string;
  /** Heading right above, '' without one. */
  readonly heading: string;
}

interface Fact {
  /** Questions that ask for it. */
  readonly asked: RegExp;
  /** Lines of a profile that tell it, the surest way first. */
  readonly told: readonly ((line: Line) => boolean)[];
  /** Lines told at most. */
  readonly most: number;
  /** The heading is the fact ("Developer, ACME (2017 – 2021)"), the line below it shows where it stands. */
  readonly isHeading?: true;
}

const textIs =
  (pattern: RegExp) =>
  ({ text }: Line): boolean =>
    pattern.test(text);
const under =
  (pattern: RegExp) =>
  ({ heading }: Line): boolean =>
    pattern.test(heading);

const years = /\b(?:19|20)\d\d\b/;
const untilNow =
  /\b(?:present|now|today|current(?:ly)?|ongoing)\b|(?:19|20)\d\d\s*[-–—]\s*\)?$|\bsince (?:\w+ )?(?:19|20)\d\d/i;
const isRole = ({ heading }: Line): boolean => years.test(heading);
const isRoleNow = (line: Line): boolean => isRole(line) && untilNow.test(line.heading);

const facts: readonly Fact[] = [
  {
    asked:
      /\byour availability\b|\b(?:are|would|will) you (?:\w+ ){0,2}(?:available|free|open to|looking|for hire|interested in)\b|\b(?:looking for|seeking) (?:a |an |any )?(?:new )?(?:job|work|role|position|opportunit)|\b(?:can|could|may) (?:I|we) hire you\b|\bwhat (?:kind of |sort of )?(?:job|work|role|position)s? (?:are|do) you (?:look|want|seek)/i,
    told: [
      textIs(
        /\b(?:I(?:['’]m| am)? (?:currently |now |always )?(?:look(?:ing)? for|seek(?:ing)?|available|open (?:to|for))|looking for|open to (?:work|roles|offers|new)|available (?:for|from)|availability)\b/i,
      ),
    ],
    most: 1,
  },
  {
    asked:
      /\bwhere (?:do|are|were) you (?:\w+ )?(?:live|living|based|from|located)\b|\byour (?:location|home ?town|city)\b/i,
    told: [
      textIs(
        /\b(?:I(?:['’]m| am| live| come)?\b[^.!?]{0,60}?\b(?:from|in|near|based in|living in) (?=\p{Lu})|based in|lives? in|location\s*:)/u,
      ),
      // The line under the name of a résumé: "Full-stack developer, Porto, Portugal".
      textIs(
        /^[\p{L} -]*\b(?:developer|engineer|designer|scientist|analyst|student|architect|administrator)\b[^,.]{0,30}, \p{Lu}/u,
      ),
    ],
    most: 1,
  },
  {
    asked: /\b(?:what|which|how many) (?:\w+ )?languages (?:do|can) you speak\b|\bdo you speak\b/i,
    told: [
      textIs(/\b(?:I speak|native|mother tongue|bilingual|fluent|[ABC][12])\b/),
      textIs(/^\W*(?:spoken )?languages?\b[^:]{0,20}:/i),
      under(/^(?:spoken )?languages?$/i),
    ],
    most: 3,
  },
  {
    asked:
      /\b(?:do|did) you (?:have|hold|get) (?:a |an |any )?(?:\w+ )?(?:degree|diploma|education)\b|\b(?:what|where) did you (?:study|graduate)\b|\byour (?:\w+ )?(?:education|degree|studies)\b|\b(?:which|what) (?:university|degree|school)\b|\bdid you (?:go to (?:university|college)|study)\b/i,
    told: [
      under(/\b(?:education|studies|academic|degrees?)\b/i),
      textIs(/\b(?:B\.?Sc|M\.?Sc|B\.?Eng|M\.?Eng|Ph\.?D|Bachelor|Master['’]?s?|diploma|degree)\b/),
    ],
    most: 3,
  },
  {
    asked:
      /\bwhere (?:do|are) you (?:currently )?work(?:ing)?\b(?! on\b)|\bwho do you work for\b|\byour (?:current|present) (?:job|role|position|employer|company)\b|\bwhat is your (?:job|role|position)\b/i,
    told: [
      isRoleNow,
      textIs(
        /\b(?:I (?:currently |now )?work (?:at|for)|working (?:at|for)|employed (?:at|by)|freelanc\w+ since)\b/i,
      ),
    ],
    most: 1,
    isHeading: true,
  },
  {
    asked:
      /\bwhere (?:have|did) you work(?:ed)?\b|\byears of (?:\w+ )?experience do you\b|\bhow long have you (?:been )?(?:work(?:ed|ing)|a developer|developing|programming)\b|\byour (?:work|job|employment|career) (?:history|experience)\b|\bwhat (?:companies|employers|jobs) have you\b|\byour (?:previous|past|former|last) (?:jobs?|roles?|employers?|positions?)\b/i,
    told: [isRole],
    most: 8,
    isHeading: true,
  },
];

function linesOf(snapshot: Snapshot): Line[] {
  return snapshot.catalogue.documents
    .filter(({ type }) => type === 'profile')
    .flatMap(({ chunkIds }) => chunkIds.flatMap((id) => snapshot.chunk(id) ?? []))
    .flatMap((chunk) =>
      chunk.sentences.map(({ start, end }, sentence): Line => ({
        chunk,
        sentence,
        text: withoutMarker(chunk.text.slice(start, end)).replace(/\s+/g, ' ').trim(),
        heading: headingPathAt(chunk, start).at(-1) ?? '',
      })),
    );
}

/** The profile's own lines with their citations; undefined when nothing of the kind is asked, or the profile does not say. */
export function profileFact(
  question: string,
  snapshot: Snapshot,
  citations: CitationBook,
): string | undefined {
  const fact = facts.find(({ asked }) => asked.test(question));
  if (fact === undefined) return undefined;
  const lines = linesOf(snapshot);
  const found = fact.told.map((tells) => lines.filter(tells)).find((told) => told.length > 0) ?? [];
  const seen = new Set<string>();
  const told = found
    .map((line) => ({ ...line, said: fact.isHeading === true && isRole(line) ? line.heading : line.text }))
    .filter(({ said }) => !seen.has(said) && seen.add(said))
    .slice(0, fact.most)
    .map(({ said, chunk, sentence }) => ({ said, mark: `[${citations.cite(chunk, sentence)}]` }));
  const [first] = told;
  if (first === undefined) return undefined;
  if (told.length === 1) return `${closed(first.said)} ${first.mark}`;
  return told.map(({ said, mark }) => `- ${said} ${mark}`).join('\n');
}
