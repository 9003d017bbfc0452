/** Finds names of the alias table (and names the corpus taught) in a sentence: one pass over its words, longest match first. */
import { longestNameFrom, nameKey, technologyByKey } from '../../src/text/aliases.js';
import type { Technology } from '../../src/text/aliases.js';

export interface NameHit {
  readonly name: string;
  /** As it stands in the text. */
  readonly surface: string;
  readonly category?: string;
  readonly start: number;
  readonly end: number;
  /** The name is a plain word too and stands where a verb could stand: it counts only if the document knows it otherwise. */
  readonly isDoubtful: boolean;
}

interface Word {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

const wordPattern = /(?<![\p{L}\p{N}])\.NET(?![\p{L}\p{N}])|[\p{L}\p{N}]+(?:\+\+|#(?![\p{L}\p{N}]))?/giu;
/** Words of the longest learned name by its first word, for each set of learned names. */
const longestLearned = new WeakMap<ReadonlyMap<string, string>, ReadonlyMap<string, number>>();
// Words of one name may be joined by a space, a full stop, a hyphen, a slash or a colon pair.
const joint = /^(?: |[.\-/_]|::)$/;
// What follows a technology at the start of a sentence, and seldom a verb in the imperative.
const afterName =
  /^(?:[,;:|)/&.]|\s*$|\s+(?:and|or)\s+\p{Lu}|\s+(?:is|was|has|had|handles?|runs?|gives?|gave|makes?|made|can|could|with|serves?|services?|servers?|workers?|jobs?|scripts?|backend|back|front|code|module|package|application|app|routine|on|in|as|\d)(?![\p{L}-])|\s+\p{Lu})/u;

// "Go to", "React to", "Express as": a verb with its particle.
const verbParticle = /^\s+(?:to|through|back|ahead|into|over|further|up|down|out|away|along|around|as)\b/;

function longestByFirstWord(learned: ReadonlyMap<string, string>): ReadonlyMap<string, number> {
  const known = longestLearned.get(learned);
  if (known !== undefined) return known;
  const longest = new Map<string, number>();
  for (const key of learned.keys()) {
    const [first = '', ...rest] = key.split(' ');
    longest.set(first, Math.max(longest.get(first) ?? 0, rest.length + 1));
  }
  longestLearned.set(learned, longest);
  return longest;
}

function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const match of text.matchAll(wordPattern)) {
    words.push({ key: match[0].toLowerCase(), start: match.index, end: match.index + match[0].length });
  }
  return words;
}

function startsSentence(text: string, start: number): boolean {
  return !/[\p{L}\p{N}]/u.test(text.slice(Math.max(0, start - 40), start));
}

/** Single letters need a neighbour that only a language has: a list of names, or "written in". */
function isLanguageLetter(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 24), start);
  const after = text.slice(end, end + 16);
  if (/^[+#'’.\-&]/.test(after)) return false;
  return (
    /\b(?:in|with|and|using|language)\s$|[,|]\s$/.test(before) &&
    /^(?:\s*[,|;)]|\s*$|\.\s*$|\s+(?:and|or|code|program|library|compiler|extension)\b)/.test(after)
  );
}

function judge(technology: Technology, text: string, start: number, end: number): 'no' | 'doubtful' | 'yes' {
  const surface = text.slice(start, end);
  if (technology.wordAliases.includes(surface.toLowerCase())) {
    if (!/^\p{Lu}/u.test(surface)) return 'no';
    return startsSentence(text, start) && !afterName.test(text.slice(end, end + 24)) ? 'doubtful' : 'yes';
  }
  if (!technology.isAmbiguous) return 'yes';
  // An alias that is no plain word ("golang", "reactjs") counts in any case.
  if (nameKey(surface) !== nameKey(technology.name)) return 'yes';
  if (surface !== technology.name) return 'no';
  if (technology.name.length === 1) return isLanguageLetter(text, start, end) ? 'yes' : 'no';
  if (!startsSentence(text, start)) return 'yes';
  if (verbParticle.test(text.slice(end, end + 24))) return 'no';
  return afterName.test(text.slice(end, end + 24)) ? 'yes' : 'doubtful';
}

const noneLearned: ReadonlyMap<string, string> = new Map();

/** Names in `text`, in order, not overlapping. `learned`: key -> name of what the corpus itself taught. */
export function findNames(text: string, learned: ReadonlyMap<string, string> = noneLearned): NameHit[] {
  const words = wordsOf(text);
  const hits: NameHit[] = [];
  const learnedFrom = longestByFirstWord(learned);
  for (let index = 0; index < words.length; index++) {
    const first = words[index];
    if (first === undefined) continue;
    const longest = Math.max(longestNameFrom(first.key), learnedFrom.get(first.key) ?? 0);
    let key = first.key;
    let best: { technology: Technology | undefined; name: string; length: number; end: number } | undefined;
    for (let length = 1; length <= longest; length++) {
      const last = words[index + length - 1];
      if (last === undefined) break;
      if (length > 1) {
        const before = words[index + length - 2];
        if (before === undefined || !joint.test(text.slice(before.end, last.start))) break;
        key += ` ${last.key}`;
      }
      const technology = technologyByKey(key);
      const name = technology?.name ?? learned.get(key);
      if (name !== undefined) best = { technology, name, length, end: last.end };
    }
    if (best === undefined) continue;
    const verdict =
      best.technology === undefined ? 'yes' : judge(best.technology, text, first.start, best.end);
    if (verdict === 'no') continue;
    hits.push({
      name: best.name,
      surface: text.slice(first.start, best.end),
      ...(best.technology === undefined ? {} : { category: best.technology.category }),
      start: first.start,
      end: best.end,
      isDoubtful: verdict === 'doubtful',
    });
    index += best.length - 1;
  }
  return hits;
}
