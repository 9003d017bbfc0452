/**
 * Writes a folder of pages out of two public sets whose text is not kept here. A list says which passages make a page, by number, and how its
 * author writes: front matter or none, headings, bold lines, plain text or HTML. Nothing is reworded.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'yaml';
import { z } from 'zod';

const pairShape = z.object({ query: z.string(), passage: z.string() });
const articlesShape = z.object({
  data: z.array(z.object({ title: z.string(), paragraphs: z.array(z.object({ context: z.string() })) })),
});
const documentShape = z.strictObject({
  path: z.string(),
  title: z.string().optional(),
  style: z.enum(['headings', 'bold', 'questions', 'plain', 'text', 'html']),
  /** Lines of front matter, as written. */
  front: z.record(z.string(), z.unknown()).optional(),
  /** Lists told in one line after a colon become lists of lines. */
  lists: z.boolean().default(false),
  /** `pairs#LINE` or `ARTICLE#PARAGRAPH`, from 0, then ` | heading`; without one the passage goes on under the last. */
  passages: z.array(z.string()).optional(),
  /** The text itself, of the one page that no set has. */
  body: z.string().optional(),
});
const corpusShape = z.strictObject({
  sha256: z.string(),
  documents: z.array(documentShape),
});
type Document = z.infer<typeof documentShape>;
interface Section {
  readonly heading: string | undefined;
  readonly text: string;
}

const listInLine = /(^|: )((?:[^:;]+; ){2,}.+)$/su;
/** What comes after the last item and reads on is no item. */
const readsOn = /\. \p{Lu}|^(?:\S+\s+){18}/u;

/** `lead: one; two; three; More text.` as a lead, a list and a paragraph. */
function listAsLines(text: string): string {
  return text.replace(listInLine, (_match, lead: string, told: string) => {
    const items = told.split('; ');
    const rest = readsOn.test(items.at(-1) ?? '') ? items.pop() : undefined;
    const list = items.map((item) => `- ${item}`).join('\n');
    return `${lead === '' ? '' : ':\n\n'}${list}${rest === undefined ? '' : `\n\n${rest}`}`;
  });
}

/** Looks a passage up by its number. */
function passageSource(folder: string): (id: string) => string {
  const pairs = gunzipSync(readFileSync(join(folder, 'docs-text/pairs.jsonl.gz')))
    .toString('utf8')
    .split('\n');
  const squad: unknown = JSON.parse(
    readFileSync(join(folder, 'squad2-cs224n-dev/test-v2.0.cs224n.noanswers.json'), 'utf8'),
  );
  const articles = new Map(
    articlesShape.parse(squad).data.map(({ title, paragraphs }) => [title, paragraphs]),
  );
  return (id) => {
    const [set = '', number = ''] = id.split('#');
    if (set === 'pairs') return pairShape.parse(JSON.parse(pairs[Number(number)] ?? '')).passage;
    const paragraph = articles.get(set)?.[Number(number)];
    if (paragraph === undefined) throw new Error(`no passage ${id} in ${folder}`);
    return paragraph.context;
  };
}

function sectionOf(entry: string, lists: boolean, passage: (id: string) => string): Section {
  const [id = '', heading] = entry.split(' | ');
  const text = passage(id).trim();
  return { heading, text: lists ? listAsLines(text) : text };
}

const frontMatter = (front: Document['front']): string =>
  front === undefined
    ? ''
    : `---\n${Object.entries(front)
        .map(([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
        .join('\n')}\n---\n\n`;

const headingLines: Record<Document['style'], (heading: string) => string> = {
  headings: (heading) => `## ${heading}\n\n`,
  bold: (heading) => `**${heading}**\n\n`,
  questions: (heading) => `### ${heading}\n\n`,
  plain: () => '',
  text: (heading) => `${heading.toUpperCase()}\n\n`,
  html: (heading) => `<h2>${heading}</h2>\n`,
};

function pageOf(document: Document, passage: (id: string) => string): string {
  const { style, title, front, lists, passages = [], body } = document;
  const sections = passages.map((entry) => sectionOf(entry, lists, passage));
  const paragraphs = sections.map(({ heading, text }) => {
    const head = heading === undefined ? '' : headingLines[style](heading);
    return (
      head + (style === 'html' ? `<p>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>` : text)
    );
  });
  const text = [...(body === undefined ? [] : [body.trim()]), ...paragraphs].join('\n\n');
  if (style === 'html')
    return `<!doctype html>\n<title>${title}</title>\n<main>\n<h1>${title}</h1>\n${text}\n</main>\n`;
  const top = title === undefined ? '' : style === 'text' ? `${title}\n\n` : `# ${title}\n\n`;
  return `${frontMatter(front)}${top}${text}\n`;
}

/** Writes the pages of `list` under `out`; `datasets` holds `docs-text` and `squad2-cs224n-dev`. Throws when the sets give other bytes than the list expects. */
export function buildFolder(list: URL, datasets: string, out: string): void {
  const { documents, sha256 } = corpusShape.parse(parse(readFileSync(list, 'utf8')));
  const passage = passageSource(datasets);
  const hash = createHash('sha256');
  for (const document of documents) {
    const page = pageOf(document, passage);
    hash.update(page);
    mkdirSync(dirname(join(out, document.path)), { recursive: true });
    writeFileSync(join(out, document.path), page);
  }
  const digest = hash.digest('hex');
  if (digest !== sha256) throw new Error(`the pages have the hash ${digest}: the data sets are other ones`);
}
