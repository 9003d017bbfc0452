/**
 * Labelled questions for fitting the sentence score and the gate, read from data sets outside the repository:
 * SQuAD 2.0 JSON (answers with offsets, unanswerable questions) and span-level question sets over Markdown files.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildGeneration, type InputDocument } from '../../ingest/build-generation.js';
import { createEmbeddedSnapshot } from '../../src/index/embedded-index.js';
import { isAppError } from '../../src/domain/errors.js';
import type { EmbeddedSnapshot } from '../../src/index/generation.js';
import { readGeneration, writeGeneration } from '../../src/index/segment-store-node.js';
import type { Embedder } from '../../src/ports.js';
import { passageOf } from '../../ingest/vectors.js';

export interface LabelledQuestion {
  readonly text: string;
  /** Verbatim texts that hold the answer; empty: the corpus does not answer it. */
  readonly spans: readonly string[];
  /** Short accepted answers; empty for span-level sets. */
  readonly answers: readonly string[];
  /** The paragraph that the answers stand in; absent for span-level sets. */
  readonly passage?: string;
  /** Fold for cross-validation: an article or a file. */
  readonly group: string;
}

export interface LabelledCorpus {
  readonly name: string;
  readonly documents: readonly InputDocument[];
  readonly questions: readonly LabelledQuestion[];
}

interface SquadFile {
  data: {
    title: string;
    paragraphs: {
      context: string;
      qas: { question: string; is_impossible: boolean; answers: { text: string; answer_start: number }[] }[];
    }[];
  }[];
}

/** One document per article, a blank line between paragraphs. */
export function readSquad(path: string): LabelledCorpus {
  const file = JSON.parse(readFileSync(path, 'utf8')) as SquadFile;
  const documents = file.data.map(({ title, paragraphs }) => ({
    path: `${title}.md`,
    text: `# ${title.replaceAll('_', ' ')}\n\n${paragraphs.map(({ context }) => context.replace(/\n+/g, ' ')).join('\n\n')}\n`,
  }));
  const questions = file.data.flatMap(({ title, paragraphs }) =>
    paragraphs.flatMap(({ context, qas }) =>
      qas.map((qa) => ({
        text: qa.question.trim(),
        group: title,
        passage: context,
        answers: qa.is_impossible ? [] : [...new Set(qa.answers.map(({ text }) => text))],
        spans: qa.is_impossible
          ? []
          : qa.answers.map(({ text, answer_start: start }) =>
              context.slice(Math.max(0, start - 30), start + text.length + 30).replace(/\n+/g, ' '),
            ),
      })),
    ),
  );
  return { name: 'squad2', documents, questions };
}

/** A folder with `corpora/*.md` and `questions.jsonl` (`text`, `doc`, `spans[].text`). */
export function readSpanSet(folder: string): LabelledCorpus {
  const rows = readFileSync(join(folder, 'questions.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { text: string; doc: string; spans: { text: string }[] });
  const names = [...new Set(rows.map((row) => row.doc))].sort();
  const documents = names.map((name) => {
    const file = name.endsWith('.md') ? name : `${name}.md`;
    return { path: file, text: readFileSync(join(folder, 'corpora', file), 'utf8') };
  });
  const questions = rows.map((row) => ({
    text: row.text,
    group: row.doc,
    answers: [],
    spans: row.spans.map(({ text }) => text),
  }));
  return { name: 'spans', documents, questions };
}

/** The corpus in memory, with vectors when an embedder is given; kept in `cacheFolder`, because embedding takes minutes. */
export async function snapshotOf(
  documents: readonly InputDocument[],
  embedder: Embedder | undefined,
  cacheFolder: string,
): Promise<EmbeddedSnapshot> {
  const { content } = buildGeneration(documents);
  const generation = `${content.generation}-${embedder?.id.replace(/[^A-Za-z0-9]/g, '_') ?? 'none'}`;
  try {
    const loaded = await readGeneration(cacheFolder);
    if (loaded.snapshot.generation === generation) return loaded.snapshot;
  } catch (error) {
    if (!isAppError(error)) throw error;
  }
  const vectors = await embedder?.embedPassages(content.chunks.map(passageOf));
  const stamp = embedder === undefined ? undefined : { id: embedder.id, dimensions: embedder.dimensions };
  const whole = { ...content, generation, embedder: stamp, vectors };
  await writeGeneration(cacheFolder, whole);
  return createEmbeddedSnapshot(whole);
}
