/** Words that say when, how many, how surely and of whom something is meant. Such a word in one question alone makes it another question. */

export type FlagGroup = 'time' | 'quantity' | 'modality' | 'person';

const flagWords: Readonly<Record<FlagGroup, Readonly<Record<string, string>>>> = {
  time: byWord({
    now: 'now still',
    former: 'formerly nolonger before-now old former previous',
    begin: 'initially',
    end: 'finally',
    future:
      'will shall plan planned planning plans intend intended future upcoming soon tomorrow someday roadmap',
    latest: 'latest recent recently',
    oldest: 'oldest earliest',
    before: 'before until till',
    after: 'after since afterwards',
    during: 'meanwhile',
    later: 'later',
    clock: 'clock',
    yet: 'yet already',
    yesterday: 'yesterday',
    left: 'remain remains remaining outstanding pending todo',
  }),
  quantity: byWord({
    all: 'all every entire whole everything everyone always',
    only: 'only solely exclusively alone just merely sole',
    first: 'first 1st',
    last: 'last final',
    next: 'next',
    most: 'most mostly',
    least: 'least',
    more: 'more',
    less: 'less fewer few',
    both: 'both',
    either: 'either neither',
    half: 'half',
    other: 'other another else others alternative alternatives besides except',
    same: 'same identical',
    atleast: 'atleast minimum min',
    atmost: 'atmost maximum max',
    again: 'again twice once repeatedly',
    too: 'too',
    enough: 'enough sufficient',
    average: 'average median',
    total: 'total',
    per: 'per',
    sometimes: 'sometimes often rarely seldom',
  }),
  modality: byWord({
    advice: 'should ought recommend recommended advise',
    must: 'must mandatory necessary obliged',
    might: 'might may maybe perhaps possibly probably',
    would: 'would hypothetically suppose',
    whether: 'whether',
  }),
  person: byWord({ third: 'he she they him' }),
};

function byWord(groups: Record<string, string>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, words] of Object.entries(groups)) for (const word of words.split(' ')) flat[word] = name;
  return flat;
}

/** True for a word of any group. */
export function isFlag(word: string): boolean {
  return (Object.keys(flagWords) as FlagGroup[]).some((group) => flagWords[group][word] !== undefined);
}

// "How late" asks for a degree; "how will" does not.
const auxiliary = /^(?:will|shall)$/;

/** Names of the flags of each group, sorted. */
export function readFlags(words: readonly string[]): Record<FlagGroup, string[]> {
  const read = (group: FlagGroup): string[] => [
    ...new Set(
      words.flatMap((word, index) =>
        words[index - 1] === 'how' && !auxiliary.test(word) ? [] : (flagWords[group][word] ?? []),
      ),
    ),
  ];
  const flags = {
    time: read('time'),
    quantity: read('quantity'),
    modality: read('modality'),
    person: read('person'),
  };
  const isFuture = /\b(?:going to|about to|want to|hope to|aim to|(?:left|still|yet) to)\b/.test(
    words.join(' '),
  );
  if (isFuture && !flags.time.includes('future')) flags.time.push('future');
  for (const group of Object.values(flags)) group.sort();
  return flags;
}
