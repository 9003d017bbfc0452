/** The secrets gate for formats that are parsed before they can be masked: block by block, and over the fields. */
import type { Block, ParsedDocument } from '../blocks.js';
import { stripHidden } from '../../src/text/normalise.js';
import { maskSecrets } from './mask-secrets.js';
import type { MaskOptions, Redaction } from './mask-secrets.js';

interface Masking {
  readonly options: MaskOptions;
  readonly redactions: Redaction[];
}

function mask(text: string, line: number, masking: Masking): string {
  const { text: masked, redactions } = maskSecrets(stripHidden(text), masking.options);
  masking.redactions.push(...redactions.map((redaction) => ({ ...redaction, line })));
  return masked;
}

/** Masks lines together, so that a header or the line before can speak for a value, and gives them back apart. */
function maskLines(lines: readonly string[], line: number, masking: Masking): string[] {
  return mask(lines.map((text) => text.replace(/\n/g, '\u0000')).join('\n'), line, masking)
    .split('\n')
    .map((text) => text.replace(/\0/g, '\n'));
}

function maskBlock(block: Block, masking: Masking): Block {
  switch (block.type) {
    case 'list': {
      const lines = maskLines(
        block.items.map(({ text }) => text),
        block.line,
        masking,
      );
      return { ...block, items: block.items.map((item, index) => ({ ...item, text: lines[index] ?? '' })) };
    }
    case 'table': {
      const lines = maskLines([...block.head, ...block.rows.map(({ text }) => text)], block.line, masking);
      const head = lines.slice(0, block.head.length);
      return {
        ...block,
        head,
        rows: block.rows.map((row, index) => ({ ...row, text: lines[index + head.length] ?? '' })),
      };
    }
    case 'qa':
      return {
        ...block,
        question: mask(block.question, block.line, masking),
        answer: mask(block.answer, block.line, masking),
      };
    default:
      return { ...block, text: mask(block.text, block.line, masking) };
  }
}

function maskValue(key: string, value: unknown, masking: Masking): unknown {
  if (typeof value !== 'string') return value;
  const prefix = `${key}: `;
  const masked = mask(prefix + value, 1, masking);
  return masked.startsWith(prefix) ? masked.slice(prefix.length) : masked;
}

/** The same document without secrets and hidden characters. */
export function maskDocument(
  parsed: ParsedDocument,
  options: MaskOptions = {},
): { parsed: ParsedDocument; redactions: Redaction[] } {
  const masking: Masking = { options, redactions: [] };
  const blocks = parsed.blocks.map((block) => maskBlock(block, masking));
  const fields = new Map([...parsed.fields].map(([key, value]) => [key, maskValue(key, value, masking)]));
  return { parsed: { ...parsed, blocks, fields }, redactions: masking.redactions };
}
