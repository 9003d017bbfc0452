/**
 * Folders in BEIR format out of two public sets that are none, so that a change to retrieval can be judged on texts that it was not fitted on:
 * `tsx scripts/retrieval/derive-sets.ts --pairs pairs.jsonl.gz --spans CHROMA_FOLDER OUT`.
 * Pairs of a heading (title, question) and the passage under it become one set per kind; the heading is the question, and no document has a title.
 * Span questions become two sets whose documents are runs of whole paragraphs. The same input always gives the same bytes.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { cutSpanSet, readSpanSet } from '../../eval/chunking/chroma-set.js';
import type { SpanQuestion } from '../../eval/chunking/chroma-set.js';
import type { Range } from '../../eval/metrics/spans.js';

interface DerivedSet {
  readonly documents: readonly { readonly id: string; readonly title: string; readonly text: string }[];
  readonly queries: readonly {
    readonly id: string;
    readonly text: string;
    readonly relevant: readonly string[];
  }[];
}

const pairShape = z.object({ query: z.string(), passage: z.string(), kind: z.string(), source: z.string() });
type Pair = z.infer<typeof pairShape>;

/** Kinds of pairs, and how many of each become documents. */
const pairSets = { faq: 1200, issue: 1200, title: 1200, heading: 1600 } as const;
/** Questions of a set of pairs at most: those of the first documents. */
const questionsOfPairs = 500;
const shortestQuestion = 5;
/** Characters read of each long document, and about how many a paragraph run has. */
const spanLimit = 200_000;
const runLength = 700;

const wordsOf = (text: string): number => text.split(/\s+/).length;
const orderOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** In an order that has nothing to do with that of the file. */
function shuffled(pairs: readonly Pair[]): Pair[] {
  return pairs
    .map((pair) => ({ pair, order: orderOf(pair.query + pair.passage) }))
    .sort((a, b) => (a.order < b.order ? -1 : 1))
    .map(({ pair }) => pair);
}

/** A heading that stands over several passages asks for none of them in particular: such pairs are documents only. */
function setOfPairs(pairs: readonly Pair[], count: number): DerivedSet {
  const passages = new Map<string, Pair>();
  for (const pair of shuffled(pairs)) if (passages.size < count) passages.set(pair.passage, pair);
  const taken = [...passages.values()];
  const uses = new Map<string, number>();
  for (const { query } of pairs) uses.set(query.toLowerCase(), (uses.get(query.toLowerCase()) ?? 0) + 1);
  const asked = taken
    .map((pair, number) => ({ pair, number }))
    .filter(
      ({ pair: { query } }) => uses.get(query.toLowerCase()) === 1 && wordsOf(query) >= shortestQuestion,
    );
  return {
    documents: taken.map(({ passage }, number) => ({ id: `d${number}`, title: '', text: passage })),
    queries: asked
      .slice(0, questionsOfPairs)
      .map(({ pair, number }) => ({ id: `q${number}`, text: pair.query, relevant: [`d${number}`] })),
  };
}

/** Runs of whole lines of about `runLength` characters. */
function runsOf(text: string): Range[] {
  const runs: Range[] = [];
  let start = 0;
  for (const { index } of text.matchAll(/\n/g)) {
    if (index + 1 - start < runLength) continue;
    runs.push({ start, end: index + 1 });
    start = index + 1;
  }
  return start < text.length ? [...runs, { start, end: text.length }] : runs;
}

function setOfSpans(texts: ReadonlyMap<string, string>, questions: readonly SpanQuestion[]): DerivedSet {
  const runs = [...texts].flatMap(([doc, text]) =>
    runsOf(text).map((range, number) => ({ id: `${doc.replace(/\W/g, '-')}-${number}`, doc, range, text })),
  );
  return {
    documents: runs.map(({ id, range, text }) => ({ id, title: '', text: text.slice(range.start, range.end) })),
    queries: questions
      .filter(({ doc }) => texts.has(doc))
      .map(({ id, text, doc, spans }) => ({
        id,
        text,
        relevant: runs
          .filter((run) => run.doc === doc && spans.some((span) => span.start < run.range.end && span.end > run.range.start))
          .map((run) => run.id),
      })),
  };
} // prettier-ignore

function writeSet(folder: string, { documents, queries }: DerivedSet): void {
  mkdirSync(folder, { recursive: true });
  const lines = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  const file = (name: string, content: string): void => writeFileSync(join(folder, name), content);
  file('corpus.jsonl', lines(documents.map(({ id, title, text }) => ({ _id: id, title, text }))));
  file('queries.jsonl', lines(queries.map(({ id, text }) => ({ _id: id, text }))));
  const judgements = queries.flatMap(({ id, relevant }) =>
    relevant.map((document) => `${id}\t${document}\t1`),
  );
  file('qrels.tsv', ['query-id\tcorpus-id\tscore', ...judgements, ''].join('\n'));
  console.log(`${folder}: ${documents.length} documents, ${queries.length} questions`);
}

const { values, positionals } = parseArgs({
  options: { pairs: { type: 'string' }, spans: { type: 'string' } },
  allowPositionals: true,
});
const [out] = positionals;
if (out === undefined) throw new Error('usage: derive-sets.ts [--pairs FILE.gz] [--spans FOLDER] OUT');
if (values.pairs !== undefined) {
  const pairs = gunzipSync(readFileSync(values.pairs))
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => pairShape.parse(JSON.parse(line)));
  for (const [kind, count] of Object.entries(pairSets))
    writeSet(join(out, `docs-${kind}`), setOfPairs(pairs.filter((pair) => pair.kind === kind), count));
} // prettier-ignore
if (values.spans !== undefined) {
  const { documents, questions } = cutSpanSet(readSpanSet(values.spans), spanLimit);
  const isReport = (doc: string): boolean => /finance|pubmed/.test(doc);
  const half = (reports: boolean) => new Map([...documents].filter(([doc]) => isReport(doc) === reports));
  writeSet(join(out, 'chroma-reports'), setOfSpans(half(true), questions));
  writeSet(join(out, 'chroma-prose'), setOfSpans(half(false), questions));
}
