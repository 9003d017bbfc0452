/**
 * Answer selection on public sets: does the composed answer hold what was asked for, in how many words, beside pasting the best chunks. Asks
 * through `ask()` over all documents of the set. SQuAD 2.0 files (an accepted answer occurs) and span sets (words of the excerpts covered).
 */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { AppError, messageOf } from '../../src/domain/errors.js';
import { splitSentences } from '../../src/text/sentences.js';
import { bestIndices, createBm25 } from '../baseline/bm25.js';
import { readSpanSet } from '../chunking/chroma-set.js';
import { holdsPhrase } from '../metrics/answer-text.js';
import { isRefusal } from '../metrics/decision.js';
import { quoteScores } from '../metrics/spans.js';
import type { EvalDependencies, EvalOptions } from '../options.js';
import { formatFigure } from '../report/format.js';
import type { Figure } from '../run/record.js';
import { plainAnswer } from '../run/score-answer.js';
import { figureOf } from '../run/summarise.js';
import type { EvalSubject, SubjectDocument } from '../subject.js';
import { evenly, readSquad } from './squad.js';

/** An answer is judged by as many words; what pasted chunks hold within the same budget is given beside it. */
const wordBudget = 120;
const chunksPasted = 3;

interface AnswerQuestion {
  readonly id: string;
  readonly text: string;
  readonly isAnswerable: boolean;
  /** 0 to 1: how much of what is wanted the text holds. */
  readonly holds: (text: string) => number;
}

export interface AnswerSet {
  readonly documents: readonly SubjectDocument[];
  readonly questions: readonly AnswerQuestion[];
  /** What 1 means, for the table. */
  readonly wanted: string;
}

/** Sentences of a text, each a piece that may cover an excerpt on its own. */
function piecesOf(text: string): string[] {
  return text.split('\n').flatMap((line) => splitSentences(line).map(({ start, end }) => line.slice(start, end)));
} // prettier-ignore

function excerptCover(excerpts: readonly string[]): (text: string) => number {
  const quotes = excerpts.map((text) => ({ documentId: '', text }));
  return (text) =>
    quoteScores(quotes, [text, ...piecesOf(text)].map((piece) => ({ documentId: '', text: piece }))).recall;
} // prettier-ignore

/** A SQuAD 2.0 file, or a folder with `questions.jsonl` and `corpora`. @throws AppError `bad_golden`. */
export function readAnswerSet(path: string): AnswerSet {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    const { documents, questions } = readSquad(path);
    const accepts = questions.map(({ id, text, isAnswerable, answers }) => ({
      id,
      text,
      isAnswerable,
      holds: (given: string) => (answers.some((answer) => holdsPhrase(given, answer)) ? 1 : 0),
    }));
    return { documents, questions: accepts, wanted: 'holds an accepted answer' };
  }
  const set = readSpanSet(path);
  return {
    documents: [...set.documents].map(([id, text]) => ({ id, title: id.replace(/\.\w+$/, '').replaceAll('_', ' '), text })),
    questions: set.questions.map(({ id, text, doc, spans }) => ({
      id,
      text,
      isAnswerable: true,
      holds: excerptCover(spans.map(({ start, end }) => (set.documents.get(doc) ?? '').slice(start, end))),
    })),
    wanted: 'words of the excerpts covered',
  };
} // prettier-ignore

function countWords(text: string): number {
  return text.split(/\s+/).filter((word) => word !== '').length;
}

/** The first words of a text, its line breaks kept. */
export function firstWords(text: string, count: number): string {
  const match = new RegExp(`^\\s*(?:\\S+\\s*){0,${count}}`).exec(text);
  return (match?.[0] ?? '').trimEnd();
}

type Values = Record<string, number>;

interface AnswerRun {
  readonly subject: EvalSubject;
  readonly set: AnswerSet;
  /** Texts of the best chunks by BM25 alone. */
  readonly plainBest: (question: string) => string;
}

function pastedValues(run: AnswerRun, name: string, text: string, question: AnswerQuestion): Values {
  return {
    [`${name}: ${run.set.wanted}`]: question.holds(text),
    [`${name}, first ${wordBudget} words: ${run.set.wanted}`]: question.holds(firstWords(text, wordBudget)),
    [`${name}: words`]: countWords(text),
  };
}

async function measure(run: AnswerRun, question: AnswerQuestion): Promise<Values> {
  const { wanted } = run.set;
  const result = await run.subject.ask({ question: question.text, bypassCache: true });
  const isRefused = isRefusal(result.status);
  if (!question.isAnswerable) return { 'unanswerable: refused': isRefused ? 1 : 0 };
  const text = isRefused ? '' : plainAnswer(result);
  const { packed } = await run.subject.retrieve(question.text, { plan: true, depth: 20 });
  const pasted = packed.slice(0, chunksPasted).map(({ chunk }) => chunk.text).join('\n\n');
  return {
    answered: isRefused ? 0 : 1,
    [`answer, first ${wordBudget} words: ${wanted}`]: question.holds(firstWords(text, wordBudget)),
    [`answer: ${wanted}`]: question.holds(text),
    ...(isRefused ? {} : { [`answer, where there is one: ${wanted}`]: question.holds(text), 'answer, where there is one: words': countWords(text) }),
    ...pastedValues(run, `best ${chunksPasted} chunks`, pasted, question),
    ...pastedValues(run, `best ${chunksPasted} chunks by BM25 alone`, run.plainBest(question.text), question),
  };
} // prettier-ignore

function plainBestOver(subject: EvalSubject): (question: string) => string {
  const { chunks } = subject.snapshot();
  const score = createBm25(chunks.map((chunk) => `${chunk.title} ${chunk.text}`));
  return (question) =>
    bestIndices(score(question), chunksPasted)
      .map((index) => chunks[index]?.text ?? '')
      .join('\n\n');
}

interface AnswerOutcome {
  readonly figures: Record<string, Figure>;
  readonly errors: readonly string[];
}

/** Every question once. One that throws is told and makes the run fail. */
export async function measureAnswers(subject: EvalSubject, set: AnswerSet, options: { seed: number; signal?: AbortSignal; onProgress?: (done: number) => void }): Promise<AnswerOutcome> {
  const run: AnswerRun = { subject, set, plainBest: plainBestOver(subject) };
  const columns = new Map<string, number[]>();
  const errors: string[] = [];
  for (const [index, question] of set.questions.entries()) {
    if (options.signal?.aborted === true) throw new AppError('aborted', 'interrupted: no figures');
    try {
      for (const [name, value] of Object.entries(await measure(run, question)))
        columns.set(name, [...(columns.get(name) ?? []), value]);
    } catch (error) {
      errors.push(`${question.id}: ${messageOf(error)}`);
    }
    options.onProgress?.(index + 1);
  }
  return { figures: Object.fromEntries([...columns].map(([name, values]) => [name, figureOf(values, options.seed)])), errors };
} // prettier-ignore

/** Command: figures on stdout; a question that throws makes the status 1. */
export async function runAnswers(options: EvalOptions, dependencies: EvalDependencies): Promise<number> {
  const [path] = options.paths ?? [];
  if (path === undefined) throw new AppError('bad_config', 'eval answers: name a SQuAD file or the folder of a span set');
  const whole = readAnswerSet(resolve(dependencies.cwd, path));
  const set = { ...whole, questions: evenly(whole.questions, options.limit) };
  const { stdout, stderr, signal } = dependencies;
  const empty = await dependencies.createSubject(undefined);
  try {
    const subject = await empty.withDocuments(set.documents);
    try {
      const tell = (done: number): void => void (done % 500 === 0 && stderr(`${path}: ${done} of ${set.questions.length}\n`));
      const { figures, errors } = await measureAnswers(subject, set, { seed: options.seed ?? 7, ...(signal === undefined ? {} : { signal }), onProgress: tell });
      for (const error of errors) stderr(`${error}\n`);
      if (options.json === true) stdout(`${JSON.stringify({ figures, errors })}\n`);
      else {
        for (const [name, figure] of Object.entries(figures)) stdout(`${name.padEnd(74)}${formatFigure(figure)}\n`);
        stdout(errors.length === 0 ? `PASS ${set.questions.length} questions over ${set.documents.length} documents\n` : `ERROR ${errors.length} questions threw\n`);
      }
      return errors.length === 0 ? 0 : 1;
    } finally {
      await subject.close();
    }
  } finally {
    await empty.close();
  }
} // prettier-ignore
