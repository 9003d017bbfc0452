/** What kind of handling a question needs. Form only: whether the corpus has an answer is for the gate to say. */
import type { QuestionKind } from '../domain/plan.js';
import { core } from './aspect.js';
import { isForeign } from './language.js';
import { unsafeKind } from './safety.js';

const smallTalk = [
  /^(?:(?:hi|hello|hey|ok(?:ay)?|thanks?|thank you|great|cool)[ ,!.]+)+(?:are you (?:still )?(?:there|here|awake|online)|anyone (?:there|here)|is (?:that|this) (?:all|everything) (?:you|u) (?:can|could) (?:do|answer|say)|what else can (?:you|u) do)$/,
  /^(?:(?:hi|hello|hey|hiya|howdy|yo|greetings|good (?:morning|afternoon|evening|day|night)|welcome|what'?s up|sup)(?: (?:there|all|everyone|you|again|friend|folks|bot|mate|buddy|team))*[ ,!.]*)+(?:how are you(?: doing)?(?: today)?)?$/,
  /^(?:ok(?:ay)?|great|cool|nice|awesome|perfect|wow|lol|haha|yes|no|yep|nope|sure|alright|got it|i see|good|fine|hmm+|super|well done|good (?:job|bot|work)|amazing|excellent|interesting|nice one)(?:[ ,!.]+(?:thanks|thank you|thx|ok|cool|great|bye))?$/,
  /^(?:(?:ok(?:ay)?|great|cool|nice|awesome|perfect|alright|no|well)[ ,!.]+)*(?:many )?(?:thanks?|thank you|thx|ty|cheers|much appreciated|appreciate it)(?: (?:a lot|so much|very much|a bunch|again|for .{0,40}|you|man|mate|that .{0,30}|bye|goodbye))*$/,
  /^(?:ok(?:ay)?[ ,]+|thanks?[ ,!]+|thank you[ ,!]+)*(?:bye|goodbye|bye bye|see (?:you|ya)(?: (?:later|soon|around))?|good night|ciao|farewell|take care|later|have a (?:nice|good|great) (?:day|one|evening|weekend))$/,
  /^(?:hi[ ,!]+|hello[ ,!]+|hey[ ,!]+)?how(?:'s| is| are) (?:you|it going|things|life|your day)(?: doing)?(?: today)?$/,
  /^(?:so |and |hi[ ,]+|hello[ ,]+|hey[ ,]+)*(?:who|what)(?:'re| are| r) (?:you|u)(?: exactly)?$/,
  /^(?:so |and |hi[ ,]+|hello[ ,]+)*what (?:can|do|could) (?:you|u|this (?:bot|chat|assistant|thing|page|site)) (?:do|help(?: me)?(?: with)?|answer|offer)(?: (?:for me|here|exactly))?$/,
  /^(?:so |and )*(?:what|which questions|what (?:kind of |sort of )?(?:questions|things)) (?:can|could|should|may) i ask(?: (?:you|here|about))*$/,
  /^how (?:can|could|do) you help(?: me)?(?: with)?$|^how does this (?:chat|bot|work|assistant work)$|^how do i use this(?: chat| bot| page)?$/,
  /^(?:help|help me|help please|start|menu|test|testing|ping|hello world|anyone (?:there|here)|are you there|is (?:anyone|anybody|someone) there)$/,
  /^are (?:you|u) (?:a |an )?(?:(?:real |actual )?(?:bot|robot|human|person|ai|machine|computer|chatbot|language model|llm|real|chatgpt|gpt))(?: or (?:a |an )?\w+)?$/,
  /^(?:what|who) (?:is|am i talking to|is this)(?: (?:this|here))?$|^(?:what|who) am i (?:talking|speaking|chatting) (?:to|with)$|^what(?:'s| is) this(?: (?:bot|chat|page|site|thing))?$/,
  /^(?:nice|pleased|good|glad) to (?:meet|see|talk to) you(?: too)?$|^i (?:love|like) (?:you|this)$|^(?:sorry|my bad|never ?mind)$|^introduce yourself$/,
]; // prettier-ignore

/** Things that a catalogue holds, in the plural. */
const catalogueNouns =
  '(?:(?:side |open source |personal |past |own |different |distinct |main |other |programming |web |front-?end |back-?end |cloud |message |nosql |sql |relational |mobile |test(?:ing)? )*)(?:projects?|documents?|docs|notes|guides|write-?ups?|articles|posts|apps|applications|case studies|technologies|techs?|tech stacks?|tools|languages|frameworks|databases?|data stores|libraries|platforms|cloud providers|providers|brokers|queues|orms|editors|skills|certifications|certificates|awards|prizes|talks|publications|papers|courses|degrees|jobs|roles|positions|employers|companies|clients|customers|collaborators|venues|countries|industries|hobbies|topics|subjects)';
const made =
  '(?:built|made|done|created|written|developed|shipped|worked on|designed|completed|finished|published|documented)';

const lists = [
  /^(?:please )?(?:list|enumerate)\b(?! (?:the |some |all |a few )?(?:steps|reasons|differences|advantages|disadvantages|pros|cons|benefits|drawbacks|ways|trade-?offs|challenges|phases|stages))/,
  new RegExp(`^(?:please )?(?:show|give|name|tell)(?: me| us)? (?:a |the )?(?:full |complete )?(?:list of |all |every |each )(?:(?:of )?(?:the|your) )?[\\w-]+`),
  new RegExp(`^(?:please )?name (?:all |every |some |the |your |a few )*${catalogueNouns}\\b`),
  new RegExp(`^(?:in )?(?:which|what)(?: of)?(?: (?:the|your|these|other))?(?: \\d+)? ${catalogueNouns}\\b(?! (?:is|was|powers?|does|did|has|handles?|stores?|runs?|uses)\\b)`),
  new RegExp(`^what (?:are|were) (?:all )?(?:of )?(?:the |your |all )+${catalogueNouns}(?: (?:you|that|with|which|using|in|written|from|about).*)?$`),
  new RegExp(`^(?:what|which)(?: things| stuff| projects| apps)? (?:have|did|do) you ${made.replace('built', 'built|build|do|make|create')} (?:with|using|in|on|at|for|about|on top of) `),
  new RegExp(`^(?:are there|do you have|have you got|got|is there) (?:any |some |other |more )*${catalogueNouns} (?:that|with|using|in|about|which|on|written|involving)\\b`),
  new RegExp(`^(?:all|every|any|the|your) (?:of )?(?:the |your )?${catalogueNouns}(?: .*)?$`),
  new RegExp(`^where (?:did|do|have) you use(?:d)? `),
]; // prettier-ignore

const counted = [
  new RegExp(`^(?:in )?how many (?:of (?:the |your |these )+)?${catalogueNouns} (?:have|had|did|do|could|can|would) (?:you|i|we|the (?:owner|developer|author))\\b`),
  new RegExp(`^(?:in )?how many (?:of (?:the |your |these )+)?(?:[a-z+#.-]+ )?${catalogueNouns.replace('technologies', 'tech')} (?:are there|are (?:documented|described|listed|here|covered|in total|in the|on|about|written|finished|live|open)|in total|exist|altogether|(?:use|used|uses|using|with|involve|mention|run|were|that|about|in)\\b.*|does (?:the |this |your )?(?:portfolio|developer|owner|site).*)`),
  new RegExp(`^how many ${catalogueNouns}$`),
  new RegExp(`^(?:please )?(?:count|number of|what is the (?:total )?number of|the number of) (?:all |the |your |how many |of )*${catalogueNouns}\\b(?! (?:in|of|per) (?:the )?\\w+ (?:app|project|system))`),
]; // prettier-ignore

const did =
  '(?:used?|using|worked|built|tried|programmed|coded|developed|deployed|touched|written|shipped|implemented|set up|played|dealt|done|handled|run|operated|managed|administered|integrated|written|practised|practiced|learned|learnt|studied|configured|hosted|made|created|designed)';
const notFact =
  '(?!(?:why|how|who|what|when|where|if|whether|which|the difference|any|that|about|of|more)\\b)';
const experience = [
  /^(?:(?:got|had|have you (?:had|got)|do you have) )?(?:any|some|much) (?:hands-on |real |practical |actual )*(?:time|mileage|practice|hours) (?:with|on|in) [\w.+#-]+(?: [\w.+#-]+){0,3}$/,
  /^(?:are (?:you|u) (?:really )?(?:at home|handy|good|confident|well versed|fluent) (?:in|with|at)|do (?:you|u) know your way around|(?:did|have) (?:you|u) (?:ever )?(?:get|got|gotten|put|had) your hands on) [\w.+#-]+(?: [\w.+#-]+){0,3}$/,
  /^(?:(?:have )?(?:you|u) )?got (?:any |some )?[\w.+#-]+(?: [\w.+#-]+){0,2} (?:on|in) (?:your|the) (?:cv|resume|résumé|portfolio|stack|toolbox)$/,
  /^(?:is|was) (?:there )?(?:any )?[\w.+#-]+(?: [\w.+#-]+){0,2} (?:used )?(?:in|part of|on) (?:any|one|some) of your (?:projects|apps|work)$|^any [\w.+#-]+(?: [\w.+#-]+)? in your (?:projects|work|portfolio|cv)$/,
  /^how (?:much|many years(?: of)?) experience (?:do|have) (?:you|u)\b/,
  new RegExp(`^(?:you|u)(?: have|'ve)? (?:(?:ever|already|actually) )*${did}\\b`),
  new RegExp(`\\bhave (?:you|u) (?:(?:ever|already|also|actually|previously|personally) )*${did}\\b(?!.* or not)`),
  new RegExp(`^(?:ever|already|have you ever) ${did}\\b`),
  new RegExp(`^(?:do|did) (?:you|u) (?:(?:ever|also|really|actually) )*(?:know|use|work with|work in|code in|program in|write|do|touch|understand|speak) ${notFact}(?!.*\\b(?:in|for|at) (?:the |your |this )?[\\w-]+ (?:app|project|system|service|backend)\\b)[\\w.+#-]+(?: [\\w.+#-]+){0,3}(?: (?:before|already|well|too|at all))*$`),
  /^are (?:you|u) (?:\w+ )?(?:familiar|experienced|good|proficient|comfortable|skilled|fluent|competent|confident|knowledgeable|versed|well versed|certified|an? (?:\w+ )?(?:expert|developer|engineer))\b/,
  /^(?!(?!.*\b(?:you|u|your|he|she|his|her)\b).*\b(?:respondents?|participants?|users?|people|customers?|readers?|students?|members?|teams?|engineers|developers|they|who)\b).*\b(?:any|much|some|hands-on|prior|practical|professional|production|your|got|have|with|what|the) (?:\w+ ){0,2}(?:experience|expertise|background|knowledge|exposure|skills) (?:with|in|of|on|using|at)\b/,
  /^(?:[\w.+#-]+ ){1,3}(?:experience|knowledge|skills|expertise)$|^(?:experience|expertise|knowledge|skills) (?:with|in|of|on) /,
  new RegExp(`^(?:${did}|familiar|experienced) (?:with |in |on )?[\\w.+#-]+(?: [\\w.+#-]+){0,3}(?: before| already| in production)?$`),
  /^can (?:you|u) (?:code|program|work|develop|write(?: code)?|build(?: things)?) (?:in|with|using|on) /,
  /^how (?:well|good|familiar|experienced|comfortable|proficient|skilled|fluent)\b.*\b(?:you|your|u)\b/,
  /^(?:does|did|has|is) (?:he|she|the (?:owner|developer|author|candidate|person)) (?:ever )?(?:know|used?|worked|use|work|familiar|experienced|have (?:any )?experience)\b/,
]; // prettier-ignore

const offTopic = [
  /^(?:(?:can|could|would) you )?(?:please )?(?:write|compose|draft|make|create|give)(?: me| us)? (?:an? |some |the )?(?:[\w-]+ ){0,2}(?:song|poem|story|letter|card|toast|speech|invitation|rhyme|lyrics|greeting)s? (?:for|to|about) my (?:cat|dog|pet|mother|mom|mum|father|dad|wife|husband|girlfriend|boyfriend|grandma|grandmother|grandpa|son|daughter|baby|kids?|child|friend|boss|birthday|wedding|neighbou?r|teacher|hamster|parrot|horse)\b/,
  /^(?:what|how)(?:'s| is| will| was)? (?:be )?the weather\b|\bweather (?:today|tomorrow|forecast|in [a-z ]+ (?:today|tomorrow|now))\b|^(?:is it|will it) (?:going to )?(?:rain|snow)(?:ing)?\b/,
  /^(?:(?:can|could|would) you )?(?:please )?(?:write|generate|give|make|create|show)(?: me| us)? (?:some |an? |the )?(?:\w+ )?(?:code|function|script|program|regex|sql query|snippet|algorithm|class|implementation|solution|html page) (?:for|to|that|which|in|of)\b/,
  /^(?:(?:can|could|would) you )?(?:please )?(?:implement|code|program) (?:an? |the |me )?(?:\w+ )?(?:quick ?sort|merge ?sort|bubble ?sort|binary search|fizz ?buzz|fibonacci|linked list|calculator|snake game|tic.tac.toe|todo app|web scraper)\b/,
  /^(?:please )?(?:solve|calculate|compute|evaluate|what(?:'s| is))? ?[\d.,() ]+(?:[-+*/x×÷^%]|plus|minus|times|divided by) ?[\d.,() +*/x×÷^%-]+=? *$/,
  /^(?:please )?(?:solve|integrate|differentiate|factori[sz]e) (?:this |the )?(?:equation|integral|x\b|\d)/,
  /^who (?:won|will win|is winning|plays in|scored in) (?:the |last |this )*(?:[\w']+ ){0,3}(?:world cup|super ?bowl|election|elections|champions league|oscars?|olympics|grammys?|euro|nba|match|game|wimbledon|world series|eurovision|premier league|grand prix)\b/,
  /^who (?:is|was) the (?:current |first |next |last )?(?:president|prime minister|king|queen|pope|chancellor|ceo) of (?!your|this|the (?:project|company|team))/,
  /^(?:please )?translate\b.*\b(?:in|into|to|from) (?:english|german|french|spanish|italian|chinese|japanese|arabic|russian|portuguese|hindi|dutch|latin)\b/,
  /^(?:what(?:'s| is) the )?(?:current |today's )?(?:stock |share |market )?price of (?:bitcoin|ethereum|gold|oil|tesla|apple|nvidia|btc|eth)\b|^(?:should i (?:buy|sell|invest in)) /,
  /^(?:what(?:'s| is) )?(?:my|today's) horoscope\b|^(?:what(?:'s| is) the )?meaning of life$|\blottery numbers\b/,
  /^(?:what time is it|what(?:'s| is) the time|what(?:'s| is) (?:today's date|the date today)|what day is (?:it|today))\b/,
  /^(?:please )?(?:book|order|reserve|buy)(?: me)? (?:an? |the |some )?(?:\w+ )?(?:flight|hotel|table|taxi|pizza|ticket|tickets|room|uber|food)\b/,
  /^(?:please )?(?:play|put on) (?:some )?(?:music|a song|jazz|spotify)\b|^(?:please )?(?:set|start) (?:an? )?(?:alarm|timer|reminder)\b|^turn (?:on|off) the \w+$/,
  /^(?:can|could) you (?:recommend|suggest) (?:me )?(?:an? |some )?(?:good )?(?:movie|film|restaurant|book|song|hotel|tv show|series|recipe)s?\b|^(?:recommend|suggest)(?: me)? (?:an? |some )?(?:good )?(?:movie|film|restaurant|song|hotel|tv show|recipe)s?\b/,
  /^(?:how (?:do|can|should|to)(?: i| you| we)? )(?:cook|bake|lose weight|get rich|make money|tie a tie|get a girlfriend|cure|treat (?:a )?(?:cold|fever|headache))\b/,
  /^do my homework\b|^(?:write|do) (?:me )?my (?:essay|homework|assignment)\b|^write (?:me )?an? (?:\d+[ -]word )?essay (?:about|on) (?!your)/,
  /^(?:what|how) (?:should|can) i (?:eat|wear|cook|watch|name my (?:cat|dog|baby))\b/,
]; // prettier-ignore

const matches = (patterns: readonly RegExp[], text: string): boolean =>
  patterns.some((pattern) => pattern.test(text));

/** Kinds that need no retrieval, told from the whole question; undefined for every other. `lower` has no marks at its end. */
export function refusalKind(question: string, lower: string, names: number): QuestionKind | undefined {
  const unsafe = unsafeKind(lower);
  if (unsafe !== undefined) return unsafe;
  if (matches(smallTalk, lower)) return 'smalltalk';
  if (isForeign(question)) return 'language';
  return names === 0 && matches(offTopic, lower) ? 'off_topic' : undefined;
}

/** `count`, `list`, `experience` or `question`, for a whole question or one part of it. */
export function askKind(lower: string): QuestionKind {
  const plain = core(lower);
  if (matches(counted, plain)) return 'count';
  if (matches(lists, plain)) return 'list';
  return matches(experience, plain) || matches(experience, lower) ? 'experience' : 'question';
}
