import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAskfolio, readConfig, type Config } from '../src/services.js';
import { createChangedCorpus, withWordChanged } from './changed-corpus.js';
import { fixtureFolder } from './testing/fixture.js';

let folder = '';
let config: Config;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'changed-corpus-'));
  cpSync(join(fixtureFolder, 'corpus'), join(folder, 'corpus'), { recursive: true });
  config = readConfig(
    { EMBEDDER: 'none', LOG_QUESTIONS: 'off' },
    { corpusFolder: join(folder, 'corpus'), dataFolder: join(folder, 'data') },
  );
  const askfolio = await createAskfolio(config);
  await askfolio.ingest();
  await askfolio.close();
});
afterEach(() => rmSync(folder, { recursive: true }));

const question = { question: 'Which database holds the state of Orbit?' };

describe('createChangedCorpus', () => {
  it('asks again after a cited document has changed, as often as wanted, and leaves the corpus as it was', async () => {
    const path = join(folder, 'corpus', 'projects', 'orbit.md');
    const before = readFileSync(path, 'utf8');
    const copy = await createChangedCorpus(config);
    for (const _turn of [1, 2]) {
      const result = await copy.askAfterChange(question, question);
      expect(result.cache.status).toBe('miss');
      expect(result.answer).toMatch(/xyz/);
    }
    await copy.close();
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('does not pass for a measurement where nothing was stored', async () => {
    const copy = await createChangedCorpus(config);
    const unknown = { question: 'What is the salary of the neighbour?' };
    await expect(copy.askAfterChange(unknown, unknown)).rejects.toThrow('was not stored in the copy');
    await copy.close();
  });

  it('leaves no folder behind, closed or not even opened', async () => {
    const parent = mkdtempSync(join(folder, 'copies-'));
    await expect(createChangedCorpus({ ...config, corpusFolder: join(folder, 'gone') }, parent)).rejects.toThrow('gone');
    const copy = await createChangedCorpus(config, parent);
    expect(readdirSync(parent)).toHaveLength(1);
    await copy.close();
    expect(readdirSync(parent)).toEqual([]);
  });
}); // prettier-ignore

describe('withWordChanged', () => {
  const text = '# Orbit\n\nState is kept in PostgreSQL.\n\nState is lost in MongoDB.\n';
  const at = (startLine: number, endLine: number) => ({ source: { path: 'a.md', startLine, endLine, sha256: '' } });

  it.each([
    ['the longest word of the quote', at(3, 3), 'kept in PostgreSQL', text.replace('PostgreSQL', 'PostgreSQLxyz')],
    ['first of all within the lines of the chunk', at(5, 5), 'State', text.replace('State is lost', 'Statexyz is lost')],
    ['anywhere what its lines do not hold', at(5, 5), 'PostgreSQL', text.replace('PostgreSQL', 'PostgreSQLxyz')],
    ['nothing where no word is long enough', at(3, 3), 'is in', undefined],
    ['nothing that is not there', at(3, 3), 'Cassandra', undefined],
  ])('changes %s', (_, chunk, quote, expected) => {
    expect(withWordChanged(text, chunk, quote)).toBe(expected);
  });
}); // prettier-ignore
