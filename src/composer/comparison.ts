/** A comparison as a table: one column per side, one row per aspect that a side documents, "not documented" where the other has none. */
import type { Snapshot } from '../ports.js';
import { asCell, plainText } from '../text/markdown.js';
import { stem, tokenize } from '../text/terms.js';
import type { Candidate } from './candidates.js';
import type { CitationBook } from './citations.js';
import { closed } from './prose.js';
import { cosine } from './sentence-score.js';

export interface Side {
  readonly operand: string;
  /** Chosen sentences, best first; empty when nothing is documented. */
  readonly chosen: readonly Candidate[];
}

interface Row {
  readonly label: string;
  readonly cells: readonly (Candidate | undefined)[];
}

const emptyCell = 'not documented';
const maximumRows = 4;

/** Words that two sentences share, the rarest first: what a row is about. */
function sharedTopic(
  a: Candidate,
  b: Candidate,
  operands: readonly string[],
  snapshot: Snapshot,
): string | undefined {
  const names = new Set(operands.flatMap((operand) => tokenize(operand).map(({ text }) => stem(text))));
  const words = tokenize(plainText(a.text)).filter(({ text }) => /^\p{L}{4,}$/u.test(text));
  const shared = words.filter(
    ({ text }) => b.stems.has(stem(text)) && a.stems.has(stem(text)) && !names.has(stem(text)),
  );
  shared.sort(
    (x, y) =>
      snapshot.terms.inverseDocumentFrequency(stem(y.text)) -
      snapshot.terms.inverseDocumentFrequency(stem(x.text)),
  );
  return shared[0]?.text;
}

function labelOf(
  cells: readonly (Candidate | undefined)[],
  operands: readonly string[],
  snapshot: Snapshot,
): string {
  const present = cells.filter((cell): cell is Candidate => cell !== undefined);
  const [first, second] = present;
  if (first === undefined) return '';
  const headings = new Set(present.map((cell) => cell.chunk.headingPath.at(-1) ?? cell.chunk.title));
  if (headings.size === 1) return [...headings][0] ?? '';
  const topic = second === undefined ? undefined : sharedTopic(first, second, operands, snapshot);
  if (topic !== undefined) return topic.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
  return first.chunk.headingPath.at(-1) ?? first.chunk.title;
}

function likeness(a: Candidate, b: Candidate): number {
  let shared = 0;
  for (const one of a.stems) if (b.stems.has(one)) shared++;
  const jaccard = shared / Math.max(1, Math.min(a.stems.size, b.stems.size));
  return cosine(a.vector, b.vector) + jaccard;
}

/** Pairs the sentences of the first side with the most alike ones of the others. */
function rowsOf(sides: readonly Side[], snapshot: Snapshot): Row[] {
  const operands = sides.map((side) => side.operand);
  const free = sides.map((side) => [...side.chosen]);
  const rows: Row[] = [];
  while (rows.length < maximumRows && free.some((list) => list.length > 0)) {
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
    rows.push({ label: labelOf(cells, operands, snapshot), cells });
  }
  return rows;
}

export function comparisonTable(sides: readonly Side[], snapshot: Snapshot, citations: CitationBook): string {
  const rows = rowsOf(sides, snapshot);
  const cell = (candidate: Candidate | undefined): string =>
    candidate === undefined
      ? emptyCell
      : `${asCell(closed(candidate.text))} [${citations.cite(candidate.chunk, candidate.index)}]`;
  const header = `| | ${sides.map((side) => asCell(side.operand)).join(' | ')} |`;
  const rule = `|---|${sides.map(() => '---|').join('')}`;
  const body = rows.map((row) => `| ${asCell(row.label)} | ${row.cells.map(cell).join(' | ')} |`);
  return [header, rule, ...body].join('\n');
}
