/** A folder that somebody made to hurt: everything bad in it costs its own file, with a warning, and the rest is ingested. */
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFile, chmod, link, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readGeneration } from '../src/index/segment-store-node.js';
import { ingest } from './ingest.js';
import type { IngestReport } from './ingest.js';
import { makeZip } from './testing/sample-files.js';

const marker = 'OUTSIDE-4711';
let folder: string;
let corpus: string;
let report: IngestReport;
let texts: string;
let peakMegabytes: number;

async function write(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(join(corpus, path)), { recursive: true });
  await writeFile(join(corpus, path), content);
}

/** A file of the archive unpacks to `megabytes`; the archive says so, or lies about it. */
function zipBomb(megabytes: number, isHonest: boolean): Buffer {
  const content = deflateRawSync(Buffer.alloc(megabytes * 1024 * 1024, 0x20), { level: 9 });
  const zip = makeZip({ 'word/document.xml': content.toString('latin1') });
  const bytes = Buffer.from(zip);
  const head = bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
  const packed = bytes.readUInt32LE(head + 20);
  for (const at of [head + 10, 8]) bytes.writeUInt16LE(8, at);
  const size = isHonest ? megabytes * 1024 * 1024 : packed;
  for (const at of [head + 24, 22]) bytes.writeUInt32LE(size, at);
  return bytes;
}

/** Objects that nothing needs, around one page. */
function pdfWithObjects(count: number): Buffer {
  const parts = [
    '%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n',
  ];
  for (let number = 3; number < count; number++) parts.push(`${number} 0 obj\n${number}\nendobj\n`);
  // Without a table of objects the reader has to look for all of them.
  parts.push(`trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n0\n%%EOF`);
  return Buffer.from(parts.join(''), 'latin1');
}

const externalDocx = (target: string): Buffer => {
  const namespace = 'http://schemas.openxmlformats.org';
  return makeZip({
    '[Content_Types].xml': `<?xml version="1.0"?><Types xmlns="${namespace}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    '_rels/.rels': `<?xml version="1.0"?><Relationships xmlns="${namespace}/package/2006/relationships"><Relationship Id="r1" Type="${namespace}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
    'word/_rels/document.xml.rels': `<?xml version="1.0"?><Relationships xmlns="${namespace}/package/2006/relationships"><Relationship Id="r7" Type="${namespace}/officeDocument/2006/relationships/image" Target="file://${target}" TargetMode="External"/></Relationships>`,
    'word/document.xml': `<?xml version="1.0"?><w:document xmlns:w="${namespace}/wordprocessingml/2006/main" xmlns:r="${namespace}/officeDocument/2006/relationships" xmlns:a="${namespace}/drawingml/2006/main" xmlns:wp="${namespace}/drawingml/2006/wordprocessingDrawing" xmlns:pic="${namespace}/drawingml/2006/picture"><w:body><w:p><w:r><w:t>Text beside a linked picture.</w:t></w:r><w:r><w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:link="r7"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p></w:body></w:document>`,
  });
};

function xmlBombDocx(): Buffer {
  const entities = Array.from(
    { length: 10 },
    (_, level) => `<!ENTITY e${level} "${level === 0 ? 'ha' : `&e${level - 1};`.repeat(10)}">`,
  ).join('');
  const namespace = 'http://schemas.openxmlformats.org';
  return makeZip({
    '[Content_Types].xml': `<?xml version="1.0"?><Types xmlns="${namespace}/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    '_rels/.rels': `<?xml version="1.0"?><Relationships xmlns="${namespace}/package/2006/relationships"><Relationship Id="r1" Type="${namespace}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
    'word/document.xml': `<?xml version="1.0"?><!DOCTYPE x [${entities}]><w:document xmlns:w="${namespace}/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&e9;</w:t></w:r></w:p></w:body></w:document>`,
  });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'askfolio-hostile-'));
  corpus = join(folder, 'corpus');
  await mkdir(join(folder, 'outside'), { recursive: true });
  await writeFile(join(folder, 'outside', 'note.md'), `# Outside\n\nNobody may read ${marker} here.\n`);
  await write(
    'good.md',
    '# Good\n\nI built the good one with Go, and it is found in spite of its neighbours.\n',
  );
  await symlink(join(folder, 'outside', 'note.md'), join(corpus, 'link.md'));
  await symlink(join(folder, 'outside'), join(corpus, 'link-folder'));
  await symlink(join(corpus, 'loop-b'), join(corpus, 'loop-a'));
  await symlink(join(corpus, 'loop-a'), join(corpus, 'loop-b'));
  await symlink('/dev/zero', join(corpus, 'zero.md'));
  await write('name\nwith lines.md', '# Lines\n\nA name with a line break is shown on one line.\n');
  await write('..hidden.md', 'A name that begins with dots.');
  await write('a..b.md', '# Dots\n\nTwo dots inside a name are nothing special.\n');
  await write(
    'front.md',
    `---js\n{ title: require('fs').writeFileSync(${JSON.stringify(join(folder, 'ran'))}, 'x') }\n---\n# Front\n\nThe block above is never run.\n`,
  );
  await write(
    'alias.md',
    `---\na: &a [x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c]\n---\n# Alias\n\nThe text below an alias bomb stays.\n`,
  );
  await write('latin.md', Uint8Array.from([67, 97, 102, 0xe9, 32, 116, 101, 120, 116, 10]));
  await write('nul.md', Uint8Array.from([35, 32, 65, 0, 66, 10]));
  await write('sparse.md', 'x');
  await truncate(join(corpus, 'sparse.md'), 2 ** 31);
  await write('sparse.pdf', '%PDF-1.4');
  await truncate(join(corpus, 'sparse.pdf'), 2 ** 31);
  execFileSync('mkfifo', [join(corpus, 'pipe.md')]);
  await write('zip.docx', zipBomb(120, true));
  await write('liar.docx', zipBomb(120, false));
  await write('xml.docx', xmlBombDocx());
  await write('linked.docx', externalDocx(join(folder, 'outside', 'note.md')));
  await write('objects.pdf', pdfWithObjects(1_000_000));
  await write('deep.html', '<div>'.repeat(100_000) + 'deep' + '</div>'.repeat(100_000));
  await write('deep.md', `${'> '.repeat(5_000)}deep\n\n${'- '.repeat(3_000)}item\n`);
  await write('deep.json', '{}');
  await write('resume.json', `{"basics":${'['.repeat(50_000)}${']'.repeat(50_000)}}`);
  await write(
    'bomb.ipynb',
    `{"cells":[{"cell_type":"markdown","source":${'['.repeat(20_000)}${']'.repeat(20_000)}}]}`,
  );
  await write('long.csv', `question,answer\n"${'x'.repeat(2_000_000)}`);
  await write('long-line.md', 'word '.repeat(400_000));
  await link(join(corpus, 'good.md'), join(corpus, 'hard.md'));
  await write('locked.md', 'nobody reads this');
  await chmod(join(corpus, 'locked.md'), 0);
  // Ten thousand folders in each other, made step by step: no path is that long.
  spawnSync('python3', ['-c', 'import os\nfor _ in range(10000):\n    os.mkdir("d"); os.chdir("d")'], {
    cwd: corpus,
  });
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 50);
  const before = process.memoryUsage.rss();
  report = await ingest({
    corpusFolder: corpus,
    dataFolder: join(folder, 'data'),
    now: () => performance.now(),
  });
  clearInterval(watch);
  peakMegabytes = (peak - before) / 1024 / 1024;
  const stored = await readGeneration(join(folder, 'data'));
  texts = JSON.stringify([stored.content.chunks, stored.content.catalogue]);
  stored.close();
}, 240_000);
afterAll(() => {
  // Node's own removal would need paths that are too long.
  spawnSync('rm', ['-rf', folder]);
}, 60_000);

describe('a hostile folder', () => {
  it('gives its good files', () => {
    for (const path of [
      'good.md',
      'name_with lines.md',
      'a..b.md',
      'front.md',
      'alias.md',
      'latin.md',
      'deep.md',
      'long-line.md',
    ])
      expect(report.added, path).toContain(path);
    expect(texts).toContain('found in spite of its neighbours');
    expect(texts).toContain('The text below an alias bomb stays');
  });

  it.each([
    ['link.md', 'leads out of the corpus folder'],
    ['link-folder', 'leads out of the corpus folder'],
    ['loop-a', 'points to nothing, or in a circle'],
    ['zero.md', 'leads out of the corpus folder'],
    ['front.md', 'never run'],
    ['alias.md', 'aliases without end'],
    ['latin.md', 'not valid UTF-8'],
    ['nul.md', 'NUL byte'],
    ['sparse.md', 'at most 20.0 MB'],
    ['sparse.pdf', 'at most 100.0 MB'],
    ['pipe.md', 'no ordinary file'],
    ['zip.docx', 'unpacks to more than'],
    ['liar.docx', 'cannot be read as what its name says'],
    ['xml.docx', 'cannot be read as what its name says'],
  ])('says of %s that it %s', (path, message) => {
    const found = report.warnings
      .filter((warning) => warning.path === path)
      .map((warning) => warning.message);
    expect(found.join('\n')).toContain(message);
  });

  it('stops at deep nesting, and says so', () => {
    expect(report.warnings.some(({ message }) => message.includes('nested deeper than'))).toBe(true);
  });

  it('says of a locked file that it cannot be read, unless the user may read everything', () => {
    const isRoot = process.getuid?.() === 0;
    const said = report.warnings.some(
      ({ path, message }) => path === 'locked.md' && message.includes('cannot be read'),
    );
    expect([said, report.added.includes('locked.md')]).toEqual([!isRoot, isRoot]);
  });

  it('reads nothing outside and runs nothing', async () => {
    expect(texts).not.toContain(marker);
    await expect(readGeneration(join(folder, 'ran'))).rejects.toThrow();
    expect(spawnSync('ls', [join(folder, 'ran')]).status).not.toBe(0);
  });

  it('keeps its memory within bounds', () => {
    expect(peakMegabytes).toBeLessThan(900);
  });
});

describe('a file that changes while it is read', () => {
  // Whether a change falls into the reading is up to the machine (read-file.test.ts orders it): half a file is what may never be there.
  it('is read whole or left out with a word, and is there in the next run', async () => {
    const place = await mkdtemp(join(tmpdir(), 'askfolio-changing-'));
    const path = join(place, 'changing.md');
    await writeFile(join(place, 'a.md'), '# A\n\nI built A with Go and it stays as it is.\n');
    await writeFile(path, 'x'.repeat(15_000_000));
    const options = { corpusFolder: place, dataFolder: join(place, '.data'), now: () => 0 };
    const growths: Promise<void>[] = [];
    const growing = setInterval(() => void growths.push(appendFile(path, 'x')), 1);
    const first = await ingest(options);
    clearInterval(growing);
    await Promise.all(growths);
    const isLeftOut = first.warnings.some(({ message }) =>
      message.startsWith('It was changed while it was read: run the ingest again'),
    );
    expect(first.added).toEqual(isLeftOut ? ['a.md'] : ['a.md', 'changing.md']);
    await writeFile(path, '# Changing\n\nI built the changing one and now it stays.\n');
    const second = await ingest(options);
    expect([...second.added, ...second.changed]).toEqual(['changing.md']);
    expect(second.warnings).toEqual([]);
    await rm(place, { recursive: true, force: true });
  });
});
