/** Which of many short strings a text holds, in one pass over it: the automaton of Aho and Corasick (1975). Page-safe. */

interface State {
  readonly next: Map<number, State>;
  /** Words that end here, those that end a longer one included. */
  words: readonly string[];
  /** The state of the longest end of this one's word that begins another word. */
  fallback: State | undefined;
}

const newState = (): State => ({ next: new Map(), words: [], fallback: undefined });

function addWord(root: State, word: string): void {
  let state = root;
  for (let at = 0; at < word.length; at++) {
    const unit = word.charCodeAt(at);
    const next = state.next.get(unit) ?? newState();
    state.next.set(unit, next);
    state = next;
  }
  state.words = [word];
}

function follow(state: State | undefined, unit: number): State | undefined {
  for (let from = state; from !== undefined; from = from.fallback) {
    const next = from.next.get(unit);
    if (next !== undefined) return next;
  }
  return undefined;
}

/** All states, shorter beginnings first, each with its fallback. */
function linkStates(root: State): State[] {
  const states = [root];
  for (const state of states) {
    for (const [unit, next] of state.next) {
      next.fallback = follow(state.fallback, unit) ?? root;
      next.words = [...next.words, ...next.fallback.words];
      states.push(next);
    }
  }
  return states;
}

/** Code units below this have a column of the table; all others, which no word may hold, lead back to the start. */
const columns = 128;

/** `words` are ASCII and not empty. The finder gives those that the text holds. */
export function createWordFinder(words: readonly string[]): (text: string) => ReadonlySet<string> {
  const root = newState();
  for (const word of new Set(words)) addWord(root, word);
  const states = linkStates(root);
  const numbers = new Map(states.map((state, number) => [state, number]));
  const table = new Uint16Array(states.length * columns);
  states.forEach((state, number) => {
    for (let unit = 0; unit < columns; unit++)
      table[number * columns + unit] = numbers.get(follow(state, unit) ?? root) ?? 0;
  });
  const ends = states.map((state) => state.words);
  return (text) => {
    const found = new Set<string>();
    let state = 0;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      state = unit < columns ? (table[state * columns + unit] ?? 0) : 0;
      const ended = ends[state];
      if (ended !== undefined && ended.length > 0) for (const word of ended) found.add(word);
    }
    return found;
  };
}
