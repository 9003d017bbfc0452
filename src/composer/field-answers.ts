/**
 * Questions about front matter: "Who were your clients?", "What award did Orbit win?", "Which projects were for ACME?". Any field that a document carries
 * can be told, listed and filtered by, whatever its name.
 */
import type { DocumentEntry, DocumentField } from '../domain/catalogue.js';
import type { Part } from '../domain/plan.js';
import type { Snapshot } from '../ports.js';
import { terms } from '../text/terms.js';
import type { CitationBook } from './citations.js';
import { asksForField } from './field-question.js';
import { isTelling } from './list-conditions.js';
import { labelOf, pluralOf, shortTitle } from './phrases.js';
import { workOf } from './technologies.js';
import { placeOfField } from './works.js';

interface FieldOf {
  readonly document: DocumentEntry;
  readonly field: DocumentField;
}

const maximumItems = 12;

function fieldsOf(snapshot: Snapshot): FieldOf[] {
  return snapshot.catalogue.documents.flatMap((document) =>
    document.fields.filter(isTelling).map((field) => ({ document, field })),
  );
}

/** By its name, or by what another of its fields holds ("Which company is Otto from?" of `guest: Otto`). */
function isNamed(document: DocumentEntry, asked: ReadonlySet<string>, label: ReadonlySet<string>): boolean {
  const names = [workOf(document), shortTitle(document.title)];
  const values = document.fields
    .filter((field) => isTelling(field) && !terms(field.label).every((term) => label.has(term)))
    .flatMap((field) => field.values.map((value) => terms(value)));
  if (values.some((own) => own.length > 0 && own.every((term) => asked.has(term)))) return true;
  return names.some((name) => {
    const own = [...new Set(terms(name))].filter((term) => !label.has(term) && !/^\d+$/.test(term));
    return own.length > 0 && own.filter((term) => asked.has(term)).length * 3 >= own.length * 2;
  });
}

function cited(found: FieldOf, snapshot: Snapshot, citations: CitationBook): string {
  const place = placeOfField(found.document, found.field, snapshot);
  const chunk = place === undefined ? undefined : snapshot.chunk(place.chunkId);
  return chunk === undefined || place === undefined ? '' : ` [${citations.cite(chunk, place.sentence)}]`;
}

function list(lead: string, items: readonly string[]): string {
  const shown = items.slice(0, maximumItems).map((item) => `- ${item}`);
  if (items.length > maximumItems) shown.push(`- and ${items.length - maximumItems} more`);
  return `${lead}\n\n${shown.join('\n')}`;
}

/** Undefined when the question names neither a field nor, among documents, a value of one. */
export function fieldAnswer(part: Part, snapshot: Snapshot, citations: CitationBook): string | undefined {
  const asked = new Set(terms(part.text));
  const fields = fieldsOf(snapshot);
  const labelled = fields.filter(({ field }) => {
    const label = terms(field.label);
    return label.length > 0 && label.every((term) => asked.has(term)) && asksForField(part.text, field.label);
  });
  if (labelled.length === 0) return undefined;
  const label = new Set(labelled.flatMap(({ field }) => terms(field.label)));
  const named = labelled.filter(({ document }) => isNamed(document, asked, label));
  const [only] = named;
  if (only !== undefined) {
    return named
      .map(
        (found) =>
          `${found.field.label} of ${labelOf(found.document)}: ${found.field.values.join(', ')}.${cited(found, snapshot, citations)}`,
      )
      .join('\n');
  }
  const isAboutAll =
    part.kind === 'list' ||
    part.kind === 'count' ||
    (/\b(?:who|which|what)\b/i.test(part.text) && /\b(?:you|your|all|any|every|each)\b/i.test(part.text));
  const beyond = [...asked].filter((term) => !label.has(term));
  const isOfOne = labelled.some(({ document }) =>
    beyond.some((term) => terms(document.title).includes(term)),
  );
  if (!isAboutAll || beyond.length > 2 || isOfOne) return undefined;
  const items = labelled.map(
    (found) =>
      `${found.field.values.join(', ')} — ${labelOf(found.document)}${cited(found, snapshot, citations)}`,
  );
  const isOfProjects = labelled.every(({ document }) => document.type === 'project');
  const lead =
    part.kind === 'count'
      ? `${new Set(labelled.flatMap(({ field }) => field.values)).size} are documented:`
      : `${pluralOf(labelled[0]?.field.label ?? 'Value')}, by ${isOfProjects ? 'project' : 'document'}:`;
  return list(lead, items);
}
