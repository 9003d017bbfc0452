/** What the service sends, read with care: it may be of another version than this frame. */
import { answerStatuses, type AnswerStatus, type Citation } from '../../domain/answer.js';

/** The part of an answer that is shown and kept. */
export interface Answer {
  readonly id: string;
  readonly status: AnswerStatus;
  readonly text: string;
  readonly citations: readonly Citation[];
  readonly suggestions: readonly string[];
  readonly isDegraded: boolean;
}

/** A passage of `/sources/:id`. */
export interface SourcePassage {
  readonly id: string;
  readonly heading: readonly string[];
  readonly text: string;
}

export interface SourceDocument {
  readonly title: string;
  readonly url?: string;
  readonly passages: readonly SourcePassage[];
}

/** Undefined when there is no answer in it. */
export function readAnswer(value: unknown): Answer | undefined {
  const fields = fieldsOf(value);
  if (typeof fields['answer'] !== 'string') return undefined;
  return {
    id: textOf(fields['id']),
    status: answerStatuses.find((known) => known === fields['status']) ?? 'answered',
    text: fields['answer'],
    citations: readCitations(fields['citations']),
    suggestions: listOf(fields['suggestions']).filter(isText),
    isDegraded: listOf(fields['degraded']).length > 0,
  };
}

export function readCitations(value: unknown): Citation[] {
  return listOf(value).flatMap((one) => {
    const fields = fieldsOf(one);
    const n = fields['n'];
    if (typeof n !== 'number') return [];
    const names = ['chunkId', 'documentId', 'title', 'heading', 'quote'] as const;
    const [chunkId = '', documentId = '', title = '', heading = '', quote = ''] = names.map((name) =>
      textOf(fields[name]),
    );
    const url = safeUrl(fields['url']);
    return [{ n, chunkId, documentId, title, heading, quote, ...(url === undefined ? {} : { url }) }];
  });
}

export function readSource(value: unknown): SourceDocument {
  const { document, chunk, neighbours } = fieldsOf(value);
  const { title, url } = fieldsOf(document);
  const link = safeUrl(url);
  const passages = [chunk, ...listOf(neighbours)]
    .map(fieldsOf)
    .sort((a, b) => Number(a['ordinal']) - Number(b['ordinal']))
    .map((fields) => ({
      id: textOf(fields['id']),
      heading: listOf(fields['heading']).filter(isText),
      text: textOf(fields['text']),
    }));
  return { title: textOf(title), ...(link === undefined ? {} : { url: link }), passages };
}

/** The address in its normal form, http and https only. */
export function safeUrl(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^https?:\/\//i.test(value)) return undefined;
  try {
    const url = new URL(value);
    return url.username === '' && url.password === '' ? url.href : undefined;
  } catch {
    return undefined;
  }
}

export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
