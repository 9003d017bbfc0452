/**
 * What the owner decides about masking: findings that may stay (`.askfolioallow` in the corpus folder), whether personal data are
 * masked, and which contacts are the owner's own. Reads the folder; the rules themselves do not. Loads no parser unless it must.
 */
import { createHash, scryptSync } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { readCorpusFile } from '../files/read-file.js';
import type { MaskOptions } from './mask-secrets.js';

export const allowFileName = '.askfolioallow';

/** The policy as plain data, which a thread can be given. */
export interface MaskSettings {
  readonly personalData: 'keep' | 'mask';
  /** Fingerprints of findings that stay. */
  readonly allowed: readonly string[];
  /** `contactKey`s that stay although personal data are masked. */
  readonly keptContacts: readonly string[];
}

export interface MaskPolicy {
  readonly settings: MaskSettings;
  readonly options: MaskOptions;
  /** Empty for the default policy; another one makes every file count as changed. */
  readonly key: string;
}

const maximumBytes = 1024 * 1024;

async function readNamed(corpusFolder: string, name: string): Promise<string | undefined> {
  const root = await realpath(corpusFolder).catch(() => undefined);
  if (root === undefined) return undefined;
  const content = await readCorpusFile({ absolutePath: join(root, name), root, path: name }, maximumBytes);
  if (!('bytes' in content)) return undefined;
  return content.bytes
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n');
}

/** Fingerprints from the file: one a line; the rest of a line, and lines that begin otherwise, are remarks. */
function readFingerprints(text: string): string[] {
  return text
    .split('\n')
    .map((line) => /^\s*([0-9a-f]{16})(?![0-9a-f])/.exec(line)?.[1])
    .filter((print): print is string => print !== undefined);
}

/**
 * Sixteen hexadecimal digits. Slow on purpose (scrypt, a few milliseconds): a fingerprint is printed and may be committed, and a
 * weak password must not be found from it by trying words.
 */
function createFingerprint(): (value: string) => string {
  const known = new Map<string, string>();
  return (value) => {
    const cost = { N: 1024, r: 8, p: 1 };
    const print = known.get(value) ?? scryptSync(value, 'askfolio fingerprint', 8, cost).toString('hex');
    known.set(value, print);
    return print;
  };
}

export function maskOptionsOf({ personalData, allowed, keptContacts }: MaskSettings): MaskOptions {
  const prints = new Set(allowed);
  return {
    fingerprint: createFingerprint(),
    isAllowed: (print) => prints.has(print),
    personalData,
    keptContacts: new Set(keptContacts),
  };
}

/** Sorted. */
async function contactsToKeep(corpusFolder: string, personalData: 'keep' | 'mask'): Promise<string[]> {
  if (personalData === 'keep') return [];
  const { ownContacts } = await import('./own-contacts.js');
  return [...(await ownContacts((name) => readNamed(corpusFolder, name)))].sort();
}

/** Never rejects: a file that cannot be read counts as absent. */
export async function readMaskPolicy(
  corpusFolder: string,
  personalData: 'keep' | 'mask',
): Promise<MaskPolicy> {
  const prints = readFingerprints((await readNamed(corpusFolder, allowFileName)) ?? '');
  const allowed = [...new Set(prints)].sort();
  const keptContacts = await contactsToKeep(corpusFolder, personalData);
  const isDefault = allowed.length === 0 && personalData === 'keep';
  const parts = [personalData, ...allowed, ...keptContacts];
  const settings = { personalData, allowed, keptContacts };
  return {
    settings,
    options: maskOptionsOf(settings),
    key: isDefault ? '' : `+${createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 12)}`,
  };
}
