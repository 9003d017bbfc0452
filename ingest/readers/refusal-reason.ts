/** Why a reader refused a file, on one line and in words that help its owner: parsers speak to programmers. */
import { z } from 'zod';
import { messageOf } from '../../src/domain/errors.js';

const longest = 200;

function describeIssue({ path, message }: z.core.$ZodIssue): string {
  const place = path.map(String).join('.');
  const found = message.replace(/^Invalid input: /, '');
  return place === '' ? found : `${place}: ${found}`;
}

export function refusalReason(error: unknown): string {
  if (error instanceof z.ZodError) return error.issues.slice(0, 3).map(describeIssue).join('; ');
  if (error instanceof RangeError && /call stack/i.test(error.message)) return 'it is nested too deeply';
  const plain = messageOf(error)
    .replace(/\[xmldom \w+\]|@?#\[line:[^\]]*\]/g, ' ')
    .replace(/[\s\u0000-\u001F]+/g, ' ')
    .replace(/^(?:error|warning|fatalError): /i, '')
    .trim();
  return plain.length > longest ? `${plain.slice(0, longest - 1)}…` : plain;
}
