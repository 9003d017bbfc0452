/**
 * False premises that the catalogue can see: the question takes for granted that a project uses a technology which no document of that
 * project names. What the project documents of the same kind is told instead.
 */
import type { DocumentEntry, TechnologyEntry } from '../domain/catalogue.js';
import type { PartEvidence } from '../domain/evidence.js';
import type { Snapshot } from '../ports.js';
import { escapePattern } from '../text/escape-pattern.js';
import { isTableRow, plainText, withoutMarker } from '../text/markdown.js';
import type { CitationBook } from './citations.js';
import { sentenceAt } from './phrases.js';
import { closed } from './prose.js';
import type { NamedWork } from './subject-scope.js';
import { mentionsOf, standpointsOf, technologiesIn, type Standpoint } from './technologies.js';

interface Premise {
  readonly technology: TechnologyEntry;
  readonly work: string;
  /** The project names it, but not as something that it uses. */
  readonly isNamed: boolean;
  /** Where it is planned, when all that the project has of it is a plan. */
  readonly planned: Standpoint | undefined;
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

const hedged =
  /\b(?:would|will|could|should|might|may|plan(?:s|ned|ning)?|propos\w*|idea|considered?|reject\w*|against|instead|rather|than|not|never|compar\w*|differ\w*|mention\w*|notes? say|if)\b|n['’]t\b/i;
const asksOpenly = /^(?:and |so |but )?(?:why|how|when|where|which|what|who)\b/i;
const usedAs = (name: string): RegExp =>
  new RegExp(`\\b(?:in|on|with|by|via|through|into|to|us(?:e|es|ed|ing)|cho(?:o)?se|pick(?:ed)?) (?:the |a )?${escapePattern(name)}(?![\\w-])`, 'i'); // prettier-ignore

/** "Why are the messages stored in X?" of a project that names X only as something it does not use, or plans; undefined else. */
function presumedUse(question: string, work: NamedWork, snapshot: Snapshot): Premise | undefined {
  if (hedged.test(question) || !asksOpenly.test(question)) return undefined;
  const ids = new Set(work.documents.map(({ id }) => id));
  for (const technology of technologiesIn(question, snapshot.catalogue)) {
    const isMeant = [technology.name, ...technology.aliases].some((name) => usedAs(name).test(question));
    const own = standpointsOf(mentionsOf(technology, snapshot), snapshot).filter(({ document }) => ids.has(document.id));
    const isUsed = own.some(({ polarity }) => polarity === 'used' || polarity === 'former');
    if (!isMeant || isUsed || own.length === 0) continue;
    const instead = usedInstead(technology, work.documents, snapshot);
    const planned = own.find(({ polarity }) => polarity === 'planned');
    if (instead.length > 0 || planned !== undefined) return { technology, work: work.name, isNamed: true, planned, instead };
  }
  return undefined;
} // prettier-ignore

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
  if (technology === undefined) return presumedUse(part.part.text, work, snapshot);
  return {
    technology,
    work: work.name,
    planned: undefined,
    isNamed: false,
    instead: usedInstead(technology, work.documents, snapshot),
  };
}

/** "My write-ups name no MongoDB in ...; the database that they document there is PostgreSQL: ... [1]" */
export function correctionOf(
  { technology, work, isNamed, planned, instead }: Premise,
  snapshot: Snapshot,
  citations: CitationBook,
): string {
  if (planned !== undefined) {
    const chunk = snapshot.chunk(planned.mention.chunkId);
    const sentence = sentenceAt(planned.mention, snapshot);
    const mark = chunk === undefined ? '' : ` [${citations.cite(chunk, planned.mention.sentence)}]`;
    const place = sentence === '' ? 'It stands among the plans.' : sentence;
    return `My write-ups of “${work}” have ${technology.name} only as a plan. ${place}${mark}`;
  }
  const lead = isNamed
    ? `My write-ups of “${work}” do not document ${technology.name} in use.`
    : `My write-ups of “${work}” do not mention ${technology.name}.`;
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
