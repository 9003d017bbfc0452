/** Vendor keys by their prefix, also those that a line break cuts in two. */
import type { Finding } from './finding.js';
import { keyBeginning, keyFormats } from './key-formats.js';
import { isPlaceholder } from './secret-likeness.js';

/** A tail of plain words ("sk-learning-rate-scheduler") or of one letter ("AKIAXXXX...") is no key. */
function isKey(value: string, prefix: string): boolean {
  const tail = value.slice(prefix.length);
  if (/EXAMPLE|(.)\1{7}/i.test(tail) || (tail.length < 30 && isPlaceholder(tail))) return false;
  if (!/\d/.test(tail) && !/[a-z]/.test(tail.replace(/[^A-Za-z]/g, '')) && tail.length < 16) return false;
  return !/^(?:[a-z]{2,}[-_.])*[a-z]{2,}$/.test(tail) || tail.length > 40;
}

/** Keys that stand on one line. */
export function findKeys(text: string): Finding[] {
  const found: Finding[] = [];
  keyBeginning.lastIndex = 0;
  for (let match = keyBeginning.exec(text); match !== null; match = keyBeginning.exec(text)) {
    const start = match.index;
    for (const { prefix, kind, pattern } of keyFormats) {
      if (!text.startsWith(prefix, start)) continue;
      pattern.lastIndex = start;
      const value = pattern.exec(text)?.[0].replace(/[.,_-]+$/, '');
      if (value === undefined || !isKey(value, prefix)) continue;
      // The map of a source file inside a data address is no token.
      if (kind === 'JSON web token' && text.slice(Math.max(0, start - 8), start).endsWith('base64,'))
        continue;
      found.push({ start, end: start + value.length, kind });
      keyBeginning.lastIndex = start + value.length;
      break;
    }
  }
  return found;
}

/** The second half of a key: digits among letters, capitals inside, or capitals only; no word of a sentence. */
export function looksLikeRest(tail: string): boolean {
  return (/\d/.test(tail) && /[A-Za-z]/.test(tail)) || /[a-z][A-Z]/.test(tail) || /^[A-Z]{6,}$/.test(tail);
}

/** Found in the text without its breaks, where the break lies inside the key. */
export function findSplitKeys(text: string): Finding[] {
  const found: Finding[] = [];
  keyBeginning.lastIndex = 0;
  for (let match = keyBeginning.exec(text); match !== null; match = keyBeginning.exec(text)) {
    const window = text.slice(match.index, match.index + 400);
    const lineEnd = window.indexOf('\n');
    if (lineEnd < 4) continue;
    const head = window.slice(0, lineEnd).replace(/["'`\\+.\s]+$/, (end) => (end.startsWith('.') ? '.' : ''));
    const rest = /^[\s"'`+>|\\]*([A-Za-z0-9_.+/=-]{4,})/.exec(window.slice(lineEnd));
    const tail = rest?.[1];
    if (rest === null || tail === undefined || /[\s"']/.test(head) || !looksLikeRest(tail)) continue;
    const joined = head + tail;
    const format = keyFormats.find(({ prefix, pattern }) => {
      pattern.lastIndex = 0;
      return joined.startsWith(prefix) && pattern.test(joined) && isKey(joined, prefix);
    });
    if (format !== undefined)
      found.push({ start: match.index, end: match.index + lineEnd + rest[0].length, kind: format.kind });
  }
  return found;
}
