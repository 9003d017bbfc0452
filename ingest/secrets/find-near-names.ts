/** Values that need no grammar: clearly made passwords, and random strings, in the same sentence as a word that speaks of secrets. */
import type { Finding } from './finding.js';
import { isRandomLooking, isStrongPassword, isUuid } from './secret-likeness.js';

const name =
  /(?<![A-Za-z])(?:pass(?:word|wd|phrase|code)s?|pwd|pw|credentials?|creds|logins?|kennwort|passwort|keys?|secrets?|tokens?|auth|signature|salt|bearer|apikey|hmac|webhook)(?![a-z])/gi;
const speaksOfPasswords = /^(?:pass|pwd|pw|cred|login|kennwort)/i;
/** A UUID is a secret only right behind one of these. */
const namesKey =
  /(?:(?:api|access|secret|deploy|signing|auth|private)[ _-]?key|secret|token|bearer)["'`\s(:=]{1,6}$/i;
const reach = 70;
const word = /[^\s"'`“”‘’()[\]<>|,;]{1,500}/g;
/** Things with long random names that are public. */
const publicThing =
  /\b(?:commit|sha-?\d*|hash(?:es|ed)?|checksum|digest|integrity|md5|revision|etag|fingerprint|public|gpg|request[ _-]?id|trace|blob|tree|ids?|uuid|guid|cid|address)\b/i;

/** Up to `reach` characters on either side, within the sentence. */
function around(text: string, from: number, to: number): { readonly start: number; readonly end: number } {
  const before = text.slice(Math.max(0, from - reach), from);
  const after = text.slice(to, to + reach);
  const begin = Math.max(before.lastIndexOf('\n\n'), before.search(/(?:[.!?]\s)(?!.*[.!?]\s)/s));
  const stop = after.search(/[.!?]\s+\p{Lu}|\n\s*\n/u);
  return {
    start: from - before.length + (begin === -1 ? 0 : begin + 2),
    end: to + (stop === -1 ? after.length : stop + 1),
  };
}

function bareWord(value: string): { readonly text: string; readonly offset: number } {
  const text = value.replace(/^[*_:=]+/, '');
  return { text: text.replace(/[.:*_]+$/, ''), offset: value.length - text.length };
}

/** Longest first is not needed: findings are joined afterwards. */
export function findNearNames(text: string): Finding[] {
  const found: Finding[] = [];
  for (const match of text.matchAll(name)) {
    const { start, end } = around(text, match.index, match.index + match[0].length);
    // A word that the window cuts is judged as a whole.
    const isPassword = speaksOfPasswords.test(match[0]);
    word.lastIndex = start;
    for (let next = word.exec(text); next !== null && next.index < end; next = word.exec(text)) {
      if (next.index === start && /\S/.test(text.charAt(start - 1))) continue;
      const { text: value, offset } = bareWord(next[0]);
      const isSecret =
        (isPassword && isStrongPassword(value)) ||
        (isUuid(value) && namesKey.test(text.slice(start, next.index))) ||
        (value.length >= 20 &&
          /^[A-Za-z0-9+/_=~.-]+$/.test(value) &&
          !/^\/?[\w-]+\/[\w-]+\//.test(value) &&
          isRandomLooking(value) &&
          (value.length >= 40 || !/[a-z]{5,}|[A-Z]{8,}/.test(value)) &&
          !isUuid(value) &&
          !publicThing.test(text.slice(start, next.index)));
      if (isSecret)
        found.push({
          start: next.index + offset,
          end: next.index + offset + value.length,
          kind: isPassword ? 'password' : 'high-entropy secret',
        });
    }
  }
  return found;
}
