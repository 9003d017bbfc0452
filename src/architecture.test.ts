/** The import rule of the project as a table, checked against every import of the sources. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** Layer -> layers it may import. A file of a layer may always import its own layer, but steps never import each other. */
const allowed: Record<string, readonly string[]> = {
  domain: [],
  text: ['domain'],
  ports: ['domain', 'text'],
  config: ['domain', 'text', 'ports'],
  router: ['domain', 'text', 'ports', 'config'],
  retrieval: ['domain', 'text', 'ports', 'config'],
  composer: ['domain', 'text', 'ports', 'config'],
  cache: ['domain', 'text', 'ports', 'config'],
  embedding: ['domain', 'text', 'ports', 'config'],
  index: ['domain', 'text', 'ports', 'config'],
  adapters: ['domain', 'text', 'ports', 'config'],
  ingest: ['domain', 'text', 'ports', 'config', 'index', 'embedding'],
  ask: ['domain', 'text', 'ports', 'config', 'router', 'retrieval', 'composer', 'cache'],
  engines: [
    'domain',
    'text',
    'ports',
    'config',
    'router',
    'composer',
    'index',
    'embedding',
    'cache',
    'ingest',
    'adapters',
  ],
  'engine-reports': ['domain', 'ports', 'config', 'adapters'],
  'snapshot-views': ['domain', 'ports', 'router', 'composer'],
  'answer-ids-node': [],
  'turns-node': [],
  'refill-vectors': ['domain', 'ports'],
  'index-upkeep': [
    'domain',
    'ports',
    'config',
    'cache',
    'ingest',
    'engines',
    'snapshot-views',
    'refill-vectors',
  ],
  services: [
    'domain',
    'text',
    'ports',
    'config',
    'composer',
    'index',
    'cache',
    'ingest',
    'ask',
    'adapters',
    'engines',
    'engine-reports',
    'snapshot-views',
    'index-upkeep',
    'answer-ids-node',
    'turns-node',
  ],
  http: ['domain', 'text', 'ports', 'config', 'ask', 'services', 'widget'],
  eval: [
    'domain',
    'text',
    'ports',
    'config',
    'router',
    'retrieval',
    'composer',
    'cache',
    'embedding',
    'index',
    'ingest',
    'ask',
    'services',
  ],
  cli: ['domain', 'text', 'ports', 'config', 'ask', 'services', 'http', 'eval', 'ingest'],
  widget: ['domain'],
};

/** Layers whose code also runs in a page: no Node built-ins, no vendor SDKs. */
const pageSafe = ['domain', 'text', 'ports', 'router', 'retrieval', 'composer', 'cache', 'ask', 'widget'];

/** Package -> the only files (prefixes) that may import it. */
const vendors: Record<string, readonly string[]> = {
  express: ['src/http/'],
  helmet: ['src/http/'],
  ioredis: ['src/adapters/redis'],
  '@qdrant/js-client-rest': ['src/adapters/qdrant'],
  '@langchain/openai': ['src/adapters/openai'],
  '@langchain/core': ['src/adapters/openai'],
  '@huggingface/transformers': ['src/adapters/transformers'],
  pino: ['src/adapters/pino'],
  commander: ['src/cli/'],
};

function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.ts$/.test(entry.name) && !/\.d\.ts$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !/\.test\.ts$|\/testing\/|\/assembly\/|^src\/widget\/build\.ts$/.test(path));
}

function layerOf(path: string): string {
  const parts = path.split('/');
  if (parts[0] !== 'src') return parts[0] ?? '';
  return parts.length === 2 ? (parts[1] ?? '').replace(/\.ts$/, '') : (parts[1] ?? '');
}

function importsOf(path: string): string[] {
  const text = readFileSync(join(root, path), 'utf8');
  const found = [...text.matchAll(/(?:^|\n)\s*(?:import|export)\s[^;'"]*?from\s*['"]([^'"]+)['"]/g)].map(
    (m) => m[1] ?? '',
  );
  found.push(...[...text.matchAll(/import\(\s*['"]([^'"]+)['"]\s*\)/g)].map((m) => m[1] ?? ''));
  found.push(...[...text.matchAll(/(?:^|\n)import\s*['"]([^'"]+)['"]/g)].map((m) => m[1] ?? ''));
  return found;
}

function localTarget(path: string, specifier: string): string {
  return relative(root, resolve(root, dirname(path), specifier)).replace(/\.js$/, '.ts');
}

const files = [...sourceFiles('src'), ...sourceFiles('ingest'), ...sourceFiles('eval')];

describe('architecture', () => {
  it('has files to check', () => {
    expect(files.length).toBeGreaterThan(5);
  });

  it('imports point inward only', () => {
    const wrong: string[] = [];
    for (const path of files) {
      const layer = layerOf(path);
      const rule = allowed[layer];
      if (rule === undefined) wrong.push(`${path}: the layer "${layer}" is not in the table`);
      for (const specifier of importsOf(path).filter((s) => s.startsWith('.'))) {
        const target = layerOf(localTarget(path, specifier));
        if (target !== layer && !rule?.includes(target)) wrong.push(`${path} -> ${specifier}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('keeps vendors in their adapters and Node out of the page-safe part', () => {
    const wrong: string[] = [];
    for (const path of files) {
      for (const specifier of importsOf(path).filter((s) => !s.startsWith('.'))) {
        const name = specifier.startsWith('@')
          ? specifier.split('/').slice(0, 2).join('/')
          : (specifier.split('/')[0] ?? '');
        const homes = vendors[name];
        if (homes !== undefined && !homes.some((home) => path.startsWith(home)))
          wrong.push(`${path} -> ${specifier}`);
        if (specifier.startsWith('node:') && pageSafe.includes(layerOf(path)))
          wrong.push(`${path} -> ${specifier}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('has no import cycle', () => {
    const state = new Map<string, 'open' | 'done'>();
    const cycles: string[] = [];
    const visit = (path: string, trail: readonly string[]): void => {
      if (state.get(path) === 'done') return;
      if (state.get(path) === 'open') {
        cycles.push([...trail.slice(trail.indexOf(path)), path].join(' -> '));
        return;
      }
      state.set(path, 'open');
      for (const specifier of importsOf(path).filter((s) => s.startsWith('.'))) {
        const target = localTarget(path, specifier);
        if (files.includes(target)) visit(target, [...trail, path]);
      }
      state.set(path, 'done');
    };
    for (const path of files) visit(path, []);
    expect(cycles).toEqual([]);
  });
});
