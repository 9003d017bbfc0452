/** Looks for what is left of a secret. For tests only. */

/** A text without white space and escapes, which may lie inside a secret. */
export const withoutSpace = (text: string): string => text.replace(/\\n|[\s\\]/g, '');

/** True when half of a secret, from either end, can still be read. `plain` is a text `withoutSpace`. */
export function leakedPart(plain: string, secret: string): boolean {
  const bare = secret.replace(/\s/g, '');
  const half = Math.max(5, Math.floor(bare.length / 2));
  return plain.includes(bare.slice(0, half)) || plain.includes(bare.slice(-half));
}
