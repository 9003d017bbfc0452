/** The name of a file or folder as it may be shown and stored: on one line, without a secret that somebody put into it. */
import { maskSecrets } from '../secrets/mask-secrets.js';

/** Most names hold neither: they need no look. */
const mayHoldSecret = /\d|pass|pwd|secret|token|key/i;

/** Name without control characters and backslashes; the ending of the file stays whatever the secret before it. */
export function shownName(name: string): string {
  const plain = name.replace(/[\u0000-\u001F\u007F-\u009F\\]/g, '_').toWellFormed();
  if (!mayHoldSecret.test(plain)) return plain;
  const ending = /\.[A-Za-z]{1,10}$/.exec(plain)?.[0] ?? '';
  const stem = plain.slice(0, plain.length - ending.length);
  return maskSecrets(stem).text + ending;
}

/** The ending in small letters, for a list of kinds. */
export function shownEnding(name: string): string {
  const ending = /\.[^.]+$/.exec(name)?.[0].toLowerCase();
  return ending !== undefined && /^\.[a-z0-9_-]{1,12}$/.test(ending) ? ending : 'no extension';
}
