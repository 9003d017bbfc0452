/** JSON as this service accepts it: UTF-8, no duplicate keys, no `__proto__`, not deep. Schemas are checked elsewhere. */
import { HttpProblem } from './problems.js';

/** Deeper than any request of ours; far from what recursion could not bear. */
export const maximumDepth = 16;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The value of a JSON body.
 * @throws HttpProblem `invalid_json` with the reason; the body itself is never repeated.
 */
export function parseStrictJson(bytes: Uint8Array): unknown {
  const text = decode(bytes);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new HttpProblem('invalid_json', 'The body is not JSON: check quotes, commas and brackets.');
  }
  checkStructure(text);
  return value;
}

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new HttpProblem('invalid_json', 'The body is not valid UTF-8.');
  }
}

/** Walks text that is known to be JSON: only strings and brackets matter. */
function checkStructure(text: string): void {
  // One entry per open bracket: the keys seen in an object, undefined for an array.
  const open: (Set<string> | undefined)[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '{' || character === '[') {
      open.push(character === '{' ? new Set() : undefined);
      if (open.length > maximumDepth) {
        throw new HttpProblem('invalid_json', `The body is nested deeper than ${maximumDepth} levels.`);
      }
    } else if (character === '}' || character === ']') {
      open.pop();
    } else if (character === '"') {
      const end = endOfString(text, at);
      if (isKey(text, end)) addKey(open.at(-1), text.slice(at, end));
      at = end - 1;
    }
  }
}

/** Index after the closing quote. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

/** In valid JSON a string is a key exactly when a colon follows. */
function isKey(text: string, end: number): boolean {
  let at = end;
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at += 1;
  return text[at] === ':';
}

function addKey(keys: Set<string> | undefined, literal: string): void {
  const key = JSON.parse(literal) as string;
  if (key === '__proto__') throw new HttpProblem('invalid_json', 'The key "__proto__" is not accepted.');
  if (keys?.has(key)) {
    throw new HttpProblem('invalid_json', `The key ${JSON.stringify(key.slice(0, 60))} appears twice.`);
  }
  keys?.add(key);
}
