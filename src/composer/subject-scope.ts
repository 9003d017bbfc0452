/**
 * Keeps a question about one project to that project: the chunks of other projects say nothing about it, however alike their words are.
 * Notes, guides and the profile stay, since they may tell of any project.
 */
import type { DocumentEntry } from '../domain/catalogue.js';
import type { PartEvidence } from '../domain/evidence.js';
import type { Snapshot } from '../ports.js';
import { terms } from '../text/terms.js';
import { technologiesIn, workOf } from './technologies.js';
import { nicknamed } from './works.js';

export interface NamedWork {
  readonly name: string;
  readonly documents: readonly DocumentEntry[];
}

/** The project that the question names: the one whose name shares most with it, by IDF; undefined without a clear one. */
export function workAsked(part: PartEvidence, snapshot: Snapshot): NamedWork | undefined {
  const technologies = technologiesIn(part.part.text, snapshot.catalogue).flatMap(({ name }) => terms(name));
  const asked = new Set(terms(part.part.text).filter((term) => !technologies.includes(term)));
  const projects = snapshot.catalogue.documents.filter((document) => document.type === 'project');
  const names = [...new Set(projects.map(workOf))];
  const named = names
    .map((name) => {
      const own = [...new Set(terms(name))];
      const shared = own.filter((term) => asked.has(term));
      // One word of a longer name ("time" of "Real-time messaging") names nothing.
      const isNamed = shared.length >= Math.min(2, own.length);
      const score = shared.reduce((sum, term) => sum + snapshot.terms.inverseDocumentFrequency(term), 0);
      return { name, score: isNamed ? score : 0 };
    })
    .sort((a, b) => b.score - a.score || (a.name < b.name ? -1 : 1));
  const [best, second] = named;
  const isClear = best !== undefined && best.score > 0 && best.score !== second?.score;
  const name = isClear ? best.name : nicknamed(part.part.text, names);
  if (name === undefined) return undefined;
  return { name, documents: projects.filter((document) => workOf(document) === name) };
}

/** The evidence without chunks of projects that the question does not name; unchanged when it names none, or several. */
export function withinSubject(evidence: PartEvidence, work: NamedWork | undefined): PartEvidence {
  if (work === undefined || evidence.part.kind !== 'question') return evidence;
  const own = new Set(work.documents.map(({ id }) => id));
  const ranked = evidence.ranked.filter(
    ({ chunk }) => chunk.documentType !== 'project' || own.has(chunk.documentId),
  );
  return ranked.length === 0 ? evidence : { ...evidence, ranked };
}
