/** The documents tell what the code does: every variable, script and command that one side names, the other side has. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { environmentSchema, readConfig } from './config.js';

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const variables = Object.keys(environmentSchema.shape);

describe('documents', () => {
  it('.env.example names every variable of the configuration and no other', () => {
    const named = [...read('.env.example').matchAll(/^#? ?([A-Z][A-Z0-9_]+)=/gm)].map((match) => match[1]);
    expect(named).toEqual(variables);
  });

  it('.env.example shows the defaults', () => {
    const shown = new Map<string, string>();
    for (const match of read('.env.example').matchAll(/^#? ?([A-Z][A-Z0-9_]+)=(.*)$/gm)) {
      shown.set(match[1] ?? '', match[2] ?? '');
    }
    expect(readConfig(Object.fromEntries(shown))).toEqual(readConfig({}));
  });

  it('every variable is described', () => {
    const bare = variables.filter(
      (name) =>
        (environmentSchema.shape[name as keyof typeof environmentSchema.shape].description ?? '') === '',
    );
    expect(bare).toEqual([]);
  });

  it('npm scripts that the README names exist', () => {
    const scripts = Object.keys((JSON.parse(read('package.json')) as { scripts: object }).scripts);
    const named = [...read('README.md').matchAll(/npm run ([a-z:]+)/g)].map((match) => match[1]);
    expect(named.filter((name) => !scripts.includes(name ?? ''))).toEqual([]);
  });
});
