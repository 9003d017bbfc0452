/** Says a growing answer to a screen reader: whole sentences, each once, as soon as they are complete. */
import { parseMarkdown, plainText } from './markdown.js';

export interface Announcer {
  /** All the Markdown so far. */
  update(markdown: string): void;
  /** The answer is complete, or will not come. */
  finish(markdown: string): void;
}

export function createAnnouncer(say: (text: string) => void): Announcer {
  let said = '';
  let read = 0;
  const announce = (text: string): void => {
    // A table row that turned into a table starts anew: what was said is not said again.
    const fresh = (
      text.startsWith(said) ? text.slice(said.length) : text.slice(commonLength(said, text))
    ).trim();
    if (fresh !== '') say(fresh);
    said = text;
  };
  return {
    update(markdown) {
      const end = lastSentenceEnd(markdown);
      if (end <= read) return;
      const text = plainText(parseMarkdown(markdown.slice(0, end)));
      if (!text.startsWith(said)) return;
      read = end;
      announce(text);
    },
    finish: (markdown) => announce(plainText(parseMarkdown(markdown))),
  };
}

/** After the last sentence or line that is surely over: what follows it has begun. */
function lastSentenceEnd(markdown: string): number {
  let end = 0;
  for (const match of markdown.matchAll(/(?:[.!?…]["'”’)*_\]]*(?:[ \t]*\[[\d, ]+\][.!?]?)*(?=\s)|\n)/g)) {
    end = match.index + match[0].length;
  }
  return end;
}

function commonLength(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return length;
}
