/** SQuAD 2.0: retrieval of the paragraph for answerable questions, and whether confidence tells answerable from unanswerable ones. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { AppError, messageOf } from '../../src/domain/errors.js';
import { bestIndices, createBm25 } from '../baseline/bm25.js';
import { areaUnderRoc } from '../metrics/calibration.js';
import { holdsPhrase, tokenF1 } from '../metrics/answer-text.js';
import { isRefusal } from '../metrics/decision.js';
import { hitAt, ndcgAt, reciprocalRankAt } from '../metrics/ranking.js';
import type { EvalDependencies, EvalOptions } from '../options.js';
import { formatFigure } from '../report/format.js';
import { plainAnswer } from '../run/score-answer.js';
import { documentRanking } from '../run/document-ranking.js';
import { retrievalDepth } from '../run/run-cases.js';
import type { Figure } from '../run/record.js';
import { figureOf } from '../run/summarise.js';
import { retrievalStages } from '../subject.js';
import type { EvalSubject, SubjectDocument } from '../subject.js';

const squadSchema = z.object({
  data: z.array(
    z.object({
      title: z.string(),
      paragraphs: z.array(
        z.object({
          context: z.string(),
          qas: z.array(z.object({ id: z.string(), question: z.string(), is_impossible: z.boolean(), answers: z.array(z.object({ text: z.string() })) })),
        }),
      ),
    }),
  ),
}); // prettier-ignore

export interface SquadQuestion {
  readonly id: string;
  readonly text: string;
  readonly doc: string;
  readonly isAnswerable: boolean;
  readonly answers: readonly string[];
}

export interface SquadSet {
  readonly documents: readonly SubjectDocument[];
  readonly questions: readonly SquadQuestion[];
}

/** @throws AppError `bad_golden` when the file is not SQuAD 2.0. */
export function readSquad(path: string): SquadSet {
  let parsed: z.infer<typeof squadSchema>;
  try {
    parsed = squadSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new AppError('bad_golden', `${path}:1: not a SQuAD 2.0 file: ${messageOf(error)}`, { cause: error });
  }
  const documents: SubjectDocument[] = [];
  const questions: SquadQuestion[] = [];
  for (const { title, paragraphs } of parsed.data)
    paragraphs.forEach(({ context, qas }, index) => {
      const doc = `${title}#${index}`;
      documents.push({ id: doc, title: title.replaceAll('_', ' '), text: context });
      for (const qa of qas)
        questions.push({ id: qa.id, text: qa.question, doc, isAnswerable: !qa.is_impossible, answers: [...new Set(qa.answers.map((answer) => answer.text))] });
    });
  if (questions.length === 0) throw new AppError('bad_golden', `${path}:1: holds no questions`);
  return { documents, questions };
} // prettier-ignore

/** At most `limit` items, evenly spread, so that every article is touched. */
export function evenly<Item>(items: readonly Item[], limit: number | undefined): readonly Item[] {
  if (limit === undefined || limit >= items.length) return items;
  const step = items.length / limit;
  return Array.from({ length: limit }, (_, index) => items[Math.floor(index * step)]).filter((one) => one !== undefined);
} // prettier-ignore

type Values = Record<string, number>;

function rankingValues(name: string, ids: readonly string[], doc: string): Values {
  const gold = new Map([[doc, 1]]);
  return {
    [`${name} hit@1`]: hitAt(ids, gold, 1),
    [`${name} mrr@10`]: reciprocalRankAt(ids, gold, 10),
    [`${name} ndcg@10`]: ndcgAt(ids, gold, 10),
  };
}

/** Every figure of a question of this sort at 0, so that a question that throws still counts. */
function zeroValues(isAnswerable: boolean): Values {
  if (!isAnswerable) return { 'gold paragraph: refused unanswerable': 0 };
  const names = ['BM25 alone', ...retrievalStages];
  return {
    ...Object.fromEntries(names.flatMap((name) => Object.entries(rankingValues(name, [], '')))),
    'gold paragraph: answered answerable': 0,
    'gold paragraph: holds the answer': 0,
    'gold paragraph: token F1': 0,
  };
}

interface SquadRun {
  readonly subject: EvalSubject;
  readonly plan: boolean;
  /** Document ids by BM25 alone, best first. */
  readonly plainRanking: (question: string) => readonly string[];
  readonly chunkIdsOf: ReadonlyMap<string, readonly string[]>;
}

async function addRetrieval(run: SquadRun, question: SquadQuestion, values: Values): Promise<void> {
  Object.assign(values, rankingValues('BM25 alone', run.plainRanking(question.text), question.doc));
  const rankings = await run.subject.retrieve(question.text, { plan: run.plan, depth: retrievalDepth });
  for (const stage of retrievalStages) {
    const ids = documentRanking(rankings[stage]).map(({ id }) => id);
    Object.assign(values, rankingValues(stage, ids, question.doc));
  }
}

/** The gate alone: the right paragraph is given, the question may or may not be answered by it. Returns the confidence. */
async function addGate(run: SquadRun, question: SquadQuestion, values: Values): Promise<number> {
  const result = await run.subject.answerFrom(question.text, run.chunkIdsOf.get(question.doc) ?? []);
  const refused = isRefusal(result.status);
  if (!question.isAnswerable) {
    values['gold paragraph: refused unanswerable'] = refused ? 1 : 0;
    return result.confidence;
  }
  const text = refused ? '' : plainAnswer(result);
  values['gold paragraph: answered answerable'] = refused ? 0 : 1;
  values['gold paragraph: holds the answer'] = question.answers.some((one) => holdsPhrase(text, one)) ? 1 : 0;
  values['gold paragraph: token F1'] = tokenF1(text, question.answers);
  return result.confidence;
}

interface SquadOutcome {
  readonly columns: ReadonlyMap<string, number[]>;
  readonly answerable: number[];
  readonly unanswerable: number[];
  readonly errors: string[];
}

async function askAll(run: SquadRun, questions: readonly SquadQuestion[], signal: AbortSignal | undefined): Promise<SquadOutcome> {
  const columns = new Map<string, number[]>();
  const outcome: SquadOutcome = { columns, answerable: [], unanswerable: [], errors: [] };
  for (const question of questions) {
    if (signal?.aborted === true) throw new AppError('aborted', 'interrupted: no figures');
    const values = zeroValues(question.isAnswerable);
    try {
      if (question.isAnswerable) await addRetrieval(run, question, values);
      const confidence = await addGate(run, question, values);
      (question.isAnswerable ? outcome.answerable : outcome.unanswerable).push(confidence);
    } catch (error) {
      outcome.errors.push(`${question.id}: ${messageOf(error)}`);
    }
    for (const [name, value] of Object.entries(values)) {
      const column = columns.get(name) ?? [];
      column.push(value);
      columns.set(name, column);
    }
  }
  return outcome;
} // prettier-ignore

function printSquad(figures: Record<string, Figure>, errors: readonly string[], options: EvalOptions, dependencies: EvalDependencies): void {
  const { stdout, stderr } = dependencies;
  for (const error of errors) stderr(`${error}\n`);
  if (options.json === true) return stdout(`${JSON.stringify({ figures, errors })}\n`);
  for (const [name, figure] of Object.entries(figures)) stdout(`${name.padEnd(40)}${formatFigure(figure)}\n`);
  stdout(errors.length === 0 ? 'PASS every question was measured\n' : `ERROR ${errors.length} questions threw\n`);
} // prettier-ignore

function chunkIdsByDocument(subject: EvalSubject): Map<string, string[]> {
  const ids = new Map<string, string[]>();
  for (const chunk of subject.snapshot().chunks)
    ids.set(chunk.documentId, [...(ids.get(chunk.documentId) ?? []), chunk.id]);
  return ids;
}

/** Command: figures on stdout. Errors count as misses and are printed; any makes the status 1. */
export async function runSquad(options: EvalOptions, dependencies: EvalDependencies): Promise<number> {
  const [path] = options.paths ?? [];
  if (path === undefined) throw new AppError('bad_config', 'eval squad: name the JSON file');
  const set = readSquad(resolve(dependencies.cwd, path));
  const questions = evenly(set.questions, options.limit);
  const bm25 = createBm25(set.documents.map((document) => `${document.title} ${document.text}`));
  const plainRanking = (question: string): string[] =>
    bestIndices(bm25(question), 100).map((index) => set.documents[index]?.id ?? '');
  const empty = await dependencies.createSubject(undefined);
  try {
    const subject = await empty.withDocuments(set.documents);
    try {
      const run = {
        subject,
        plan: options.plan !== false,
        plainRanking,
        chunkIdsOf: chunkIdsByDocument(subject),
      };
      const { columns, answerable, unanswerable, errors } = await askAll(run, questions, dependencies.signal);
      const figures: Record<string, Figure> = {};
      for (const [name, values] of columns) figures[name] = figureOf(values, options.seed ?? 7);
      const auroc = areaUnderRoc(answerable, unanswerable);
      if (auroc !== undefined)
        figures['gold paragraph: AUROC of confidence'] = {
          value: auroc,
          n: answerable.length + unanswerable.length,
        };
      printSquad(figures, errors, options, dependencies);
      return errors.length === 0 ? 0 : 1;
    } finally {
      await subject.close();
    }
  } finally {
    await empty.close();
  }
}
