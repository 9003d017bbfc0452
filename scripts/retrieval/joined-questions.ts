/** Random questions of a set joined into one, as people join them. Seeded; knows nothing of the router that takes them apart. */
import type { BeirQuery } from '../../eval/beir/read-beir.js';
import { createRandom } from '../../eval/statistics/random.js';

export interface JoinedQuestion {
  readonly text: string;
  readonly questions: readonly BeirQuery[];
  readonly joint: string;
}

const asking =
  /^(?:what|which|who|whom|whose|when|where|why|how|is|are|was|were|do|does|did|can|could|will|would|should|has|have|had|in|on|at|by|for|to|from|if)\b/i;

/** Without marks at its end; inside a sentence it begins small, unless it begins with a name. */
const inside = (text: string): string =>
  asking.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;

const listed = (questions: readonly string[], last: string): string =>
  `${[questions[0], ...questions.slice(1, -1).map(inside)].join(', ')}${last} ${inside(questions.at(-1) ?? '')}`;

/** Ways of joining; the first of the questions stands as it was written. */
const joints: Readonly<Record<string, (questions: readonly string[]) => string>> = {
  'question marks': (questions) => `${questions.join('? ')}?`,
  'and, one mark': (questions) => `${listed(questions, questions.length > 2 ? ', and' : ' and')}?`,
  'comma and and': (questions) => `${listed(questions, ', and')}?`,
  'and, no mark': (questions) =>
    [inside(questions[0] ?? ''), ...questions.slice(1).map(inside)].join(' and '),
  'a mark, then and': (questions) => `${questions.join('? And ').replace(/\? And (\w)/g, (_joint, first: string) => `? And ${first.toLowerCase()}`)}?`,
  'semicolons': (questions) => `${[questions[0], ...questions.slice(1).map(inside)].join('; ')}?`,
  'also': (questions) => `${questions[0] ?? ''}? ${questions.slice(1).map((text) => `Also, ${inside(text)}?`).join(' ')}`,
  'commas alone': (questions) => `${[questions[0], ...questions.slice(1).map(inside)].join(', ')}?`,
}; // prettier-ignore

export const jointNames = Object.keys(joints);

/** `count` questions of `size` different parts each; the joints take turns, the questions are drawn. */
export function joinQuestions(
  queries: readonly BeirQuery[],
  size: number,
  count: number,
  seed: number,
): JoinedQuestion[] {
  const random = createRandom(seed * 31 + size);
  return Array.from({ length: count }, (_, index) => {
    const drawn = new Set<BeirQuery>();
    while (drawn.size < Math.min(size, queries.length)) {
      const query = queries[Math.floor(random() * queries.length)];
      if (query !== undefined) drawn.add(query);
    }
    const questions = [...drawn];
    const joint = jointNames[index % jointNames.length] ?? '';
    const plain = questions.map(({ text }) =>
      text
        .replace(/\s+/g, ' ')
        .trim()
        .replace(/[\s?!.]+$/, ''),
    );
    return { text: joints[joint]?.(plain) ?? '', questions, joint };
  });
}
