/** Patterns that bring a text into another wording, one after another. */

export type Rewrite = readonly [pattern: RegExp, replacement: string];

/** The text after all rules in order, with single spaces. */
export function rewrite(text: string, rules: readonly Rewrite[]): string {
  let out = text;
  for (const [pattern, replacement] of rules) out = out.replace(pattern, replacement);
  return out.replace(/\s+/g, ' ').trim();
}
