/**
 * A comparison as a table: one column per side, one row per aspect that a side documents, "not documented" where the other has none. Sides that
 * are projects are compared by the front matter fields that they share, then by what their texts say.
 */
import type { DocumentEntry, DocumentField } from '../domain/catalogue.js';
import { factsHeading } from '../domain/headings.js';
import type { Snapshot } from '../ports.js';
import { asCell, plainText } from '../text/markdown.js';
import { stem, terms, tokenize } from '../text/terms.js';
import type { Candidate } from './candidates.js';
import type { CitationBook } from './citations.js';
import { aspectOfComparison } from './comparison-aspect.js';
import type { Compared, SideContent } from './comparison-sides.js';
import { clauseOf, namesEverySide, sideNames, type SideNames } from './contrast.js';
import { isTelling } from './list-conditions.js';
import { closed } from './prose.js';
import { cosine } from './sentence-score.js';
import { usesOf } from './technology-lists.js';
import { placeOfField } from './works.js';

interface Row {
  readonly label: string;
  readonly cells: readonly (Candidate | undefined)[];
}

const emptyCell = 'not documented';
/** A side that has been told of above has nothing more to say. */
const nothingMore = '';
const maximumRows = 4;
const maximumFieldRows = 3;

/** Words that two sentences share, the rarest first: what a row is about. */
function sharedTopic(
  a: Candidate,
  b: Candidate,
  operands: readonly string[],
  snapshot: Snapshot,
): string | undefined {
  const names = new Set(operands.flatMap((operand) => tokenize(operand).map(({ text }) => stem(text))));
  const plain = plainText(a.text);
  const words = tokenize(plain).filter(({ text }) => /^\p{L}{4,}$/u.test(text));
  const shared = words.filter(
    ({ text }) => b.stems.has(stem(text)) && a.stems.has(stem(text)) && !names.has(stem(text)),
  );
  shared.sort(
    (x, y) =>
      snapshot.terms.inverseDocumentFrequency(stem(y.text)) -
      snapshot.terms.inverseDocumentFrequency(stem(x.text)),
  );
  const [rarest] = shared;
  return rarest === undefined ? undefined : plain.slice(rarest.start, rarest.end);
}

/** What the cells have in common: their heading, a word that they share; '' when nothing is, or the name would only repeat the column. */
function labelOf(
  cells: readonly (Candidate | undefined)[],
  operands: readonly string[],
  snapshot: Snapshot,
): string {
  const present = cells.filter((cell): cell is Candidate => cell !== undefined);
  const [first, second] = present;
  if (first === undefined) return '';
  const headings = new Set(present.map((cell) => cell.headingPath.at(-1) ?? ''));
  const [heading = ''] = headings;
  if (headings.size === 1 && heading !== '' && heading !== factsHeading) return heading;
  const topic = second === undefined ? undefined : sharedTopic(first, second, operands, snapshot);
  return topic?.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase()) ?? '';
}

function likeness(a: Candidate, b: Candidate): number {
  let shared = 0;
  for (const one of a.stems) if (b.stems.has(one)) shared++;
  const jaccard = shared / Math.max(1, Math.min(a.stems.size, b.stems.size));
  return cosine(a.vector, b.vector) + jaccard;
}

/** Pairs the sentences of the first side with the most alike ones of the others. */
function rowsOf(sides: readonly SideContent[], most: number, snapshot: Snapshot): Row[] {
  const operands = sides.map((side) => side.operand);
  const free = sides.map((side) => [...side.chosen]);
  const rows: Row[] = [];
  while (rows.length < most && free.some((list) => list.length > 0)) {
    const lead = free.findIndex((list) => list.length > 0);
    const seed = free[lead]?.shift();
    if (seed === undefined) break;
    const cells = free.map((list, i): Candidate | undefined => {
      if (i === lead) return seed;
      const best = list
        .map((candidate, at) => ({ at, value: likeness(seed, candidate) }))
        .sort((a, b) => b.value - a.value || a.at - b.at)[0];
      return best === undefined ? undefined : list.splice(best.at, 1)[0];
    });
    const label = labelOf(cells, operands, snapshot);
    rows.push({ label: rows.some((row) => row.label === label) ? '' : label, cells });
  }
  return rows;
}

/** A sentence that names all sides gives each the half that names it. */
function cellText({ text, stems }: Candidate, side: number, names: readonly SideNames[]): string {
  return namesEverySide(stems, names) ? (clauseOf(text, side, names) ?? text) : text;
}

interface FieldPlace {
  readonly document: DocumentEntry;
  readonly field: DocumentField;
}

/** "The first winter of X" and "the second winter of X": what is true of the project tells them not apart. */
function areOneWork(sides: readonly SideContent[]): boolean {
  return sides.length > 1 && new Set(sides.map(({ work }) => work?.key)).size === 1;
}

/** Front matter fields that at least two of the sides have: those that the question names, or all when it compares the sides as a whole. */
function fieldRows(
  question: string,
  sides: readonly SideContent[],
): { label: string; cells: (FieldPlace | undefined)[] }[] {
  if (areOneWork(sides)) return [];
  const asked = new Set(terms(question));
  const isWhole = comparesWhole(question, sides);
  const isAsked = (label: string): boolean => terms(label).some((term) => asked.has(term));
  const fields = sides.map(({ work }) =>
    (work?.documents ?? []).flatMap((document) =>
      document.fields.filter(isTelling).map((field) => ({ document, field })),
    ),
  );
  const labels = [...new Set(fields.flat().map(({ field }) => field.label))];
  return labels
    .map((label) => ({ label, cells: fields.map((own) => own.find(({ field }) => field.label === label)) }))
    .filter(({ label }) => isWhole || isAsked(label))
    .filter(({ cells }) => cells.filter((cell) => cell !== undefined).length > 1)
    .sort((a, b) => Number(isAsked(b.label)) - Number(isAsked(a.label)))
    .slice(0, maximumFieldRows);
}

/** The contrast in front, where the corpus has one, and the table; a side of which only the contrast tells has no column of its own. */
export function comparisonText(
  question: string,
  { contrasts, sides }: Compared,
  snapshot: Snapshot,
  citations: CitationBook,
): string {
  if (contrasts.length === 0) return comparisonTable(question, sides, snapshot, citations);
  const lead = contrasts
    .map(({ text, chunk, index }) => `${closed(text)} [${citations.cite(chunk, index)}]`)
    .join(' ');
  if (sides.every(({ chosen }) => chosen.length > 0))
    return `${lead}\n\n${comparisonTable(question, sides, snapshot, citations)}`;
  const told = sides.flatMap(({ operand, chosen }) =>
    chosen
      .slice(0, 2)
      .map(
        (one) => `- **${capital(operand)}**: ${closed(one.text)} [${citations.cite(one.chunk, one.index)}]`,
      ),
  );
  return told.length === 0 ? lead : `${lead}\n\n${told.join('\n')}`;
}

function comparisonTable(
  question: string,
  sides: readonly SideContent[],
  snapshot: Snapshot,
  citations: CitationBook,
): string {
  const operands = sides.map(({ operand }) => operand);
  const names = sideNames(operands);
  const rows = sides.some(({ isMeasured }) => isMeasured) ? [] : fieldRows(question, sides);
  const fields = rows.map(({ label, cells }) => {
    const texts = cells.map((found) => {
      if (found === undefined) return emptyCell;
      const place = placeOfField(found.document, found.field, snapshot);
      const chunk = place === undefined ? undefined : snapshot.chunk(place.chunkId);
      const mark =
        chunk === undefined || place === undefined ? '' : ` [${citations.cite(chunk, place.sentence)}]`;
      return `${asCell(found.field.values.join(', '))}${mark}`;
    });
    return `| ${asCell(label)} | ${texts.join(' | ')} |`;
  });
  const isOneSided = sides.filter(({ chosen }) => chosen.length > 0).length < 2;
  const most = Math.max(2, isOneSided ? 2 : maximumRows - fields.length);
  const prose = rowsOf(sides, most, snapshot).map((row) => {
    const texts = row.cells.map((candidate, i) =>
      candidate === undefined
        ? (sides[i]?.chosen.length ?? 0) > 0
          ? nothingMore
          : emptyCell
        : `${asCell(closed(cellText(candidate, i, names)))} [${citations.cite(candidate.chunk, candidate.index)}]`,
    );
    return `| ${asCell(row.label)} | ${texts.join(' | ')} |`;
  });
  const header = `| | ${operands.map((operand) => asCell(capital(operand))).join(' | ')} |`;
  const rule = `|---|${operands.map(() => '---|').join('')}`;
  const stack = rows.some(({ label }) => isStackLabel(label))
    ? []
    : stackRow(question, sides, snapshot, citations);
  return [header, rule, ...stack, ...fields, ...prose].join('\n');
}

const isStackLabel = (label: string): boolean => /\b(?:stack|tech|technolog|built with|tools?)/i.test(label);
const asksForStack =
  /\b(?:technolog(?:y|ies)|tech|stacks?|tools?|languages?|frameworks?|built (?:with|on|in)|made (?:with|of)|written in|run(?:s|ning)? on)\b/i;
const namesPerCell = 5;

/** "Compare A and B": nothing is asked of them but what they are. */
function comparesWhole(question: string, sides: readonly SideContent[]): boolean {
  const names = sides.flatMap(({ operand, work }) => [operand, work?.label ?? '']);
  return aspectOfComparison(question, names).length === 0;
}

/** What each project uses, from the catalogue: for questions about the stack, or about the whole, that no front matter answers. */
function stackRow(
  question: string,
  sides: readonly SideContent[],
  snapshot: Snapshot,
  citations: CitationBook,
): string[] {
  const asksForIt = asksForStack.test(question) || comparesWhole(question, sides);
  if (!asksForIt || areOneWork(sides) || sides.some(({ work }) => work === undefined)) return [];
  const { technologies } = snapshot.catalogue;
  const cells = sides.map(({ work }) => {
    const used = work === undefined ? [] : usesOf({ technologies }, [work], snapshot).slice(0, namesPerCell);
    const names = used.map(({ technology, standpoints: [place] }) => {
      const chunk = place === undefined ? undefined : snapshot.chunk(place.mention.chunkId);
      return chunk === undefined || place === undefined
        ? technology.name
        : `${technology.name} [${citations.cite(chunk, place.mention.sentence)}]`;
    });
    return names.length === 0 ? emptyCell : names.join(', ');
  });
  return [`| Uses | ${cells.join(' | ')} |`];
}

/** "the museum guide" -> "Museum guide": a column needs no article. */
function capital(operand: string): string {
  const bare = operand.replace(/^(?:the|a|an|your|my) (?=\S)/i, '');
  return bare === operand ? operand : bare.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
}
