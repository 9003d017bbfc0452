/** Reads Chroma's chunking set: `questions.jsonl` with spans, and `corpora/*.md`. Offsets are checked against the text; they count code points, strings count UTF-16. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError, messageOf } from '../../src/domain/errors.js';
import { failOnProblems } from '../golden/problem.js';
import type { Problem } from '../golden/problem.js';
import type { Range } from '../metrics/spans.js';

const rowSchema = z.object({
  _id: z.string(),
  text: z.string(),
  doc: z.string(),
  spans: z
    .array(z.object({ start: z.number().int(), end: z.number().int(), text: z.string().min(1) }))
    .min(1),
});

export interface SpanQuestion {
  readonly id: string;
  readonly text: string;
  readonly doc: string;
  /** UTF-16 offsets in the document. */
  readonly spans: readonly Range[];
}

export interface SpanSet {
  readonly documents: ReadonlyMap<string, string>;
  readonly questions: readonly SpanQuestion[];
}

/** UTF-16 offset of every code point, and the length at the end. */
function codePointOffsets(text: string): Uint32Array {
  const offsets: number[] = [];
  let offset = 0;
  for (const point of text) {
    offsets.push(offset);
    offset += point.length;
  }
  return Uint32Array.from([...offsets, offset]);
}

/** @throws AppError `bad_golden` with file and line of every bad row. */
export function readSpanSet(folder: string): SpanSet {
  const file = join(folder, 'questions.jsonl');
  const problems: Problem[] = [];
  const documents = new Map<string, string>();
  const offsets = new Map<string, Uint32Array>();
  const read = (path: string, line: number): string => {
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      problems.push({ file, line, message: `${path} cannot be read: ${messageOf(error)}` });
      return '';
    }
  };
  const questions = read(file, 1)
    .split('\n')
    .flatMap((text, index): SpanQuestion[] => {
      if (text.trim() === '') return [];
      const line = index + 1;
      let row: z.infer<typeof rowSchema>;
      try {
        row = rowSchema.parse(JSON.parse(text));
      } catch (error) {
        problems.push({ file, line, message: `not a question with spans: ${messageOf(error)}` });
        return [];
      }
      const document = documents.get(row.doc) ?? read(join(folder, 'corpora', row.doc), line);
      documents.set(row.doc, document);
      const points = offsets.get(row.doc) ?? codePointOffsets(document);
      offsets.set(row.doc, points);
      const spans = row.spans.map((span) => ({ start: points[span.start] ?? 0, end: points[span.end] ?? 0 }));
      spans.forEach((span, place) => {
        if (document.slice(span.start, span.end) !== row.spans[place]?.text)
          problems.push({ file, line, message: `span ${place} of "${row._id}" is not at ${span.start} of ${row.doc}` });
      });
      return [{ id: row._id, text: row.text, doc: row.doc, spans }];
    });
  if (questions.length === 0) problems.push({ file, line: 1, message: 'holds no questions' });
  failOnProblems(problems);
  return { documents, questions };
} // prettier-ignore

/** The set cut to the first `characters` of every document, with the questions whose spans lie whole in them; undefined: all of it. */
export function cutSpanSet(set: SpanSet, characters: number | undefined): SpanSet {
  if (characters === undefined) return set;
  const documents = new Map([...set.documents].map(([doc, text]) => [doc, text.slice(0, characters)]));
  const questions = set.questions.filter(({ spans }) => spans.every((span) => span.end <= characters));
  if (questions.length === 0)
    throw new AppError('bad_config', `--limit ${characters}: no question has all its spans in the first ${characters} characters of a document`);
  return { documents, questions };
} // prettier-ignore
