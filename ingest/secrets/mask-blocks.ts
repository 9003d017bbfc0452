/**
 * The secrets gate for formats that are parsed before they can be masked. All texts of a document are masked together, as lines under each
 * other, so that a header, a label or the paragraph before can speak for a value; then each gets its lines back.
 */
import type { Block, ParsedDocument } from '../blocks.js';
import { inspectText } from '../text-check.js';
import { maskSecrets } from './mask-secrets.js';
import type { MaskOptions, Redaction } from './mask-secrets.js';

type Warning = ParsedDocument['warnings'][number];

interface Part {
  readonly text: string;
  readonly line: number;
}

/** The texts of a block in order, and the same block with other texts. */
interface Texts {
  readonly parts: readonly Part[];
  readonly with: (texts: readonly string[]) => Block;
}

function textsOf(block: Block): Texts {
  switch (block.type) {
    case 'list':
      return {
        parts: block.items.map(({ text, line }) => ({ text, line })),
        with: (texts) => ({
          ...block,
          items: block.items.map((item, index) => ({ ...item, text: texts[index] ?? '' })),
        }),
      };
    case 'table': {
      const { head, line } = block;
      return {
        parts: [...head.map((text) => ({ text, line })), ...block.rows],
        with: (texts) => ({
          ...block,
          head: texts.slice(0, head.length),
          rows: block.rows.map((row, index) => ({ ...row, text: texts[index + head.length] ?? '' })),
        }),
      };
    }
    case 'qa':
      return {
        parts: [block.question, block.answer].map((text) => ({ text, line: block.line })),
        with: ([question = '', answer = '']) => ({ ...block, question, answer }),
      };
    default:
      return { parts: [block], with: ([text = '']) => ({ ...block, text }) };
  }
}

const lineCount = (text: string): number => text.split('\n').length;

/** Several texts, masked as one. Neighbours of one group lie on adjacent lines, groups apart. */
function maskTogether(
  groups: readonly (readonly Part[])[],
  options: MaskOptions,
): { readonly texts: string[][]; readonly redactions: Redaction[]; readonly warnings: Warning[] } {
  const lineOf: number[] = [];
  for (const group of groups) {
    for (const { text, line } of group) lineOf.push(...Array<number>(lineCount(text)).fill(line));
    lineOf.push(group.at(-1)?.line ?? 1);
  }
  const whole = groups.map((group) => group.map(({ text }) => `${text}\n`).join('')).join('\n');
  const checked = inspectText(whole);
  const masked = maskSecrets(checked.text, options);
  const lines = masked.text.split('\n');
  let at = 0;
  const texts = groups.map((group) => {
    const own = group.map(({ text }) => lines.slice(at, (at += lineCount(text))).join('\n'));
    at++;
    return own;
  });
  const placed = <T extends { readonly line: number }>(found: T): T => ({
    ...found,
    line: lineOf[found.line - 1] ?? 1,
  });
  return { texts, redactions: masked.redactions.map(placed), warnings: checked.warnings.map(placed) };
}

function maskValue(
  key: string,
  value: unknown,
  options: MaskOptions,
): { value: unknown; redactions: Redaction[] } {
  if (typeof value !== 'string') return { value, redactions: [] };
  const prefix = `${key}: `;
  const { text, redactions } = maskSecrets(prefix + value, options);
  return { value: text.startsWith(prefix) ? text.slice(prefix.length) : text, redactions };
}

/** The same document without secrets and hidden characters; warnings on what is hidden and on lines that address a model. */
export function maskDocument(
  parsed: ParsedDocument,
  options: MaskOptions = {},
): { parsed: ParsedDocument; redactions: Redaction[]; warnings: readonly Warning[] } {
  const blocks = parsed.blocks.map(textsOf);
  const { texts, redactions, warnings } = maskTogether(
    blocks.map(({ parts }) => parts),
    options,
  );
  const fields = [...parsed.fields].map(([key, value]) => [key, maskValue(key, value, options)] as const);
  return {
    parsed: {
      ...parsed,
      blocks: blocks.map((block, index) => block.with(texts[index] ?? [])),
      fields: new Map(fields.map(([key, { value }]) => [key, value])),
    },
    redactions: [...fields.flatMap(([, field]) => field.redactions), ...redactions],
    warnings,
  };
}
