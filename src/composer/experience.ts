/**
 * "Have you used Kafka?": yes with the project; planned; notes only; or not documented.
 * A study note or a plan is never told as experience, and a missing document is never told as missing experience.
 */
import type { TechnologyEntry } from '../domain/catalogue.js';
import type { Snapshot } from '../ports.js';
import { plainText, withoutMarker } from '../text/markdown.js';
import type { CitationBook } from './citations.js';
import { closed } from './prose.js';
import { standpointsOn, workOf, type Standpoint } from './technologies.js';

export interface ExperienceAnswer {
  readonly text: string;
  readonly documented: boolean;
}

function sentenceOf(standpoint: Standpoint, snapshot: Snapshot): string {
  const chunk = snapshot.chunk(standpoint.mention.chunkId);
  const span = chunk?.sentences[standpoint.mention.sentence];
  if (chunk === undefined || span === undefined) return '';
  const text = withoutMarker(chunk.text.slice(span.start, span.end));
  return /^\s*(?:\||```)/.test(text) || text.length > 320 ? '' : closed(plainText(text));
}

function cited(standpoint: Standpoint, snapshot: Snapshot, citations: CitationBook): string {
  const chunk = snapshot.chunk(standpoint.mention.chunkId);
  return chunk === undefined ? '' : `[${citations.cite(chunk, standpoint.mention.sentence)}]`;
}

function titles(standpoints: readonly Standpoint[], snapshot: Snapshot, citations: CitationBook): string {
  const named = standpoints.map((one) => `“${workOf(one.document)}” ${cited(one, snapshot, citations)}`);
  return named.length < 2 ? named.join('') : `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`;
}

/** One standpoint per project, without the one that was told already; the profile repeats what the projects say. */
function oncePerWork(standpoints: readonly Standpoint[], told: Standpoint | undefined): Standpoint[] {
  const works = new Set(told === undefined ? [] : [workOf(told.document)]);
  return standpoints.filter((one) => {
    if (works.has(workOf(one.document)) || (told !== undefined && one.document.type === 'profile'))
      return false;
    works.add(workOf(one.document));
    return true;
  });
}

/** The answer about one technology that the catalogue knows. */
export function experienceWith(
  technology: TechnologyEntry,
  snapshot: Snapshot,
  citations: CitationBook,
): ExperienceAnswer {
  const standpoints = standpointsOn(technology, snapshot);
  const used = standpoints.filter(
    (one) => one.polarity === 'used' && one.document.type !== 'note' && one.document.type !== 'guide',
  );
  const planned = standpoints.filter((one) => one.polarity === 'planned');
  const rest = standpoints.filter((one) => !used.includes(one) && !planned.includes(one));
  const [first, ...further] = used;
  const others = oncePerWork(further, first);
  if (first !== undefined) {
    const also =
      others.length > 0 ? ` It also appears in ${titles(others.slice(0, 3), snapshot, citations)}.` : '';
    return {
      text: `Yes: ${technology.name} is part of “${workOf(first.document)}”. ${sentenceOf(first, snapshot)} ${cited(first, snapshot, citations)}${also}`,
      documented: true,
    };
  }
  if (planned[0] !== undefined) {
    const notes =
      rest.length > 0
        ? ` I also have notes that mention it: ${titles(rest.slice(0, 2), snapshot, citations)}.`
        : '';
    return {
      text: `Only as a plan so far: no project of mine documents ${technology.name} in use. ${sentenceOf(planned[0], snapshot)} ${cited(planned[0], snapshot, citations)}${notes}`,
      documented: true,
    };
  }
  if (rest[0] !== undefined) {
    return {
      text: `I have notes that cover ${technology.name}, in ${titles(rest.slice(0, 3), snapshot, citations)}; no project of mine documents using it. ${sentenceOf(rest[0], snapshot)}`.trim(),
      documented: true,
    };
  }
  return {
    text: `My write-ups do not document ${technology.name}, which does not mean that I have not used it.`,
    documented: false,
  };
}
