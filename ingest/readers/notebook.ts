/** Jupyter notebooks: Markdown cells, code cells and their text outputs. Pictures and rich outputs are left out. */
import { z } from 'zod';
import type { Block, ParsedDocument } from '../blocks.js';
import { parseMarkdownBody } from './markdown.js';

const text = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (Array.isArray(value) ? value.join('') : value));
const output = z.looseObject({
  text: text.optional(),
  data: z.looseObject({ 'text/plain': text.optional() }).optional(),
});
const notebook = z.looseObject({
  cells: z.array(z.looseObject({ cell_type: z.string(), source: text, outputs: z.array(output).optional() })),
  metadata: z
    .looseObject({ kernelspec: z.looseObject({ language: z.string().optional() }).optional() })
    .optional(),
});

const longestOutput = 2_000;

function outputBlocks(
  outputs: readonly z.infer<typeof output>[],
  place: { line: number; endLine: number },
): Block[] {
  const shown = outputs
    .map((item) => item.text ?? item.data?.['text/plain'] ?? '')
    .join('')
    .trim()
    .slice(0, longestOutput);
  return shown === ''
    ? []
    : [{ type: 'code', text: `\`\`\`\n${shown.replace(/```/g, "'''")}\n\`\`\``, ...place }];
}

/** Throws when the bytes are no notebook. Line numbers are numbers of cells. */
export function readNotebook(bytes: Uint8Array): ParsedDocument {
  const { cells, metadata } = notebook.parse(JSON.parse(new TextDecoder().decode(bytes)));
  const language = metadata?.kernelspec?.language ?? 'python';
  const blocks = cells.flatMap((cell, index): Block[] => {
    const place = { line: index + 1, endLine: index + 1 };
    if (cell.cell_type === 'markdown')
      return parseMarkdownBody(cell.source, 0).map((block) => ({ ...block, ...place }));
    if (cell.cell_type !== 'code' || cell.source.trim() === '') return [];
    const code: Block = {
      type: 'code',
      text: `\`\`\`${language}\n${cell.source.trimEnd().replace(/```/g, "'''")}\n\`\`\``,
      ...place,
    };
    return [code, ...outputBlocks(cell.outputs ?? [], place)];
  });
  return { fields: new Map(), blocks, warnings: [] };
}
