/** Words that ask in the same way, by class: lets the intent model carry what it learned from "draft a poem" over to "craft a sonnet". */

const classes: Readonly<Record<string, string>> = {
  MAKE: 'write draft compose craft create generate invent produce author pen prepare formulate script design devise concoct fabricate dream brainstorm narrate retell dramatise dramatize rewrite rephrase reword rework recast reimagine turn transform convert advertise promote market pitch sell persuade convince imagine pretend roleplay sing rap rhyme tweet spin praise hype entertain impersonate parody improvise condense boil coin phrase',
  FORM: 'poem poems haiku haikus limerick sonnet verse verses stanza ballad ode elegy lyrics song rap jingle chant anthem tweet tweets post caption hashtag headline headlines title titles tagline taglines slogan slogans motto mottos catchphrase punchline pun puns joke jokes riddle story stories tale fable fairytale legend myth saga novel screenplay play script plot dialogue monologue sketch scene trailer teaser blurb bio biography letter email memo speech toast eulogy obituary advert ad ads advertisement commercial flyer brochure poster copy newsletter intro introduction opening hook pitch acrostic meme cartoon mascot nickname superhero voiceover testimonial endorsement diary postcard invitation greeting manifesto rhyme oneliner one-liner one-pager two-liner press lullaby prayer skit horoscope recipe-style crossword',
  STYLE: 'catchy funny witty punchy playful poetic dramatic snappy humorous humourous creative cheerful bold quirky inspiring exciting heartfelt silly sarcastic charming upbeat rhyming emoji-free whimsical epic friendly memorable persuasive style voice tone manner-of',
  CHARACTER: 'pirate shakespeare yoda poet comedian rapper salesman salesperson commentator bard storyteller wizard cowboy sommelier grandmother five-year-old toddler alien robot narrator hemingway',
  AUDIENCE: 'recruiter recruiters investor investors employer boss hiring founder ceo cto kids children grandma journalist stakeholders',
  EXPLAIN: 'explain explaining explains describe describing clarify elaborate outline illustrate discuss define unpack detail summarise summarize walk talk guide teach demonstrate expound recount dissect demystify break-down interpret',
  ACCOUNT: 'explanation overview walkthrough rundown background insight insights introduction-to tour breakdown summary architecture design workflow flow approach strategy process procedure mechanism methodology method methods lifecycle pipeline philosophy mindset journey steps details context internals principle principles concept notion thoughts lessons lesson takeaways sequence role setup structure story-of',
  REASON: 'reason reasons reasoning rationale motivation motive purpose point logic thinking idea cause causes grounds justification sense intention goal',
  EFFECT: 'effect effects impact influence consequence consequences implication implications benefit benefits drawback drawbacks limitation limitations risk risks challenge challenges difficulty difficulties obstacle obstacles problem problems pitfalls weakness weaknesses upside upsides downside downsides significance importance',
  BEHIND: 'behind underneath hood under-the-hood scenes internally inside curtain',
  HAPPEN: 'happen happens happened happening occurs becomes go-on going',
  HARD: 'hard difficult tricky tough challenging complex complicated interesting special important necessary essential crucial useful',
  VERSUS: 'vs vs. versus v compare compares compared comparing comparison comparisons contrast contrasts contrasting contrasted differ differs differing difference differences different differently diff differentiate distinguish distinguishes distinction distinctions juxtapose unlike dissimilar similarity similarities similar alike trade-off trade-offs tradeoff tradeoffs side-by-side head-to-head relative rather prefer prefers preference preferable favour favor favourite-of choose choosing weigh pick instead opposed beats beat outperform outperforms superior inferior outweigh than rank stack diverge apart outdo merits',
  BETTER: 'better worse best worst more less faster slower cheaper dearer larger bigger smaller older younger newer easier harder simpler safer stronger weaker longer shorter taller higher lower lighter heavier quicker cleaner smarter richer warmer colder hotter greener nicer tougher greater closer further earlier later deeper wider fewer stricter leaner brighter denser',
  DEGREE: 'many much long often far fast big large old tall high deep wide heavy late early soon quickly frequently small thick loud hot cold expensive accurate steep rich',
  TIMEWORD: 'year month day date week century decade hour minute time season era age period deadline quarter weekday birthday anniversary',
  PLACEWORD: 'city country place town village state region continent location address office campus university school site street address building folder directory file bucket',
  MEASURE: 'name names number amount count size length width height weight depth distance area volume age price cost costs budget fee salary rate percentage percent share ratio fraction score latency throughput uptime bandwidth capacity population limit maximum minimum max min average median total sum version port url link email phone licence license colour color format type unit duration timeout interval frequency speed temperature voltage value status code key id title-of level degree grade rank currency language capital author owner inventor founder winner leader captain author-of nationality extension flag header default threshold quota deadline password-length headcount turnover revenue profit address hostname username branch tag commit release',
  KINDWORD: 'database databases framework frameworks library libraries tool tools technology technologies language languages platform provider vendor broker engine server service services editor protocol algorithm algorithms hash model models instrument material metal mineral gas fuel species animal bird river sea ocean mountain king queen president team company firm client employer degree certificate certification certifications award awards prize skill skills stack orm cms ide os sdk api cloud hosting database-engine projects project documents notes guides articles write-ups writeups libraries packages',
  ENUMERATE: 'list enumerate name every all each count total identify mention state provide',
  EXPERIENCE: 'used use using know familiar experience experienced worked built tried touched done written knowledge proficient acquainted comfortable ever',
  WONDER: 'wonder wondering curious curiosity interested understand know learn hear figure see get appreciate love like',
  WHYISH: 'why how wherefore',
  WHOISH: 'who whom whose',
  LOCATE: 'where whereabouts wherever',
  MODAL: 'can could will would should may might must shall',
  BE: "is are was were am isn't aren't wasn't weren't",
  DO: "do does did don't doesn't didn't",
  HAVE: "has have had hasn't haven't got",
}; // prettier-ignore

function buildIndex(): ReadonlyMap<string, string> {
  const index = new Map<string, string>();
  for (const [name, words] of Object.entries(classes)) {
    for (const word of words.split(' ')) if (!index.has(word)) index.set(word, name);
  }
  return index;
}

let index: ReadonlyMap<string, string> | undefined;

/** Class of a lower-case word; undefined for most words. */
export function wordClass(word: string): string | undefined {
  index ??= buildIndex();
  return index.get(word);
}

/** All words that have a class. */
export function classedWords(): Iterable<string> {
  index ??= buildIndex();
  return index.keys();
}
