/** Folders for the ingest benchmark, made by seeded resampling of sentences: Markdown of any size, and files of every format. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '../../ingest/secrets/testing/planted-secrets.js';
import { makeDocx, makePdf } from '../../ingest/testing/sample-files.js';
import { splitSentences } from '../../src/text/sentences.js';

/** Paths of Markdown and text files, sorted. */
export function markdownFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(?:md|txt)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Sentences of running text, list items and headings apart. */
export function sentencesOf(folder: string): string[] {
  const paragraphs = markdownFiles(folder).flatMap((path) =>
    readFileSync(path, 'utf8')
      .slice(0, 2_000_000)
      .replace(/^---\n[^]*?\n---\n/, '')
      .split(/\n\s*\n/),
  );
  const running = paragraphs.filter((text) => /^[A-Z]/.test(text) && !text.includes('|'));
  return running.flatMap((text) =>
    splitSentences(text).map(({ start, end }) => text.slice(start, end).replace(/\s+/g, ' ')),
  );
}

/** Markdown write-ups of at least `bytes` in all. Bytes written. */
export function resample(sentences: readonly string[], bytes: number, folder: string): number {
  const random = createRandom(20);
  const pick = (): string => sentences[Math.floor(random() * sentences.length)] ?? '';
  let written = 0;
  for (let number = 0; written < bytes; number++) {
    let text = `---\ntitle: Write-up ${number}\ntags: [bench, sample]\nstack: [Go, Redis]\n---\n`;
    for (let section = 0; section < 8; section++) {
      text += `\n## ${pick().split(' ').slice(0, 5).join(' ')}\n\n`;
      for (let paragraph = 0; paragraph < 3; paragraph++)
        text += `${pick()} ${pick()} ${pick()} ${pick()}\n\n`;
      if (section % 2 === 0) text += `These points matter:\n\n- ${pick()}\n- ${pick()}\n- ${pick()}\n\n`;
      if (section % 4 === 1) text += '| Name | Value |\n|---|---|\n| a | 1 |\n| b | 2 |\n\n';
    }
    writeFileSync(join(folder, `write-up-${String(number).padStart(5, '0')}.md`), text);
    written += Buffer.byteLength(text);
  }
  return written;
}

/** A thousand files of all formats, made of the same sentences. Bytes written. */
export function mixedFolder(sentences: readonly string[], folder: string): number {
  const random = createRandom(21);
  const pick = (): string => sentences[Math.floor(random() * sentences.length)] ?? '';
  const several = (count: number): string[] => Array.from({ length: count }, pick);
  const plain = (text: string): string => text.replace(/[<>&]/g, ' ');
  const run = (text: string): string => `<w:p><w:r><w:t>${plain(text)}</w:t></w:r></w:p>`;
  const markdown = (): string =>
    [1, 2, 3, 4].map((part) => `## Part ${part}\n\n${several(8).join(' ')}\n`).join('\n');
  const makers: Readonly<Record<string, () => string | Buffer>> = {
    md: markdown,
    mdx: () => `import X from './x'\n\n${markdown()}`,
    txt: () => [1, 2, 3, 4].map(() => several(8).join(' ')).join('\n\n'),
    html: () =>
      `<html><head><title>Page</title></head><body><article>${[1, 2, 3, 4].map((part) => `<h2>Part ${part}</h2><p>${plain(several(8).join(' '))}</p>`).join('')}</article></body></html>`,
    pdf: () =>
      makePdf(
        [1, 2].map(() =>
          several(40).map((text, index) => ({
            x: 50,
            y: 800 - index * 18,
            size: 8,
            text: text.replace(/[^\x20-\x7E]/g, ' ').slice(0, 110),
          })),
        ),
      ),
    docx: () => makeDocx(several(30).map(run).join('')),
    ipynb: () =>
      JSON.stringify({
        metadata: {},
        cells: [1, 2, 3, 4].map((part) => ({
          cell_type: 'markdown',
          source: `## Part ${part}\n\n${several(8).join(' ')}`,
        })),
      }),
    csv: () =>
      `question,answer\n${several(20)
        .map((text) => `"${text.replace(/"/g, '')}","${pick().replace(/"/g, '')}"`)
        .join('\n')}\n`,
    jsonl: () =>
      several(20)
        .map((text) => JSON.stringify({ question: text, answer: pick() }))
        .join('\n'),
  };
  const formats = Object.entries(makers);
  let written = 0;
  for (let number = 0; number < 1_000; number++) {
    const [extension, make] = formats[number % formats.length] ?? ['txt', pick];
    const content = make();
    writeFileSync(join(folder, `file-${number}.${extension}`), content);
    written += Buffer.byteLength(content);
  }
  return written;
}
