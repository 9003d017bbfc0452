/** Places that tell of a topic which is no known technology ("rate limiting"): matched as written or inflected, never by a shared stem alone. */
import type { Chunk } from '../domain/chunk.js';
import type { PartEvidence } from '../domain/evidence.js';
import { isTopicWord, tokenize } from '../text/terms.js';
import type { NamedMention } from './technologies.js';

/** One form for a word and its inflections: "caches", "cached", "caching" -> "cach"; "access" and "accessibility" stay apart. */
export function inflectionRoot(word: string): string {
  const plain = word.replace(/ies$/, 'y').replace(/(?<=[^s])s$/, '');
  return plain.length > 4 ? plain.replace(/(?:ing|ed|e)$/, '') : plain;
}

function rootsOf(text: string): Set<string> {
  return new Set(
    tokenize(text)
      .map(({ text: word }) => word)
      .filter(isTopicWord)
      .map(inflectionRoot),
  );
}

/** In a project whose title or heading is the topic, the opening sentence stands for it. */
function openingOf(chunk: Chunk): number | undefined {
  const at = chunk.sentences.findIndex(({ start, end }) => {
    const text = chunk.text.slice(start, end);
    return !/^\s*(?:#|\||```)/.test(text) && text.split(/\s+/).length >= 5 && !/:\s*$/.test(text);
  });
  return at < 0 ? undefined : at;
}

function mentionsIn(chunk: Chunk, topic: string, wanted: ReadonlySet<string>): NamedMention[] {
  const place = chunk.headingPath.join(' ');
  const heading = rootsOf(chunk.documentType === 'project' ? `${chunk.title} ${place}` : place);
  const told = chunk.sentences.flatMap((span, sentence) => {
    const roots = rootsOf(chunk.text.slice(span.start, span.end));
    const own = [...wanted].filter((root) => roots.has(root)).length;
    const isNamed =
      own * 2 >= wanted.size && [...wanted].every((root) => roots.has(root) || heading.has(root));
    return isNamed ? [{ chunkId: chunk.id, sentence, name: topic }] : [];
  });
  if (told.length > 0 || ![...wanted].every((root) => heading.has(root))) return told;
  const sentence = openingOf(chunk);
  return sentence === undefined ? [] : [{ chunkId: chunk.id, sentence, name: topic }];
}

/** Sentences of the ranked chunks that hold every word of the topic, best chunk first; headings may hold up to half of them. */
export function topicMentions(part: PartEvidence, topic: string): NamedMention[] {
  const wanted = rootsOf(topic);
  return wanted.size === 0 ? [] : part.ranked.flatMap(({ chunk }) => mentionsIn(chunk, topic, wanted));
}
