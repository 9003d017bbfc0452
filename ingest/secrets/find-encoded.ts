/** Base64 that holds a user name with a password, or another secret: decoded once and looked at again. */
import type { Finding } from './finding.js';

const encoded = /(?<![A-Za-z0-9+/_=-])[A-Za-z0-9+/_-]{10,4000}={0,2}(?![A-Za-z0-9+/=_-])/g;
const pair = /^[\w.@+-]{2,64}:[^\s:]{4,128}$/;

function decode(value: string): string | undefined {
  try {
    const text = atob(value.replace(/-/g, '+').replace(/_/g, '/').replace(/=+$/, ''));
    return /^[\x20-\x7E\n\r\t]+$/.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}

/** `holdsSecret` judges a decoded text. */
export function findEncoded(text: string, holdsSecret: (decoded: string) => boolean): Finding[] {
  const found: Finding[] = [];
  for (const match of text.matchAll(encoded)) {
    const value = match[0];
    // Words of one case decode to bytes that are no text; most candidates end here.
    if (/^(?:[a-z]+|[A-Z]+|\d+|[a-z]+[A-Z][a-z]+)$/.test(value)) continue;
    const decoded = decode(value);
    if (decoded === undefined) continue;
    if (pair.test(decoded) || holdsSecret(decoded))
      found.push({ start: match.index, end: match.index + value.length, kind: 'encoded credentials' });
  }
  return found;
}
