/** Document ids: the path without its extension, as a slug; unique and independent of the order on disk. */
import { createHash } from 'node:crypto';

/** "Projects/My App v2.md" -> "projects/my-app-v2". */
export function slugOf(path: string): string {
  const slug = path
    .replace(/\.[^./]+$/, '')
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .split('/')
    .map((part) => part.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, ''))
    .filter((part) => part !== '')
    .join('/');
  return slug === '' ? `document-${createHash('sha256').update(path).digest('hex').slice(0, 8)}` : slug;
}

/** Path -> id. Where several paths share a slug, the Markdown file (or the first by name) keeps it, the others carry their extension or a hash. */
export function documentIds(paths: readonly string[]): Map<string, string> {
  const bySlug = new Map<string, string[]>();
  for (const path of [...paths].sort()) {
    const slug = slugOf(path);
    bySlug.set(slug, [...(bySlug.get(slug) ?? []), path]);
  }
  const ids = new Map<string, string>();
  for (const [slug, group] of bySlug) {
    const owner = group.find((path) => path.endsWith('.md')) ?? group[0];
    for (const path of group) {
      const suffix = createHash('sha256').update(path).digest('hex').slice(0, 6);
      ids.set(path, path === owner ? slug : `${slug}-${suffix}`);
    }
  }
  return ids;
}
