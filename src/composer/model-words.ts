/** Word lists behind the check of model answers: words that claim nothing, words that mean the same, words that turn a meaning round. */
import { stem } from '../text/terms.js';

function stemsOf(words: string): string[] {
  return words.split(/\s+/).filter(Boolean).map(stem);
}

/** Words that an answer may add by itself: they link, introduce or hedge, and claim nothing that a source would have to hold. */
const linking =
  'also additionally moreover furthermore further besides therefore thus hence however although though whereas while instead since still yet even well ' +
  'specifically namely mainly mostly generally overall basically essentially simply directly actually particularly especially typically usually often ' +
  'project projects work works worked working portfolio document documents documented documentation write writeup writeups note notes noted describe describes described description mention mentions mentioned ' +
  'say says said state states stated explain explains explained list lists listed record records recorded cover covers covered ' +
  'use uses used using usage include includes included including involve involves involved contain contains make makes made making do does done get gets ' +
  'one ones thing things way ways part parts kind kinds type types example examples case cases reason reasons point points approach ' +
  'several various multiple many much different certain main key overall whole related based given according regarding concerning respectively ' +
  'first second third finally next lastly would could may might must shall cannot can will able let lets want wants need needs needed ' +
  'mean means meant become becomes became remain remains order within without across along per via upon among towards toward onto like ' +
  'personal personally own name named called known together rather either neither every another around already currently now today always ' +
  'exist exists existing existed regardless amount amounts total there come comes came go goes put puts keep both simply yes sure indeed short summary role goal purpose question answer';

export const glue: ReadonlySet<string> = new Set(stemsOf(linking));

/** Each line: words that say the same in a write-up. The first one stands for the group. */
const groups = [
  'build built create created creates develop developed implement implemented implements implementation wrote written write construct constructed design designed make programmed author',
  'store stored stores keep keeps kept save saved saves persist persisted persists persistence hold holds held retain retained retains remember remembered storage',
  'run runs ran running execute executes executed execution operate operates host hosted hosts deploy deployed deploys launch',
  'send sends sent deliver delivers delivered delivery transmit transmitted push pushed pushes emit emits emitted publish published publishes dispatch',
  'receive receives received get gets obtain obtains obtained',
  'fast quick quickly rapid rapidly speed speedy swift',
  'slow slowly slower sluggish',
  'big large larger huge heavy',
  'small little tiny light lightweight minor',
  'error errors failure failures fail fails failed failing fault faults',
  'return returns returned respond responds responded response reply replies answer answers',
  'call calls called invoke invokes invoked trigger triggers triggered',
  'check checks checked verify verifies verified verification validate validates validated validation confirm confirms',
  'remove removes removed delete deletes deleted deletion drop drops dropped discard discarded erase evict evicts evicted',
  'add adds added append appends appended insert inserts inserted attach attaches',
  'change changes changed modify modifies modified update updates updated alter alters altered edit adjust',
  'show shows shown display displays displayed present presents presented expose exposes exposed render renders',
  'choose chooses chose chosen select selects selected pick picks picked prefer prefers preferred opt opts decide decided',
  'serve serves served handle handles handled process processes processed processing deal deals manage manages managed treat',
  'start starts started begin begins began launch',
  'stop stops stopped end ends ended halt halts finish finishes finished',
  'avoid avoids avoided prevent prevents prevented preventing',
  'let lets allow allows allowed permit permits permitted enable enables enabled support supports supported',
  'need needs require requires required requirement',
  'protect protects protected secure secures secured guard guards guarded safe safely',
  'split splits divide divides divided partition partitions partitioned separate separates separated',
  'join joins combine combines combined merge merges merged unite',
  'job jobs task tasks',
  'application app applications apps',
  'database databases db datastore',
  'server servers backend',
  'interface ui frontend screen screens',
  'user users visitor visitors customer customers client clients',
  'cost costs price prices expense expensive cheap',
  'increase increases increased grow grows grew grown raise raises raised rise',
  'decrease decreases decreased reduce reduces reduced lower lowers lowered shrink cut cuts',
  'wait waits waited waiting block blocks blocked',
  'happen happens occur occurs occurred take place',
  'problem problems issue issues trouble difficulty challenge challenges hard difficult',
  'goal goals aim aims aimed target targets purpose objective objectives',
  'limit limits limited cap caps capped bound bounded maximum max restrict restricts restricted',
  'ask asks request requests requested query queries',
  'find finds found search searches searched locate lookup',
  'connect connects connected connection link links linked',
  'copy copies copied replica replicas replicate replicated duplicate duplicates',
  'lock locks locked locking mutex',
  'measure measures measured benchmark benchmarks benchmarked',
  'test tests tested testing',
  'learn learns learned learnt lesson lessons',
  'identifier identifiers id ids identify',
  'number numbers numbering numbered sequence sequential count counter counters counts',
  'message messages',
  'thread threads threading',
  'asynchronous asynchronously async background later',
  'synchronous synchronously sync',
  'concurrent concurrently concurrency parallel parallelism simultaneous simultaneously',
  'configuration configure configured config setting settings set sets',
  'authentication authenticate authenticated login log sign',
  'authorization authorise authorize authorised authorized permission permissions',
  'repository repositories repo',
  'image images picture pictures photo photos',
  'buy buys bought purchase purchases purchased',
  'pay pays paid payment payments',
  'happens result results outcome',
  'compare compares compared comparison versus vs',
  'drawback drawbacks downside downsides disadvantage disadvantages weakness weaknesses price',
  'advantage advantages benefit benefits strength strengths',
  'expire expires expired expiry expiration ttl',
  'refresh refreshes refreshed renew renews renewed rotate rotates rotated',
  'read reads reading fetch fetches fetched load loads loaded retrieve retrieves retrieved',
  'millisecond milliseconds ms',
  'second seconds sec secs s',
  'minute minutes min mins',
  'hour hours h hr hrs',
  'day days',
  'megabyte megabytes mb',
  'gigabyte gigabytes gb',
  'percent percentage',
  'alone only sole solely single one',
  'missing absent lack lacks lacking',
  'guarantee guarantees guaranteed ensure ensures ensured',
  'spread distribute distributes distributed distribution',
  'retry retries retried again repeat repeats repeated',
  'crash crashes crashed die dies died',
  'leave leaves left omit omits omitted skip skips skipped',
  'rank ranks ranked ranking order orders ordered sort sorts sorted',
  'source sources origin',
  'product products item items article articles goods',
  'explicit explicitly clearly clear',
  'unique distinct',
];

const representative = new Map<string, string>();
for (const line of groups) {
  const members = stemsOf(line);
  for (const member of members)
    if (!representative.has(member)) representative.set(member, members[0] ?? member);
}

/** Stem -> the stem that stands for its group. */
export function meaningOf(word: string): string {
  const own = stem(word);
  return representative.get(own) ?? own;
}

/** Words that negate what follows them. */
export const negators: ReadonlySet<string> = new Set(
  'not non no otherwise never none neither nor without cannot lack lacks lacking lacked nothing nobody nowhere hardly barely avoid avoids avoided avoiding prevent prevents prevented preventing refuse refuses refused omit omits omitted skip skips skipped absent missing unable instead rather null'.split(
    ' ',
  ),
);

const opposites = [
  ['absent', 'exist'],
  ['absent', 'present'],
  ['missing', 'exist'],
  ['missing', 'present'],
  ['before', 'after'],
  ['first', 'last'],
  ['increase', 'decrease'],
  ['grow', 'shrink'],
  ['raise', 'lower'],
  ['enable', 'disable'],
  ['allow', 'forbid'],
  ['accept', 'reject'],
  ['always', 'never'],
  ['asynchronous', 'synchronous'],
  ['fast', 'slow'],
  ['more', 'less'],
  ['more', 'fewer'],
  ['higher', 'lower'],
  ['large', 'small'],
  ['above', 'below'],
  ['over', 'under'],
  ['maximum', 'minimum'],
  ['most', 'least'],
  ['start', 'stop'],
  ['open', 'closed'],
  ['safe', 'unsafe'],
  ['strong', 'weak'],
  ['cheap', 'expensive'],
  ['simple', 'complex'],
  ['easy', 'hard'],
  ['stateless', 'stateful'],
  ['mutable', 'immutable'],
  ['possible', 'impossible'],
  ['public', 'private'],
  ['success', 'failure'],
  ['early', 'late'],
  ['optional', 'required'],
  ['internal', 'external'],
  ['include', 'exclude'],
  ['read', 'write'],
  ['upload', 'download'],
  ['encrypt', 'decrypt'],
  ['push', 'pull'],
  ['horizontal', 'vertical'],
  ['relational', 'non-relational'],
] as const;

/** Stem -> stems that say the contrary. */
export const antonyms: ReadonlyMap<string, readonly string[]> = (() => {
  const table = new Map<string, string[]>();
  for (const [one, other] of opposites) {
    for (const [from, to] of [
      [stem(one), stem(other)],
      [stem(other), stem(one)],
    ] as const)
      table.set(from, [...(table.get(from) ?? []), to]);
  }
  return table;
})();

const numberWords: Readonly<Record<string, string>> = {
  two: '2', three: '3', four: '4', five: '5', six: '6', seven: '7', eight: '8', nine: '9', ten: '10', eleven: '11', twelve: '12', fifteen: '15',
  twenty: '20', thirty: '30', forty: '40', fifty: '50', sixty: '60', hundred: '100', thousand: '1000', million: '1000000', billion: '1000000000', twice: '2',
}; // prettier-ignore

/** "three" -> "3"; undefined for any other word ("one" is seldom a number). */
export function numberNamed(word: string): string | undefined {
  return Object.hasOwn(numberWords, word) ? numberWords[word] : undefined;
}
