/** Questions that the corpus answers well, spread over its documents: made from titles and headings, no two about the same document in a row. */
import type { Snapshot } from '../ports.js';

const plainHeading =
  /^(?:introduction|overview|summary|conclusion|notes?|misc|contents|see also|links|references|general)$/i;

function questionFor(title: string, heading: string | undefined, type: string): string {
  if (heading === undefined || plainHeading.test(heading)) {
    return type === 'project' ? `What did you build in ${title}?` : `What do your notes say about ${title}?`;
  }
  if (/\?$/.test(heading)) return heading;
  if (/^(?:how|why|what|when|where)\b/i.test(heading)) return `${heading}?`;
  return `${title}: what about ${heading.charAt(0).toLowerCase()}${heading.slice(1)}?`;
}

/** At most `limit` questions, projects first, in a fixed order. */
export function suggestionsOf(snapshot: Snapshot, limit = 12): string[] {
  const order = { project: 0, guide: 1, note: 2, profile: 3 } as const;
  const documents = snapshot.catalogue.documents
    .filter((document) => document.type !== 'profile')
    .sort((a, b) => order[a.type] - order[b.type] || (a.id < b.id ? -1 : 1));
  const questions: string[] = [];
  for (const document of documents) {
    const chunk = document.chunkIds
      .map((id) => snapshot.chunk(id))
      .find((one) => one !== undefined && one.headingPath.length > 0);
    const title = document.title.split(/[:(–—]/)[0]?.trim() ?? document.title;
    questions.push(
      questionFor(title, document.type === 'project' ? undefined : chunk?.headingPath.at(-1), document.type),
    );
    if (questions.length >= limit) break;
  }
  return [...new Set(questions)];
}
