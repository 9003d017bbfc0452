/**
 * False premises that the catalogue can see: the question takes for granted that a project uses a technology which no document of that
 * project names. What the project documents of the same kind is told instead.
 */
import type { DocumentEntry, TechnologyEntry } from '../domain/catalogue.js';
import type { PartEvidence } from '../domain/evidence.js';
import type { Snapshot } from '../ports.js';
import { isTableRow, plainText, withoutMarker } from '../text/markdown.js';
import type { CitationBook } from './citations.js';
import { closed } from './prose.js';
import type { NamedWork } from './subject-scope.js';
import { mentionsOf, standpointsOf, technologiesIn, type Standpoint } from './technologies.js';

interface Premise {
  readonly technology: TechnologyEntry;
  readonly work: string;
  /** Standpoints of the project on technologies of the same category that it does use. */
  readonly instead: readonly (Standpoint & { readonly technology: TechnologyEntry })[];
}

function isNamedIn(
  technology: TechnologyEntry,
  documents: readonly DocumentEntry[],
  snapshot: Snapshot,
): boolean {
  const chunks = new Set(documents.flatMap((document) => document.chunkIds));
  return mentionsOf(technology, snapshot).some(({ chunkId }) => chunks.has(chunkId));
}

function usedInstead(
  technology: TechnologyEntry,
  documents: readonly DocumentEntry[],
  snapshot: Snapshot,
): Premise['instead'] {
  const ids = new Set(documents.map((document) => document.id));
  return snapshot.catalogue.technologies
    .filter(
      (other) =>
        other !== technology && other.category !== undefined && other.category === technology.category,
    )
    .flatMap((other) => {
      const used = standpointsOf(mentionsOf(other, snapshot), snapshot).find(
        ({ document, polarity }) => polarity === 'used' && ids.has(document.id),
      );
      return used === undefined ? [] : [{ ...used, technology: other }];
    })
    .slice(0, 2);
}

/** Undefined when every technology of the question is named in the project asked about, or no project is. */
export function falsePremise(
  part: PartEvidence,
  work: NamedWork | undefined,
  snapshot: Snapshot,
): Premise | undefined {
  if (work === undefined) return undefined;
  const technology = technologiesIn(part.part.text, snapshot.catalogue).find(
    (one) => !isNamedIn(one, work.documents, snapshot),
  );
  if (technology === undefined) return undefined;
  return { technology, work: work.name, instead: usedInstead(technology, work.documents, snapshot) };
}

/** "My write-ups name no MongoDB in ...; the database that they document there is PostgreSQL: ... [1]" */
export function correctionOf(
  { technology, work, instead }: Premise,
  snapshot: Snapshot,
  citations: CitationBook,
): string {
  const lead = `My write-ups of “${work}” do not mention ${technology.name}.`;
  if (instead.length === 0 || technology.category === undefined) return lead;
  const names = instead.map((one) => one.technology.name).join(' and ');
  const told = instead.flatMap(({ mention }) => {
    const chunk = snapshot.chunk(mention.chunkId);
    const span = chunk?.sentences[mention.sentence];
    if (chunk === undefined || span === undefined) return [];
    const quote = chunk.text.slice(span.start, span.end);
    const n = citations.cite(chunk, mention.sentence);
    return [isTableRow(quote) ? `[${n}]` : `${closed(plainText(withoutMarker(quote)))} [${n}]`];
  });
  return `${lead} What they document there as ${technology.category} is ${names}. ${told.join(' ')}`;
}
