import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { defaultChunkSize } from '../chunk/pack.js';
import type { ContentResult, FileBytes } from '../prepare-content.js';
import type { ReaderName } from '../readers/reader-table.js';
import type { MaskSettings } from '../secrets/mask-policy.js';
import { createPreparers } from './preparers.js';
import type { PreparerOptions, Preparers } from './preparers.js';

const masking: MaskSettings = { personalData: 'keep', allowed: [], keptContacts: [] };
const endings: Partial<Record<ReaderName, string>> = { markdown: 'md', notebook: 'ipynb' };

function fileOf(reader: ReaderName, text: string, name = 'a'): FileBytes {
  const bytes = Buffer.from(text);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const path = `${name}.${endings[reader] ?? reader}`;
  return { path, documentId: name, reader, bytes, sha256, size: defaultChunkSize };
}

const textsOf = (result: ContentResult): string[] | string =>
  'problem' in result
    ? result.problem
    : (result.prepared.chunked?.chunks ?? []).map(({ text }: { readonly text: string }) => text);

describe('preparers', () => {
  const open: Preparers[] = [];
  const create = (options: Partial<PreparerOptions> = {}): Preparers => {
    const preparers = createPreparers({ masking, ...options });
    open.push(preparers);
    return preparers;
  };
  afterEach(() => Promise.all(open.splice(0).map((preparers) => preparers.close())));

  it('refuse false files with a reason and read the next one', async () => {
    const preparers = create({ threads: 1 });
    const names = ['pdf', 'docx', 'notebook', 'json'] as const;
    const results = await Promise.all(
      [...names.map((name) => fileOf(name, '[1]')), fileOf('html', '<p>Some text.</p>')].map((file) =>
        preparers.prepare(file),
      ),
    );
    const refused = expect.stringContaining('cannot be read as what its name says') as string;
    expect(results.map(textsOf)).toEqual([refused, refused, refused, refused, ['Some text.']]);
  });

  it('end a thread at a file that takes too long, and go on in a new one', async () => {
    const preparers = create({ threads: 1, timeLimitMs: 1 });
    const late = 'Reading took longer than 0.001 s and was ended: convert it to Markdown or text.';
    const files = ['a', 'b'].map((name) => fileOf('html', '<p>x', name));
    expect((await Promise.all(files.map((file) => preparers.prepare(file)))).map(textsOf)).toEqual([
      late,
      late,
    ]);
  });

  it('lose the one file that needs more memory than a thread has, and none of its neighbours', async () => {
    const preparers = create({ threads: 2, memoryLimitMegabytes: 48 });
    const hungry = `<p>${'<b>x</b>'.repeat(400_000)}</p>`;
    const files = [
      ...['a', 'b', 'c'].map((name) => fileOf('html', `<p>Text of ${name}.</p>`, name)),
      fileOf('html', hungry, 'hungry'),
      ...['d', 'e', 'f'].map((name) => fileOf('html', `<p>Text of ${name}.</p>`, name)),
    ];
    const results = await Promise.all(files.map((file) => preparers.prepare(file)));
    expect(results.map(textsOf)).toEqual([
      ['Text of a.'],
      ['Text of b.'],
      ['Text of c.'],
      expect.stringContaining('memory') as string,
      ['Text of d.'],
      ['Text of e.'],
      ['Text of f.'],
    ]);
  });

  it('give in a thread what the main thread gives', async () => {
    const secret = `The password of the old server is hunter2${'9'.repeat(3)}!`;
    const body = `# Notes\n\n${'I measured the queue again and kept the result. '.repeat(4_000)}\n\n${secret}\n`;
    const files = [...Array(8).keys()].map((number) => fileOf('markdown', body, `n${number}`));
    const alone = create({ threads: 1 });
    const many = create({ threads: 2 });
    const [expected, found] = await Promise.all(
      [alone, many].map((preparers) => Promise.all(files.map((file) => preparers.prepare(file)))),
    );
    expect(found).toEqual(expected);
    expect(JSON.stringify(found)).not.toContain('hunter2');
  });
});
