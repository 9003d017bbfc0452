/**
 * Masks secrets in a text before anything else sees it, and again in what goes out. Page-safe and deterministic; the values
 * themselves are never returned. Line numbers stay: a masked stretch over several lines keeps its line breaks.
 */
import { findEncoded } from './find-encoded.js';
import { findInTables } from './find-in-tables.js';
import { findKeys, findSplitKeys, looksLikeRest } from './find-keys.js';
import { findNearNames } from './find-near-names.js';
import type { Finding } from './finding.js';
import { findNumbers, findPersonalData } from './personal-data.js';
import { secretRules } from './rules.js';
import { createWordFinder } from './word-finder.js';
import { isRandomLooking } from './secret-likeness.js';

/** Raised whenever the rules change: a file is masked anew then. */
export const redactorVersion = 4;

export interface Redaction {
  /** From 1. */
  readonly line: number;
  readonly kind: string;
  /** The first two characters and the length, never more. */
  readonly preview: string;
  /** Tells equal findings apart without saying what they are; empty unless `fingerprint` was given. */
  readonly fingerprint: string;
}

export interface MaskOptions {
  /** Hash of a value; a finding whose fingerprint `isAllowed` accepts stays in the text. */
  readonly fingerprint?: (value: string) => string;
  readonly isAllowed?: (fingerprint: string) => boolean;
  /** Whether e-mail addresses, phone numbers and private addresses are masked too; default `keep`. */
  readonly personalData?: 'keep' | 'mask';
  /** `contactKey`s that stay although personal data are masked. */
  readonly keptContacts?: ReadonlySet<string>;
}

const findHints = createWordFinder(secretRules.flatMap(({ hints }) => hints));
const trailing = /(?:[.,;:)\]}*_\\]|&quot;)+$/;

function findByRules(text: string): Finding[] {
  const found: Finding[] = [];
  const hints = findHints(text.toLowerCase());
  for (const rule of secretRules) {
    if (!rule.hints.some((hint) => hints.has(hint))) continue;
    const { kind, pattern, accepts } = rule;
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
      if (match[0] === '') pattern.lastIndex++;
      const raw = match.groups?.['value'] ?? '';
      const value = kind === 'private key' ? raw : raw.replace(trailing, '');
      if (value === '' || value.startsWith('[redacted')) continue;
      if (/public[_ -]?$/i.test(text.slice(Math.max(0, match.index - 8), match.index))) continue;
      const start = match.index + match[0].lastIndexOf(raw);
      if (accepts(value, match[0].slice(0, match[0].lastIndexOf(raw) + value.length))) {
        found.push({ start, end: start + value.length, kind });
      } else {
        // The next name may stand inside what was taken for a value.
        pattern.lastIndex = Math.max(match.index + 1, Math.min(start, pattern.lastIndex));
      }
    }
  }
  return found;
}

/** In order, overlaps joined; the earlier finding names the kind. */
function joinFindings(findings: readonly Finding[]): Finding[] {
  const sorted = [...findings].sort((a, b) => a.start - b.start || b.end - a.end);
  const joined: Finding[] = [];
  for (const finding of sorted) {
    const last = joined.at(-1);
    if (last !== undefined && finding.start < last.end)
      joined[joined.length - 1] = { ...last, end: Math.max(last.end, finding.end) };
    else joined.push(finding);
  }
  return joined;
}

/** A random string that ends with its line may go on alone on the next one. */
function overLineBreak(text: string, finding: Finding): Finding {
  const value = text.slice(finding.start, finding.end);
  if (value.includes('\n') || !/^[A-Za-z0-9+/_=.-]{10,}$/.test(value)) return finding;
  const rest =
    /^["'`\\+]{0,2}[ \t]{0,3}[\\+]?\n[ \t>|+"'`]{0,12}([A-Za-z0-9+/_=.-]{4,200})["'`;,)]{0,4}[ \t]*(?=\n|$)/.exec(
      text.slice(finding.end, finding.end + 300),
    );
  const tail = rest?.[1];
  if (rest === null || tail === undefined || !looksLikeRest(tail) || !isRandomLooking(value + tail))
    return finding;
  return { ...finding, end: finding.end + rest[0].lastIndexOf(tail) + tail.length };
}

function previewOf(value: string): string {
  return `${value.slice(0, value.length >= 8 ? 2 : 1)}… (${value.length} characters)`;
}

function createLineCounter(text: string): (position: number) => number {
  let line = 1;
  let at = 0;
  return (position) => {
    for (let next = text.indexOf('\n', at); next !== -1 && next < position; next = text.indexOf('\n', at)) {
      line++;
      at = next + 1;
    }
    return line;
  };
}

function findAll(text: string, options: MaskOptions, isDecoded: boolean): Finding[] {
  // Vendor keys name themselves best, so they come first where two rules find the same.
  const found = [
    ...findKeys(text),
    ...findSplitKeys(text),
    ...findByRules(text),
    ...findInTables(text),
    ...findNearNames(text),
    ...findNumbers(text),
    ...(isDecoded ? [] : findEncoded(text, (decoded) => findAll(decoded, {}, true).length > 0)),
  ].map((finding) => overLineBreak(text, finding));
  return options.personalData === 'mask'
    ? [...found, ...findPersonalData(text, options.keptContacts ?? new Set())]
    : found;
}

/** The text with `[redacted: kind]` in place of each secret, and where they stood. A clean text comes back as it is. */
export function maskSecrets(
  text: string,
  options: MaskOptions = {},
): { text: string; redactions: Redaction[] } {
  const findings = joinFindings(findAll(text, options, false));
  if (findings.length === 0) return { text, redactions: [] };
  const lineAt = createLineCounter(text);
  const redactions: Redaction[] = [];
  let masked = '';
  let at = 0;
  for (const { start, end, kind } of findings) {
    const value = text.slice(start, end);
    const fingerprint = options.fingerprint?.(value) ?? '';
    if (fingerprint !== '' && options.isAllowed?.(fingerprint) === true) continue;
    masked += `${text.slice(at, start)}[redacted: ${kind}]${'\n'.repeat(value.split('\n').length - 1)}`;
    at = end;
    redactions.push({ line: lineAt(start), kind, preview: previewOf(value), fingerprint });
  }
  return { text: masked + text.slice(at), redactions };
}
