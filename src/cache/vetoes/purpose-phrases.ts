/** The many ways of asking what a thing is for, as "what purpose X"; of asking why it is there, as "why purpose X". */
import type { Rewrite } from './rewrite.js';

export const purposes: readonly Rewrite[] = [
  [
    /^what (?:is|are|was|were) (?:the |its )?(?:purpose|point|goal|aim|use|benefit|value|role|job|task|function|responsibility|idea) (?:of|behind|in) (?:having |using )?/,
    'what purpose ',
  ],
  [
    /^what (?:do|does|did) (?:you|one|we|i|people) (?:need|use|want|have|require) (.+) for$/,
    'what purpose $1',
  ],
  [
    /^what (?:is|are|was|were) (.+?) (?:good|useful|used|meant|intended|there|needed|made|responsible|suited|suitable|helpful) for$/,
    'what purpose $1',
  ],
  [/^what (?:is|are|was|were) (.+) for$/, 'what purpose $1'],
  [/^what (?:do|does|did|can|could) (.+) do$/, 'what purpose $1'],
  [
    /^what (?:purpose|role|function|job|task) (?:do|does|did) (.+) (?:serve|play|have|fulfil|fulfill|perform)$/,
    'what purpose $1',
  ],
  [
    /^what (?:purpose|role|function|job|task) (?:do|does|did) (.+) (?:serve|play|have|fulfil|fulfill|perform) in (.+)$/,
    'what purpose $1 in $2',
  ],
  [/^what (?:is|are|was|were) (.+?) (?:good|useful|used|responsible) for in (.+)$/, 'what purpose $1 in $2'],
  [/^what (?:do|does|did) (.+) (?:do|bring|change) (for|to|in) (.+)$/, 'what purpose $1 $2 $3'],
  [/^what (?:is|was|are|were) the (?:effects?|impact|influence) of (.+)$/, 'what purpose $1'],
  [/^how (?:do|does|did) (.+) (?:affect|influence|impact)\b/, 'what purpose $1 for'],
  [
    /^(?:what|which) (?:problems?|issues?) (?:do|does|did|can) (.+) (?:solve|address|fix|tackle)$/,
    'what purpose $1',
  ],
  [
    /^(?:what|which) (?:problems?|issues?) (?:is|are|was|were|can be) (?:solved|addressed|fixed|tackled) (?:by|with|through) (.+)$/,
    'what purpose $1',
  ],
  [/^what (?:do|does|did|can) (.+) (?:solve|help with|help to solve)$/, 'what purpose $1'],
  [
    /^why (?:is|are|was|were) (.+) (?:needed|necessary|required|useful|there|important|helpful)$/,
    'why purpose $1',
  ],
  [
    /^why (?:do|does|did) (?:you|one|we|i|people|anyone|anybody) (?:need|want|require) (.+)$/,
    'why purpose $1',
  ],
  [/^why (?:do|does|did) (.+) exist$/, 'why purpose $1'],
];
