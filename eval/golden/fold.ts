/** Folds text so that a quote is found whatever its Markdown, white space, case or quotation marks. For comparing only, never for showing. */

const marksOnly = /^[-+:–—•=.]+$/u;

/** Words of a text in lower case, NFKC, without Markdown marks; links keep their label. */
export function foldWords(text: string): string[] {
  return text
    .normalize('NFKC')
    .replace(/!?\[([^\]]*)\]\([^)\s]*(?:\s+"[^"]*")?\)/g, '$1')
    .replace(/<(https?:[^>\s]+)>/g, '$1')
    .replace(/\\([\\`*_{}[\]()#+\-.!|<>~])/g, '$1')
    .replace(/[‘’‚‛]/g, "'")
    .replace(/[“”„‟]/g, '"')
    .replace(/[‐‑]/g, '-')
    .replace(/[*_`~|#>]/g, ' ')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '' && !marksOnly.test(word));
}

/** The folded words joined by single spaces. */
export function fold(text: string): string {
  return foldWords(text).join(' ');
}

/** True when the folded quote occurs in the folded text at any place. An empty quote occurs nowhere. */
export function occursFolded(quote: string, text: string): boolean {
  const folded = fold(quote);
  return folded !== '' && fold(text).includes(folded);
}
