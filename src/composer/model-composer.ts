/**
 * Evidence -> answer, by a language model whose every sentence is checked before it leaves: what its sources do not support is dropped. When
 * too little is left, or the model fails, there is no draft and the extractive answer serves. Runs in a page too.
 */
import type { Citation } from '../domain/answer.js';
import type { Chunk } from '../domain/chunk.js';
import { messageOf } from '../domain/errors.js';
import type { Evidence } from '../domain/evidence.js';
import type { Plan } from '../domain/plan.js';
import type { Clock, LanguageModel, Snapshot } from '../ports.js';
import type { Draft } from './draft.js';
import { createSentenceCheck, type SentenceVerdict } from './model-check.js';
import { createFormCheck, type DropReason } from './model-form.js';
import { instructions, promptFor } from './model-prompt.js';
import { createSentenceSplitter, type ModelSentence } from './model-sentences.js';
import { readSources } from './model-sources.js';
import {
  createTranslationSplitter,
  isFaithfulTranslation,
  withoutCitations,
  type TranslatedSentence,
} from './model-translation.js';

export interface ModelComposerOptions {
  readonly model: LanguageModel;
  readonly clock: Clock;
  /** Budget for one answer, in milliseconds. */
  readonly timeoutMs: number;
  /** Text with its secrets replaced: a sentence that this changes is dropped. */
  readonly maskSecrets?: (text: string) => string;
  /** Told once per answer, for the log: what the check dropped, or why there is no draft. */
  readonly onReport?: (report: ModelReport) => void;
}

export interface ModelReport {
  readonly kept: number;
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
  readonly elapsedMs: number;
  /** Set when the model failed: the message of the failure. */
  readonly problem?: string;
}

export interface ComposeOptions {
  readonly signal: AbortSignal | undefined;
  readonly onToken: (text: string) => void;
  readonly onSources: (citations: readonly Citation[]) => void;
  /** What serves otherwise: its status and its parts hold for the model's answer too. */
  readonly extractive: Draft;
}

/** Longest answer, in tokens. */
const maximumTokens = 700;
/** Longest text read from a model, in characters. */
const maximumText = 20_000;

/** `[text](target)` as its text: addresses are shown by the citations alone. An image stays, so that the check sees it. */
function withoutLinks(text: string): string {
  return text.replace(/(?<!!)\[([^\]]+)\]\([^)]*\)/g, (_, inner: string) =>
    /^\d+$/.test(inner) ? `[${inner}]` : inner,
  );
}

function citationOf(chunk: Chunk, n: number, sentence: number | undefined): Citation {
  const span = chunk.sentences[sentence ?? 0];
  return {
    n,
    chunkId: chunk.id,
    documentId: chunk.documentId,
    title: chunk.title,
    heading: chunk.headingPath.join(' › '),
    quote: span === undefined ? chunk.text : chunk.text.slice(span.start, span.end),
    ...(chunk.url === undefined ? {} : { url: chunk.url }),
  };
}

/** Puts checked sentences together again; what it gives back are the pieces to stream, which join to the answer. */
function createAssembly() {
  let answer = '';
  let last: ModelSentence | undefined;
  let pending: { sentence: ModelSentence; text: string } | undefined;

  function append(sentence: ModelSentence, text: string): string {
    const isSameLine = last?.line === sentence.line;
    const isSameList = last?.marker !== '' && sentence.marker !== '';
    const gap = last === undefined ? '' : isSameLine ? ' ' : isSameList ? '\n' : '\n\n';
    const piece = `${gap}${isSameLine ? '' : sentence.marker}${text}`;
    answer += piece;
    last = sentence;
    return piece;
  }

  return {
    /** An introduction ("I used these:") waits for the first item after it. */
    add(sentence: ModelSentence, text: string): string {
      if (/:\s*(?:\[\d+\]\s*)*$/.test(text) && sentence.marker === '') {
        pending = { sentence, text };
        return '';
      }
      const before =
        pending !== undefined && sentence.marker !== '' ? append(pending.sentence, pending.text) : '';
      pending = undefined;
      return before + append(sentence, text);
    },
    answer: () => answer,
  };
}

/** The sentence with its citations at its end; those that the check found are added. A translation has those of its English sentence. */
function cited(text: string, sources: readonly number[], translation?: string): string {
  const own = /\[\d+/.test(text) ? (text.match(/\[\d+(?:\s*,\s*\d+)*\]/g) ?? []) : undefined;
  if (translation !== undefined && own !== undefined) return `${translation} ${own.join('')}`;
  if (own !== undefined) return text;
  const marks = sources
    .slice(0, 2)
    .map((n) => `[${n}]`)
    .join('');
  return `${translation ?? text} ${marks}`;
}

function undocumentedNote(parts: Draft['parts']): string {
  return parts
    .filter(({ status }) => status === 'not_documented')
    .map(({ text }) => `My write-ups do not document this: *${text.replace(/[?.!\s]+$/, '')}*.`)
    .join(' ');
}

export interface ModelComposition {
  readonly id: string;
  /** Undefined: nothing usable, and the reason went to `onReport`. Rejects with `aborted` only. */
  compose(
    plan: Plan,
    evidence: Evidence,
    snapshot: Snapshot,
    options: ComposeOptions,
  ): Promise<Draft | undefined>;
}

type Support = SentenceVerdict & { readonly isSupported: true };

function translationProblem(text: string, translation: string, language: string): DropReason | undefined {
  return isFaithfulTranslation(withoutCitations(text), translation, language) ? undefined : 'translation';
}

interface Answering {
  readonly plan: Plan;
  readonly chunks: readonly Chunk[];
  readonly options: ComposeOptions;
}

/** One answer: reads the model to its end, releasing each sentence as soon as it is checked. Rejects with what the model rejects with. */
async function answerWith(
  composer: ModelComposerOptions,
  { plan, chunks, options }: Answering,
  tally: { kept: number; dropped: Partial<Record<DropReason, number>> },
): Promise<Draft | undefined> {
  const { extractive, onToken, onSources } = options;
  const form = { prompt: instructions, maskSecrets: composer.maskSecrets };
  const formProblem = createFormCheck(form);
  const check = createSentenceCheck({
    ...form,
    sources: readSources(chunks),
    question: [plan.question, ...plan.parts.map((part) => part.text)].join(' '),
  });
  const { language } = plan;
  const splitter = language === undefined ? createSentenceSplitter() : createTranslationSplitter();
  const assembly = createAssembly();
  const quotes = new Map<number, number | undefined>();
  const release = (piece: string): void => {
    if (piece === '') return;
    if (assembly.answer() === piece) onSources(chunks.map((chunk, i) => citationOf(chunk, i + 1, undefined)));
    onToken(piece);
  };
  const keep = (sentence: ModelSentence, text: string, { sources, quotes: found }: Support): void => {
    tally.kept++;
    for (const n of sources) if (!quotes.has(n)) quotes.set(n, found.get(n));
    release(assembly.add(sentence, text));
  };
  const drop = (reason: DropReason): void => {
    tally.dropped[reason] = (tally.dropped[reason] ?? 0) + 1;
  };
  const judge = (sentences: readonly (ModelSentence | TranslatedSentence)[]): void => {
    for (const sentence of sentences) {
      const text = withoutLinks(sentence.text);
      const verdict = check(text);
      if (!verdict.isSupported) drop(verdict.reason);
      else if (language === undefined) keep(sentence, cited(text, verdict.sources), verdict);
      else {
        const translation = 'translation' in sentence ? withoutLinks(sentence.translation) : '';
        const problem = formProblem(translation) ?? translationProblem(text, translation, language);
        if (problem === undefined) keep(sentence, cited(text, verdict.sources, translation), verdict);
        else drop(problem);
      }
    }
  };
  const undocumented = extractive.parts
    .filter(({ status }) => status === 'not_documented')
    .map(({ text }) => text);
  const budget = AbortSignal.timeout(composer.timeoutMs);
  const signal = options.signal === undefined ? budget : AbortSignal.any([options.signal, budget]);
  let length = 0;
  for await (const text of composer.model.stream(promptFor({ plan, chunks, undocumented }), {
    signal,
    maxTokens: maximumTokens,
  })) {
    length += text.length;
    if (length > maximumText) break;
    judge(splitter.push(text));
  }
  judge(splitter.end());
  const dropped = Object.values(tally.dropped).reduce((sum, count) => sum + count, 0);
  if (assembly.answer() === '' || dropped > 2 * tally.kept) return undefined;
  const note = undocumentedNote(extractive.parts);
  if (note !== '') onToken(`\n\n${note}`);
  return {
    status: extractive.status,
    answer: note === '' ? assembly.answer() : `${assembly.answer()}\n\n${note}`,
    confidence: extractive.confidence,
    citations: [...quotes]
      .sort((a, b) => a[0] - b[0])
      .map(([n, quote]) => citationOf(chunks[n - 1] as Chunk, n, quote)),
    parts: extractive.parts,
  };
}

/** Composes with `model`; every sentence of a draft is supported by the chunks that it cites. */
export function createModelComposer(composer: ModelComposerOptions): ModelComposition {
  const { model, clock } = composer;
  return {
    id: model.id,
    async compose(plan, evidence, _snapshot, options) {
      const started = clock.elapsed();
      const tally = { kept: 0, dropped: {} as Partial<Record<DropReason, number>> };
      const report = (problem?: string): void =>
        composer.onReport?.({
          ...tally,
          elapsedMs: clock.elapsed() - started,
          ...(problem === undefined ? {} : { problem }),
        });
      try {
        const chunks = evidence.packed.map(({ chunk }) => chunk);
        const draft = await answerWith(composer, { plan, chunks, options }, tally);
        report(draft === undefined ? 'the check left too little of the answer' : undefined);
        return draft;
      } catch (error) {
        if (options.signal?.aborted === true) throw error;
        report(messageOf(error));
        return undefined;
      }
    },
  };
}
