// Checks a corpus folder before it is published: front matter, tags, relative links, empty headings, credentials.
// Prints the problems and the size. It judges no prose, and it neither indexes nor changes anything.
// The allowed tags are the `vocabulary` list in the front matter of the folder's README.md; without it, any tag goes.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Nodes, Root } from 'mdast';
import remarkFrontmatter from 'remark-frontmatter';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { parseDocument } from 'yaml';
import { z } from 'zod';

/** A file of the corpus; `path` is relative to the folder, with forward slashes. */
export type CorpusFile = { path: string; text: string };
export type CorpusReport = { documents: number; words: number; problems: string[] };

const guideName = 'README.md';
const word = /[\p{L}\p{N}]+(?:[.,'’-][\p{L}\p{N}]+)*/gu;
const frontMatterShape = z.object({
  title: z.string().min(1),
  summary: z.string().min(1),
  type: z.enum(['project', 'guide', 'note', 'profile']),
  tags: z.array(z.string()).optional(),
});
const vocabularyShape = z.object({ vocabulary: z.array(z.string()) });
const credentialPatterns: Record<string, RegExp> = {
  'a private key': /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  'an access key':
    /\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_\w{30,}|github_pat_\w{30,}|sk-[\w-]{20,}|xox[abprs]-[\w-]{10,})/,
  'a signed token': /\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}/,
  'a connection string with a password': /\b[a-z][a-z0-9+]*:\/\/[^\s/:@]*:[^\s/@]+@/i,
  'an assigned secret':
    /\b(?:password|passwd|secret|api[_-]?key|access[_-]?key)["']?\s*[:=]\s*["']?[^\s"'<>]{8,}/i,
  'a private address': /\b(?:10\.\d+|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}\b/,
};

/** Checks the Markdown files among `files`; the others only serve as link targets. Pure. */
export function checkCorpus(files: readonly CorpusFile[]): CorpusReport {
  const trees = new Map(
    files.filter((file) => file.path.endsWith('.md')).map((file) => [file.path, parseMarkdown(file.text)]),
  );
  const paths = new Set(files.map((file) => file.path));
  const vocabulary = readVocabulary(trees.get(guideName));
  const problems: string[] = [];
  let documents = 0;
  let words = 0;
  for (const { path, text } of files) {
    const tree = trees.get(path);
    if (!tree) continue;
    const found = [
      ...emptyHeadings(tree),
      ...credentials(text),
      ...brokenLinks({ path, tree, paths, trees }),
    ];
    if (path !== guideName) {
      found.unshift(...frontMatterProblems(tree, vocabulary));
      documents += 1;
      words += textOf(tree, ' ').match(word)?.length ?? 0;
    }
    problems.push(...found.map((problem) => `${path}: ${problem}`));
  }
  return { documents, words, problems };
}

function parseMarkdown(text: string): Root {
  return unified().use(remarkParse).use(remarkFrontmatter).parse(text);
}

function readFrontMatter(tree: Root): unknown {
  const first = tree.children[0];
  const document = parseDocument(first?.type === 'yaml' ? first.value : '{}');
  return document.errors.length === 0 ? document.toJS() : undefined;
}

function readVocabulary(tree: Root | undefined): string[] | undefined {
  return vocabularyShape.safeParse(tree && readFrontMatter(tree)).data?.vocabulary;
}

function frontMatterProblems(tree: Root, vocabulary: string[] | undefined): string[] {
  const { data, error } = frontMatterShape.safeParse(readFrontMatter(tree));
  if (error) return error.issues.map((issue) => `front matter "${issue.path.join('.')}": ${issue.message}`);
  const unknown = data.tags?.filter((tag) => vocabulary && !vocabulary.includes(tag)) ?? [];
  return unknown.map((tag) => `unknown tag "${tag}": use the vocabulary in ${guideName}, or extend it`);
}

function emptyHeadings(tree: Root): string[] {
  return tree.children.flatMap((node, index) => {
    const next = tree.children[index + 1];
    if (node.type !== 'heading' || (next && next.type !== 'heading')) return [];
    return [`line ${node.position?.start.line ?? 0}: the heading "${textOf(node)}" has no text under it`];
  });
}

function credentials(text: string): string[] {
  return Object.entries(credentialPatterns)
    .filter(([, pattern]) => pattern.test(text))
    .map(([name]) => `holds what looks like ${name}`);
}

type LinkContext = { path: string; tree: Root; paths: Set<string>; trees: Map<string, Root> };

function brokenLinks({ path, tree, paths, trees }: LinkContext): string[] {
  const urls = nodesOf(tree).flatMap((node) => ('url' in node ? [node.url] : []));
  const relative = urls.filter((url) => !/^(?:[a-z][a-z0-9+.-]*:|\/)/i.test(url));
  return relative.flatMap((url) => {
    const [file = '', anchor] = decodeURI(url).split('#');
    const target = file === '' ? path : posix.join(posix.dirname(path), file);
    if (!paths.has(target)) return [`broken link "${url}"`];
    const anchors = headingAnchors(trees.get(target));
    return !anchor || anchors.includes(anchor) ? [] : [`broken link "${url}": no such heading`];
  });
}

/** Anchors as GitHub makes them, without the suffix that tells repeated headings apart. */
function headingAnchors(tree: Root | undefined): string[] {
  const headings = (tree ? nodesOf(tree) : []).filter((node) => node.type === 'heading');
  const names = headings.map((heading) => textOf(heading).toLowerCase());
  return names.map((name) => name.replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-'));
}

function nodesOf(node: Nodes): Nodes[] {
  return [node, ...('children' in node ? node.children.flatMap(nodesOf) : [])];
}

function textOf(node: Nodes, separator = ''): string {
  const parts = nodesOf(node).map((part) => (part.type !== 'yaml' && 'value' in part ? part.value : ''));
  return parts.join(separator);
}

/** Every path in the folder; only Markdown is read. Folders are listed too, since a link may lead to one. */
function readFolder(folder: string): CorpusFile[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return names.map((name) => ({
    path: name.split(sep).join('/'),
    text: name.endsWith('.md') ? readFileSync(join(folder, name), 'utf8') : '',
  }));
}

function main(folder: string): number {
  const { documents, words, problems } = checkCorpus(existsSync(folder) ? readFolder(folder) : []);
  if (documents === 0) problems.push(`no documents in the folder "${folder}"`);
  for (const problem of problems) console.error(problem);
  console.log(`${documents} documents, ${words} words, ${problems.length} problems`);
  return problems.length === 0 ? 0 : 1;
}

const [, script = '', folder = 'corpus'] = process.argv;
if (import.meta.url === pathToFileURL(script).href) process.exitCode = main(folder);
