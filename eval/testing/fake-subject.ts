/**
 * A tiny ask service in memory: paragraphs as chunks, term overlap as retrieval, one sentence as the answer.
 * Each of its steps can be broken on purpose. Good enough to test the harness, of no use to a visitor.
 */
import type { AskRequest, AskResult } from '../../src/domain/answer.js';
import type { Chunk } from '../../src/domain/chunk.js';
import type { Intent, Plan } from '../../src/domain/plan.js';
import type { Snapshot } from '../../src/ports.js';
import { splitSentences } from '../../src/text/sentences.js';
import { stopWords } from '../../src/text/stop-words.js';
import { stem, tokenize } from '../../src/text/terms.js';
import type { EvalSubject, RankedChunk, StageRankings, SubjectDocument } from '../subject.js';
import { makeResult } from './ask-result.js';

export type Fault = 'router' | 'retriever' | 'gate' | 'composer' | 'citations' | 'cache' | 'throws';

export interface FakeOptions {
  readonly fault?: Fault;
  /** Document id -> path as the corpus has it; the id itself by default. */
  readonly pathOf?: (documentId: string) => string;
}

const intentScores = { factual: 0, explanation: 0, comparison: 0, creative: 0 };

function termsOf(text: string): string[] {
  const words = tokenize(text).filter((token) => !stopWords.has(token.text));
  return [...new Set(words.map((token) => stem(token.text)))];
}

function intentOf(text: string): Intent {
  const question = text.trim();
  if (/^why|^how does/i.test(question)) return 'explanation';
  if (/^compare|\bversus\b/i.test(question)) return 'comparison';
  return /^write|poem/i.test(question) ? 'creative' : 'factual';
}

function planOf(question: string, fault: Fault | undefined): Plan {
  const intent = fault === 'router' ? 'creative' : intentOf(question);
  const operands =
    intent === 'comparison' ? question.replace(/^compare/i, '').split(/\band\b|,/) : [question];
  return {
    question,
    kind: 'question',
    intent,
    scores: { ...intentScores, [intent]: 1 },
    parts: operands.map((text) => ({ text: text.trim(), aspect: 'what', kind: 'question', queries: [] })),
  };
}

/** Paragraphs as chunks; headings and front matter are left out. */
export function chunksOf(document: SubjectDocument, path: string): Chunk[] {
  const body = document.text.replace(/^---\n.*?\n---\n/s, '');
  const paragraphs = body.split(/\n{2,}/).map((text) => text.trim()).filter((text) => text !== '' && !text.startsWith('#'));
  return paragraphs.map((text, ordinal) => ({
    id: `${document.id}#${ordinal}`,
    documentId: document.id,
    title: document.title,
    headingPath: [],
    text,
    sentences: splitSentences(text),
    ordinal,
    total: paragraphs.length,
    tokens: tokenize(text).length,
    kind: 'prose',
    tags: [],
    source: { path, startLine: 1, endLine: 1, sha256: '' },
    summary: '',
    documentType: 'project',
    standing: 'done',
  }));
} // prettier-ignore

function snapshotOf(chunks: readonly Chunk[]): Snapshot {
  const byId = new Map(chunks.map((chunk) => [chunk.id, chunk]));
  const documents = [...new Map(chunks.map((chunk) => [chunk.documentId, chunk])).values()];
  return {
    generation: 'fake-generation',
    embedder: 'fake-embedder',
    chunks,
    chunk: (id) => byId.get(id),
    catalogue: {
      technologies: [],
      documents: documents.map((chunk) => ({
        id: chunk.documentId, title: chunk.title, summary: '', type: 'project', tags: [], path: chunk.source.path,
        sha256: '', fields: [], words: 0, chunkIds: chunks.filter((one) => one.documentId === chunk.documentId).map((one) => one.id),
      })),
    },
    terms: { chunkCount: chunks.length, documentFrequency: () => 0, inverseDocumentFrequency: () => 0, stems: () => [] },
    sentenceVectors: () => undefined,
  }; // prettier-ignore
}

function rank(question: string, chunks: readonly Chunk[], depth: number): RankedChunk[] {
  const wanted = termsOf(question);
  return chunks
    .map((chunk) => {
      const terms = termsOf(`${chunk.title} ${chunk.text}`);
      return { chunk, score: wanted.filter((term) => terms.includes(term)).length };
    })
    .filter((one) => one.score > 0)
    .sort((a, b) => b.score - a.score || (a.chunk.id < b.chunk.id ? -1 : 1))
    .slice(0, depth);
}

function answerFrom(question: string, chunks: readonly Chunk[], fault: Fault | undefined): AskResult {
  const wanted = termsOf(question);
  const best = rank(question, chunks, 1)[0];
  const coverage = wanted.length === 0 ? 0 : (best?.score ?? 0) / wanted.length;
  const holds = coverage >= 0.6;
  if (best === undefined || (fault === 'gate' ? holds : !holds))
    return makeResult({ question, status: 'not_documented', answer: 'I have no write-up about that.', confidence: coverage });
  const { chunk } = best;
  const quote = fault === 'citations' ? 'words from nowhere at all' : chunk.text;
  return makeResult({
    question,
    answer: fault === 'composer' ? 'I like turtles a lot [1].' : `${chunk.text} [1]`,
    confidence: coverage,
    citations: [{ n: 1, chunkId: chunk.id, documentId: chunk.documentId, title: chunk.title, heading: '', quote }],
  });
} // prettier-ignore

/** An in-memory subject over the documents. */
export function createFakeSubject(
  documents: readonly SubjectDocument[],
  options: FakeOptions = {},
): EvalSubject {
  const { fault, pathOf = (id: string) => id } = options;
  const chunks = documents.flatMap((document) => chunksOf(document, pathOf(document.id)));
  const snapshot = snapshotOf(chunks);
  const stored = new Map<string, AskResult>();
  const keyOf = (question: string): string =>
    fault === 'cache'
      ? 'anything'
      : `${/^\w+/.exec(question)?.[0].toLowerCase()} ${termsOf(question).sort().join(' ')}`;

  const retrieve = (question: string, depth: number): StageRankings => {
    const ranked = fault === 'retriever' ? [] : rank(question, chunks, depth);
    return { lexical: ranked, dense: ranked, fused: ranked, packed: ranked.slice(0, 4) };
  };
  const ask = async (request: AskRequest): Promise<AskResult> => {
    if (fault === 'throws') throw new Error('the service fell over');
    const key = keyOf(request.question);
    const known = request.bypassCache === true ? undefined : stored.get(key);
    if (known !== undefined) return { ...known, cache: { status: 'semantic', similarity: 1 } };
    const evidence = retrieve(request.question, 4).packed.map((one) => one.chunk);
    const result = answerFrom(request.question, evidence, fault);
    if (request.bypassCache === true) return result;
    if (result.status === 'answered') stored.set(key, result);
    return { ...result, cache: { status: 'miss' } };
  };
  return {
    ask,
    route: (question) => planOf(question, fault),
    retrieve: async (question, { depth }) => retrieve(question, depth),
    answerFrom: async (question, ids) =>
      answerFrom(question, ids.flatMap((id) => snapshot.chunk(id) ?? []), fault),
    cache: {
      clear: async () => stored.clear(),
      askAfterChange: async (first, then) => {
        await ask(first);
        if (fault !== 'cache') stored.clear();
        return ask(then);
      },
    },
    snapshot: () => snapshot,
    engines: 'index fake, cache fake, composer fake',
    withDocuments: async (others) => createFakeSubject(others, options),
    close: async () => undefined,
  }; // prettier-ignore
}
