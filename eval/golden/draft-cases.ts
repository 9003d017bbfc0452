/** Drafts golden cases from a corpus: one per heading and per dated or numbered fact. A person turns them into questions a visitor would ask. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { splitSentences } from '../../src/text/sentences.js';
import { filesBelow } from './check-corpus.js';
import { fold, occursFolded } from './fold.js';

interface Draft {
  readonly id: string;
  readonly q: string;
  readonly status: 'draft';
  readonly evidence: { readonly doc: string; readonly quote: string };
}

const readable = /\.(md|mdx|markdown|txt)$/i;
const draftsPerDocument = 8;

function slug(text: string): string {
  return fold(text)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
}

/** First sentence under each heading, long enough to be a fact. */
function factsOf(text: string): { heading: string; sentence: string }[] {
  const body = text.replace(/^---\n.*?\n---\n/s, '').replace(/```.*?```/gs, '');
  const facts: { heading: string; sentence: string }[] = [];
  let heading = '';
  let isTaken = false;
  for (const block of body.split(/\n{2,}/)) {
    const title = /^#+\s+(.+?)\s*$/m.exec(block)?.[1];
    if (title !== undefined) [heading, isTaken] = [title, false];
    const prose = block.replace(/^#+\s.*$/gm, '').trim();
    if (isTaken || prose === '' || /^[|>*-]/.test(prose)) continue;
    const span = splitSentences(prose)[0];
    const sentence = span === undefined ? '' : prose.slice(span.start, span.end).replace(/\s+/g, ' ');
    if (sentence.split(' ').length < 6) continue;
    facts.push({ heading, sentence });
    isTaken = true;
  }
  return facts;
}

/** A golden file of drafts; every quote occurs in its document. */
export function draftGoldenFile(corpus: string, corpusFromFile: string): { text: string; count: number } {
  const drafts = filesBelow(corpus)
    .filter((doc) => readable.test(doc))
    .flatMap((doc): Draft[] => {
      const text = readFileSync(join(corpus, doc), 'utf8');
      return factsOf(text)
        .filter(({ sentence }) => occursFolded(sentence, text))
        .slice(0, draftsPerDocument)
        .map(({ heading, sentence }, index) => ({
          id: `${slug(doc.replace(/\.[^.]+$/, '')) || 'document'}-${index + 1}`,
          q: `What about ${heading === '' ? doc : heading}?`,
          status: 'draft',
          evidence: { doc, quote: sentence },
        }));
    });
  const seen = new Map<string, number>();
  const cases = drafts.map((draft) => {
    const count = (seen.get(draft.id) ?? 0) + 1;
    seen.set(draft.id, count);
    return count === 1 ? draft : { ...draft, id: `${draft.id}-${count}` };
  });
  const text = stringify({ version: 1, corpus: corpusFromFile, cases }, { lineWidth: 110 });
  return {
    text: `# Drafts: rewrite each question in a visitor's words, add answers, then remove "status: draft".\n${text}`,
    count: cases.length,
  };
}
