/** What the plans of two questions say: their kind, their parts, their intent, and the sides of a comparison. */
import { answerableKinds, type Plan } from '../../domain/plan.js';
import { stem, tokenize } from '../../text/terms.js';
import { isCompared, type Likeness, type Pair } from './likeness.js';

/** A text that is made up is no answer to a question; a comparison and a list differ from it in form alone, which the answers show. */
export function likenessOfKinds(pair: Pair): Likeness {
  const kinds = [pair.asked.plan.kind, pair.stored.plan.kind];
  if (kinds[0] === kinds[1] || isCompared(pair)) return 'same';
  if (kinds.some((kind) => kind === 'creative' || !answerableKinds.has(kind))) return 'different';
  return kinds.includes('comparison') ? 'sentence' : 'same';
}

export function likenessOfParts(pair: Pair): Likeness {
  return pair.asked.plan.parts.length === pair.stored.plan.parts.length || isCompared(pair)
    ? 'same'
    : 'sentence';
}

/** One of the two asks for a text of its own making, and not by a hair. */
export function likenessOfIntents({ asked, stored }: Pair): Likeness {
  if ((asked.plan.intent === 'creative') === (stored.plan.intent === 'creative')) return 'same';
  const fair = 0.3;
  return asked.plan.scores[stored.plan.intent] < fair || stored.plan.scores[asked.plan.intent] < fair
    ? 'sentence'
    : 'same';
}

/** Stems as the index counts them. */
function corpusStems(text: string): string[] {
  return tokenize(text).map((token) => stem(token.text));
}

function operandsOf(plan: Plan): string[] {
  return plan.parts
    .flatMap((part) => (part.operand === undefined ? [] : [corpusStems(part.operand).join(' ')]))
    .sort();
}

/** Every side of a comparison is named in the other question, which the router does not read as one. */
function namesAll(question: string, operands: readonly string[]): boolean {
  const words = ` ${corpusStems(question).join(' ')} `;
  return operands.length > 0 && operands.every((operand) => words.includes(` ${operand} `));
}

/** The sides of a comparison have to agree; one side may be named more fully ("offset", "offset pagination"). */
export function likenessOfOperands(pair: Pair): Likeness {
  const { asked, stored } = pair;
  const [a, b] = [operandsOf(asked.plan), operandsOf(stored.plan)];
  if (a.length !== b.length) {
    if (isCompared(pair)) return 'same';
    const isNamed =
      a.length === 0 ? namesAll(asked.question, b) : b.length === 0 && namesAll(stored.question, a);
    return isNamed ? 'sentence' : 'different';
  }
  const fits = (x: string, y: string): boolean => ` ${x} `.includes(` ${y} `) || ` ${y} `.includes(` ${x} `);
  return a.every((side) => b.filter((other) => fits(side, other)).length === 1) ? 'same' : 'different';
}
