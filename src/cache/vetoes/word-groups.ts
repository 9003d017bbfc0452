/**
 * General English word knowledge for comparing questions: words of one meaning, opposites, and words that carry no topic.
 * Names of technologies do not belong here. A pair that is missing costs a hit; a wrong pair costs an answer, so groups are narrow.
 */
import { stem } from '../../text/terms.js';

/** Each line: words that may stand for each other in a question, the first one as the name of the group. */
const verbGroups = `
use utilise employ leverage choose pick select adopt apply
store save keep persist hold retain
build make create implement develop construct write craft author compose
design architect model
deploy release ship publish launch
host run deploy
improve enhance refine
optimise tune
accelerate hasten quicken
fix repair resolve solve cure correct remedy patch
change alter modify adjust edit amend
change update refresh
update upgrade
remove delete erase drop discard eliminate
add append insert include introduce
begin start launch commence initiate boot
finish complete conclude
stop halt terminate cease
send transmit dispatch emit deliver push pass hand
receive get obtain retrieve fetch acquire gain
achieve reach attain accomplish get
contact reach
show display present list
render draw paint
check verify validate confirm
happen occur arise become
visit open
call invoke
protect secure safeguard guard
handle manage process treat tackle address
prevent avoid avert stop
detect discover spot notice identify find recognise
calculate compute determine derive
cause trigger provoke
offer provide supply
maintain keep
measure gauge quantify benchmark
monitor observe watch
test
reduce lower decrease cut shrink lessen minimise drop fall
increase raise grow boost rise
enable activate
disable deactivate
allow permit let
block forbid prohibit deny
connect link join attach integrate
communicate interact talk speak
learn study
teach instruct
explain describe clarify
require need demand
contain comprise include consist hold
divide split share partition
merge combine
move migrate transfer relocate
convert transform translate
replace substitute swap
compare contrast
differ
relate connect
fail crash break die
recover restore
invalidate expire
order sort rank
route forward direct
search query lookup find
authenticate login
register signup
collect gather
analyse examine
generate produce
configure setup
ensure guarantee assure
synchronise sync
schedule
execute run perform
log record
prefer favour favor
recommend suggest advise propose
plan intend
doubt distrust question
contradict disagree conflict
enjoy like love
lead head
cost
pay
buy purchase
train
predict forecast
parse
share distribute
supervise oversee
assign allocate
reach access
matter
acknowledge ack
wake awaken
examine inspect
feed ingest load
renew extend
lose
tolerate accept
`;

const nounGroups = `
application app
database db datastore
bug defect
problem issue difficulty trouble hurdle obstacle challenge
error fault mistake
reason motivation rationale
result outcome
goal aim objective
benefit advantage upside pro merit strength
drawback disadvantage downside con shortcoming weakness flaw
difference distinction
architecture structure
picture image photo
method technique
company employer firm
job role position
colleague coworker teammate
customer client
customer buyer shopper
user visitor people person human
education degree
speed velocity
latency delay lag
memory ram
message
notification alert
authentication auth
authorisation permission
configuration config settings setting
repository repo
environment env
library package
website site webpage
password passphrase
developer programmer engineer
team crew
hobby pastime
salary wage
lesson takeaway learning
skill
rate frequency
capacity
profit revenue
car vehicle
teacher instructor
idea concept notion
feature functionality capability
step stage phase
job task chore
internet web
laptop notebook
source origin
end finish
component part piece building-block constituent
technology tech stack techstack
kind type sort
situation case circumstance scenario
price cost charge expense
lifetime lifespan ttl
property attribute field
fast quick rapid speedy
slow sluggish
hard difficult challenging tough tricky
easy simple straightforward
big large huge
small little tiny
important crucial essential vital significant
reliable dependable trustworthy
good suitable
main primary principal chief central
first initial
favourite favorite
correct right
wrong incorrect false untrue
similar alike
common frequent
automatic automatically automated
separate own
asynchronous async asynchronously
synchronous synchronously
roadmap plan
cluster
kubernetes k8s
postgresql postgres psql
javascript js
typescript ts
golang go
`;

const opposites = `
on off|enable disable|activate deactivate|before after|increase decrease|increase reduce|raise lower|with without|best worst|better worse
add remove|insert delete|include exclude|more less|more fewer|most least|first last|start stop|start finish|begin end|open close|up down
in out|into outof|above below|over under|accept reject|allow block|allow deny|permit forbid|grant revoke|lock unlock|connect disconnect
attach detach|mount unmount|install uninstall|encrypt decrypt|encode decode|compress decompress|serialise deserialise|serialize deserialize
push pull|upload download|import export|read write|send receive|publish subscribe|producer consumer|client server|input output|source target
source destination|parent child|internal external|public private|local remote|static dynamic|synchronous asynchronous|sync async|manual automatic
horizontal vertical|upgrade downgrade|deploy rollback|commit revert|create destroy|create delete|win lose|succeed fail|success failure|pass fail
fast slow|faster slower|fastest slowest|big small|bigger smaller|biggest smallest|high low|higher lower|highest lowest|long short|longer shorter
longest shortest|easy hard|easier harder|easiest hardest|strong weak|strength weakness|advantage disadvantage|benefit drawback|pro con|like dislike
love hate|positive negative|maximum minimum|max min|early late|earlier later|earliest latest|oldest newest|old new|cheap expensive|cheaper costlier
same different|always never|everything nothing|all none|inside outside|front back|frontend backend|left right|login logout|encrypted plain|gain lose
expand shrink|grow shrink|merge split|buy sell|hire fire|junior senior|forward backward|ascending descending|buyer seller|hit miss|online offline
valid invalid|stateful stateless|mutable immutable|optional required|strict loose|tight loose|lead follow|ask answer|request response|cause prevent
`;

/** Say nothing about the topic: a question may have them or not. */
const genericWords = `
project system application product platform software solution thing stuff way part kind sort type thing work function go come
happen occur look like know think tell explain describe talk give say want wish try help see mean get let own overall general particular specific
certain various different several many much lot bit involve regard concern decision detail information info overview
summary idea able possible ever exist available serve do did done have has had is are was were be been being would could will shall use
you your yours i me mine my we our us they their them it its he his him she her the a an this that these those there here some any so such just
very of for to in on at with by from as about and or if than then while regarding concerning within inside during via through using please
main key take sit lie stand locate located face encounter manage familiar someone anyone people person word across between among around per upon
itself themselves yourself each
`;

/** Say only that one thing belongs to another: "which X does Y use", "which X is Y built on", "which X are there in Y". */
const relationWords = `
use utilise employ choose pick select adopt build make create write implement base rely run power back drive have offer provide exist available contain include
consist comprise belong come list define give name know do play serve hold carry find present feature meet appear involve work see distinguish describe mention say
cover own keep need built written made chosen driven gave given kept held found ran chose wrote
`;

/** Name the class of what stands before them: "the bulkhead pattern" is the bulkhead. */
const classWords = `
pattern record keyword protocol algorithm concept technique mechanism approach method model process system tool file project figure claim number value command
library framework service problem principle feature service component style strategy stage phase property module technology language layer term operation
`;

function groupsOf(text: string): Map<string, string[]> {
  const senses = new Map<string, string[]>();
  for (const line of text.trim().split('\n')) {
    const words = line
      .trim()
      .split(/\s+/)
      .map((word) => stem(baseForm(word)));
    for (const word of new Set(words)) senses.set(word, [...(senses.get(word) ?? []), words[0] ?? word]);
  }
  return senses;
}

const irregular = new Map(
  'rewrote rewrite|rewritten rewrite|rebuilt rebuild|redid redo|overcame overcome|stole steal|stolen steal|stuck stick|swept sweep|wore wear|worn wear|woke wake|beaten beat|bitten bite|blew blow|blown blow|brought bring|dealt deal|fed feed|fought fight|flew fly|flown fly|heard hear|laid lay|lent lend|lit light|rode ride|ridden ride|rang ring|sang sing|sat sit|shook shake|shot shoot|struck strike|swam swim|tore tear|torn tear|undid undo|undone undo|built build|made make|wrote write|written write|chose choose|chosen choose|kept keep|held hold|sent send|got get|gotten get|found find|ran run|broke break|broken break|grew grow|grown grow|began begin|begun begin|led lead|met meet|bought buy|paid pay|taught teach|spoke speak|learnt learn|went go|gone go|took take|taken take|gave give|given give|came come|saw see|seen see|knew know|known know|thought think|told tell|said say|drew draw|drawn draw|won win|lost lose|left leave|stood stand|felt feel|meant mean|hid hide|hidden hide|threw throw|thrown throw|slept sleep|froze freeze|frozen freeze|forgot forget|forgotten forget|shrank shrink|shrunk shrink|spent spend|understood understand|caught catch|sold sell|shown show|drove drive|driven drive|fell fall|fallen fall|rose rise|risen rise|data datum|people person|children child|indices index|indexes index|queries query|libraries library|deployment deploy|migration migrate|authentication authenticate|implementation implement|integration integrate|configuration configure|optimisation optimise|optimization optimise|validation validate|verification verify|deletion delete|removal remove|storage store|creation create|selection select|choice choose|usage use|encryption encrypt|compression compress|generation generate|replication replicate|notification notify|recovery recover|failure fail|improvement improve|measurement measure|detection detect|prevention prevent|protection protect|comparison compare|recommendation recommend|description describe|explanation explain|invalidation invalidate|expiry expire|expiration expire|synchronisation synchronise|synchronization synchronise|delivery deliver|testing test|monitoring monitor|handling handle|reduction reduce|difference differ|different differ|distinguish differ|renewal renew|relation relate|relationship relate|loss lose|lost lose|growth grow|proposal propose|suggestion suggest|assignment assign|arrival arrive|behaviour behave|behavior behave|definition define|meaning mean|knowledge know|persistence persist|classification classify|existence exist|useful use|analysis analyse|analyses analyse|retrieval retrieve|approval approve|refusal refuse|renewed renew|addition add|production produce|reduction reduce|introduction introduce|allocation allocate|acquisition acquire|maintenance maintain|explanation explain|contradiction contradict|disagreement disagree|decision decide|belief believe|proof prove|requirements require|requirement require|communication communicate|classifications classify|startup start|start-up start|deployed deploy|written write|woken wake|broke break|shutdown stop|connection connect|connections connect|reachable reach|reliability reliable|numbering number|numbered number|gotten get|ingestion ingest|isolation isolate|pagination paginate|dying die|died die|dead die'
    .split('|')
    .map((pair) => pair.split(' ') as [string, string]),
);

interface Lexicon {
  readonly verbs: ReadonlyMap<string, readonly string[]>;
  readonly nouns: ReadonlyMap<string, readonly string[]>;
  /** Every word of the groups as it is written there. */
  readonly listed: ReadonlySet<string>;
  readonly generic: ReadonlySet<string>;
  readonly relations: ReadonlySet<string>;
  readonly classes: ReadonlySet<string>;
}

let madeLexicon: Lexicon | undefined;

/** Made when the first question is compared: a process that answers one has nothing to compare it with. */
function lexicon(): Lexicon {
  return (madeLexicon ??= {
    verbs: groupsOf(verbGroups),
    nouns: groupsOf(nounGroups),
    listed: new Set(`${verbGroups} ${nounGroups}`.trim().split(/\s+/)),
    generic: new Set(genericWords.trim().split(/\s+/).map(stem)),
    relations: new Set(relationWords.trim().split(/\s+/).map(stem)),
    classes: new Set(classWords.trim().split(/\s+/).map(stem)),
  });
}

const oppositeNames = opposites
  .trim()
  .split(/[|\n]/)
  .map((pair) => pair.trim().split(' ') as [string, string]);

/** The base form of an irregular word, else the word itself; with "z" where British and American spelling part ways. */
export function baseForm(word: string): string {
  return (irregular.get(word) ?? word)
    .replace(/([a-z]{3})is(e|es|ed|ing|er|ers|ation|ations)$/, '$1iz$2')
    .replace(/([a-z]{3})ys(e|es|ed|ing|er|ers)$/, '$1yz$2')
    .replace(/([a-z]{3})our$/, '$1or');
}

/** A noun that the stemmer takes for the verb it comes from: a renderer does not render like "to render" reads. */
function isAgent(word: string): boolean {
  const { listed, verbs } = lexicon();
  return /.{3}(?:er|or)s?$/.test(word) && !listed.has(word.replace(/s$/, '')) && verbs.has(stem(word));
}

/** Names of the groups that a word belongs to, or its stem alone. Words of one meaning share a name. */
export function sensesOf(word: string): readonly string[] {
  if (isAgent(word)) return [word.replace(/s$/, '')];
  const stemmed = stem(baseForm(word));
  const { verbs, nouns } = lexicon();
  const senses = [...(verbs.get(stemmed) ?? []), ...(nouns.get(stemmed) ?? [])];
  return senses.length === 0 ? [stemmed] : senses;
}

/** True for a verb of a group: verbs change their place between active and passive, names do not. */
export function isVerb(word: string): boolean {
  return !isAgent(word) && lexicon().verbs.has(stem(baseForm(word)));
}

/** True for a word that carries no topic. */
export function isGeneric(word: string): boolean {
  const { generic } = lexicon();
  return generic.has(stem(baseForm(word))) || generic.has(stem(word));
}

/** Opposites as words and as stems of both sides. */
export const antonyms: readonly (readonly [string, string])[] = oppositeNames.map(
  ([a, b]) => [stem(a), stem(b)] as const,
);

/** True for a word that only says that one thing belongs to another. */
export function isRelation(word: string): boolean {
  return lexicon().relations.has(stem(word)) && !/(?:tion|ment|age)s?$/.test(word);
}

/** True for a noun that names the class of the word before it. */
export function isClassNoun(word: string): boolean {
  return lexicon().classes.has(stem(word));
}
