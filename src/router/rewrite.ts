/**
 * The queries of a part: itself, one rewrite per intent that scores, and its topic words. Rewrites only shift weight between
 * words of the part and a few words that answers of that sort hold; they never bring in a topic.
 */
import { intents, type Aspect, type Intent, type IntentScores, type Query } from '../domain/plan.js';
import { isTopicWord } from '../text/terms.js';
import { core } from './aspect.js';
import { wordClass } from './intent-lexicon.js';
import { trimQuestion, readWords } from './words.js';

export interface RewriteInput {
  readonly text: string;
  readonly aspect: Aspect;
  readonly operand?: string;
  /** What the part is about when it does not say so itself. */
  readonly focus?: string;
  readonly scores: IntentScores;
}

/** Score from which an intent gets a query of its own. */
export const rewriteThreshold = 0.15;

const shares = { original: 0.6, keywords: 0.2, rewrites: 0.2 };

/** How people ask, not what about; topic words of these classes ("price", "database") stay. */
const askingClasses = new Set([
  'EXPLAIN', 'WONDER', 'WHYISH', 'WHOISH', 'LOCATE', 'MODAL', 'BE', 'DO', 'HAVE', 'EXPERIENCE', 'MAKE', 'FORM', 'STYLE', 'VERSUS', 'ENUMERATE',
]); // prettier-ignore
const fillers = new Set(['please', 'tell', 'give', 'show', 'many', 'much', 'like', 'would', 'could', 'also', 'let', 'hi', 'hello', 'hey', 'thanks', 'want', 'need', 'ever', 'thing', 'things', 'kind', 'sort', 'walk', 'talk', 'through']); // prettier-ignore

/** Words of the part that carry its topic, as written, once each. Asking words stay when nothing else is left. */
export function topicWords(text: string): string[] {
  const plain = text.slice(text.length - core(text.toLowerCase()).length);
  const words = readWords(plain).filter((word) => isTopicWord(word.lower.replace(/'s$/, '')));
  const topics = words.filter(
    (word) => !fillers.has(word.lower) && !askingClasses.has(wordClass(word.lower) ?? ''),
  );
  const kept = (topics.length > 0 ? topics : words).map((word) => word.text.replace(/['’]s$/i, ''));
  return [...new Map(kept.map((word) => [word.toLowerCase(), word])).values()];
}

const hints: Partial<Record<Aspect, string>> = {
  when: 'year date',
  who: 'name',
  where: 'place',
  how_many: 'number',
  why: 'reason',
};

function rewrite(intent: Intent, input: RewriteInput, topics: readonly string[]): string {
  const words = topics.join(' ');
  if (intent === 'factual')
    return [words, hints[input.aspect] ?? ''].filter((piece) => piece !== '').join(' ');
  if (intent === 'explanation') return `${input.aspect === 'why' ? 'why' : 'how'} ${words}`;
  if (intent === 'comparison')
    return [input.operand ?? '', ...topics.filter((topic) => !(input.operand ?? '').includes(topic))]
      .join(' ')
      .trim();
  return `${words} highlights results`;
}

/** Queries of a part; weights sum to 1, the original first, the topic words last. */
export function queriesOf(input: RewriteInput): Query[] {
  const found = topicWords(input.text);
  const focus = input.focus === undefined ? [] : readWords(input.focus).map((word) => word.text);
  const topics = [...found, ...focus.filter((word) => isTopicWord(word.toLowerCase()))];
  const keywords = topics.length > 0 ? topics.join(' ') : trimQuestion(input.text);
  const scoring = intents.filter((intent) => input.scores[intent] >= rewriteThreshold);
  const total = scoring.reduce((sum, intent) => sum + input.scores[intent], 0);
  const rewrites = scoring.map((intent): Query => ({
    intent,
    text: topics.length > 0 ? rewrite(intent, input, topics) : keywords,
    weight: (shares.rewrites * input.scores[intent]) / total,
  }));
  return [
    { intent: 'original', text: input.text, weight: shares.original },
    ...rewrites,
    { intent: 'keywords', text: keywords, weight: shares.keywords },
  ];
}
