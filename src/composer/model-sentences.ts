/**
 * Text of a model as it arrives -> whole sentences with their citations, as early as their end is certain. Lines keep their list marker;
 * a citation behind the full stop belongs to the sentence before it. Judges nothing.
 */
import { splitSentences } from '../text/sentences.js';

export interface ModelSentence {
  /** Number of the line in the model's text: sentences of one line belong together. */
  readonly line: number;
  /** "- ", or "" for running text. */
  readonly marker: string;
  readonly text: string;
}

export interface SentenceSplitter {
  /** Sentences that are complete now. */
  push(text: string): ModelSentence[];
  /** What is left at the end. */
  end(): ModelSentence[];
}

const marker = /^\s*(?:[-*+•]|\d{1,2}[.)])\s+/;
const leadingCitations = /^(?:\[\d+(?:\s*,\s*\d+)*\][\s.]*)+/;

/** Sentences of one line; citations that open a sentence go to the end of the one before. */
function sentencesOf(line: string): string[] {
  const found: string[] = [];
  for (const { start, end } of splitSentences(line)) {
    let text = line.slice(start, end);
    const citations = leadingCitations.exec(text)?.[0];
    if (citations !== undefined && found.length > 0) {
      found.push(`${found.pop()} ${citations.replace(/[\s.]+$/, '')}`);
      text = text.slice(citations.length).trim();
    }
    if (text !== '') found.push(text);
  }
  return found;
}

export function createSentenceSplitter(): SentenceSplitter {
  let buffer = '';
  let line = 0;
  let released = 0;

  /** Sentences of the current line that were not given out yet; the last one stays until its end is certain. */
  function take(text: string, isWhole: boolean): ModelSentence[] {
    const mark = marker.exec(text)?.[0] ?? '';
    const all = sentencesOf(text.slice(mark.length));
    const ready = isWhole ? all : all.slice(0, Math.max(0, all.length - 1));
    // The beginning of a citation may still belong to the sentence before.
    if (!isWhole && /^\[[\d\s,]*\]?[\s.]*$/.test(all.at(-1) ?? '')) ready.pop();
    const sentences = ready
      .slice(released)
      .map((sentence) => ({ line, marker: mark === '' ? '' : '- ', text: sentence }));
    released = Math.max(released, ready.length);
    return sentences;
  }

  function push(text: string): ModelSentence[] {
    const found: ModelSentence[] = [];
    buffer += text;
    for (let end = buffer.indexOf('\n'); end >= 0; end = buffer.indexOf('\n')) {
      found.push(...take(buffer.slice(0, end), true));
      buffer = buffer.slice(end + 1);
      line++;
      released = 0;
    }
    found.push(...take(buffer, false));
    return found;
  }

  return { push, end: () => push('\n') };
}
