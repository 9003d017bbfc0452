/**
 * Brings a question into a plain wording before it is read: contractions written out, polite frames gone, the many ways of
 * asking "why", "when" or "how many" as one, two-word verbs as one word. Works on lower-case text; knows no topic.
 */

type Rewrite = readonly [pattern: RegExp, replacement: string];

const contractions: readonly Rewrite[] = [
  [/[‘’`]/g, "'"],
  [/\bwon't\b/g, 'will not'],
  [/\bshan't\b/g, 'shall not'],
  [/\bcan(?:'t|not)\b/g, 'can not'],
  [/\bain't\b/g, 'is not'],
  [/n't\b/g, ' not'],
  [/\blet's\b/g, 'let us'],
  [/\b(what|who|where|when|why|how|which|that|there|here|it|he|she)'s\b/g, '$1 is'],
  [/\b(what|who|where|when|why|how|there|i|you|we|they|it|he|she)'d\b/g, '$1 would'],
  [/'re\b/g, ' are'],
  [/'ve\b/g, ' have'],
  [/'ll\b/g, ' will'],
  [/\bi'm\b/g, 'i am'],
  [/'s?(?!\p{L})/gu, ''],
  [/\bun(?!i[tfocqv]|der|til|less)(\p{L}{3,}(?:ed|able|ible))\b/gu, 'not $1'],
];

const asking =
  '(?:tell|explain|describe|show|give|say|share|walk|remind|list|name|outline|summari[sz]e|elaborate|clarify|enumerate|talk|help)';
const asks = '(?:how|why|what|when|where|who|whose|which|whether|if)';

// Applied again and again until nothing changes: frames come stacked ("hi, could you please tell me ...").
const frames: readonly Rewrite[] = [
  [
    /^(?:hi|hello|hey|so|ok|okay|well|please|kindly|also|just curious|curious|quick question|out of curiosity)\b[\s,:!-]*/,
    '',
  ],
  [
    new RegExp(
      `^(?:can|could|would|will|may|might) (?:you|i|we) (?:please |kindly |possibly |briefly |maybe |quickly |just )*(?=(?:${asking}|ask|know|get|hear|learn)\\b)`,
    ),
    '',
  ],
  [
    /^(?:i|we) (?:would like|would love|want|wanted|need|am curious|was wondering|am wondering|wonder|am interested|am trying|wish|would be interested)\b(?: (?:to|in|about))?(?: (?:know|hear|learn|knowing|learning|hearing|understand|understanding|find out|ask|see))?(?: more)?(?: (?:about|of))?\s*/,
    '',
  ],
  [new RegExp(`^(?:do|would|did) you (?:happen to )?(?:know|remember|recall)\\b\\s*(?=${asks}\\b)`), ''],
  [
    new RegExp(
      `^(?:tell|remind|inform|show|give)(?: (?:me|us))?(?: (?:more|a bit|a little|something))*(?: (?:about|of))? (?=${asks}\\b)`,
    ),
    '',
  ],
  [
    new RegExp(
      `^(?:explain|describe|say|share|clarify|outline|ask|know|hear|learn|elaborate on|talk about)(?: (?:to|with) (?:me|us)| me| us)?(?: exactly| in detail| briefly)? (?=${asks}\\b)`,
    ),
    '',
  ],
  [/^walk (?:me|us) through (?=(?:how|why|what)\b)/, ''],
  [/^walk (?:me|us) through\b/, 'explain'],
  [/^(?:go|talk) (?:me )?(?:over|through)\b/, 'explain'],
  [
    /^(?:give|provide|offer|write|get)(?: (?:me|us))? (?:an? |some )?(?:short |brief |quick |rough )?(?:summary|overview|description|explanation|definition|idea|outline|account|information|info|details?)(?: (?:of|about|on|for))? (?=(?:what|how|why)\b)/,
    '',
  ],
  [
    /^(?:give|provide|offer|write|get)(?: (?:me|us))? (?:an? |some )?(?:short |brief |quick |rough )?(?:summary|overview|description|explanation|definition|idea|outline|account|information|info|details?)(?: (?:of|about|on|for))?\b/,
    'describe',
  ],
  [/^(?:explain|describe|define|clarify)(?: (?:to|for))? (?:me|us)\b/, 'explain'],
  [
    /^(?:explain|describe|tell)(?: me| us)?(?: about)? (?:the )?(?:idea|concept|notion|basics) (?:of|behind)\b/,
    'explain',
  ],
  [
    /^(?:define|clarify|elaborate on|talk about|tell (?:me|us) (?:(?:a|some|little|bit|more|something) )*about|tell (?:me|us) of)\b/,
    'explain',
  ],
  [/^(?:explain|describe) what (.+) (?:is|are|means?)$/, 'explain $1'],
  [
    /^(?:what|which things?) do (?:your|the) (?:notes|write-?ups|documents|pages) (?:say|tell|mention|state|record|explain) (?:about|on|of)\b/,
    'explain',
  ],
  [/\baccording to (?:your|the) (?:notes|write-?ups|documents)\b/g, ''],
  [/\bin (?:your|the) (?:notes|write-?ups|documents|portfolio)\b(?! on| about)/g, ''],
  [
    /\bdo (?:your|the) (?:notes|write-?ups|documents) (?:mention|list|name|distinguish|describe|cover)\b/g,
    'are there',
  ],
  [
    /^(?:any idea|i wonder|wondering|do you mind telling me|would you mind telling me|may i ask|can i ask|mind telling me)\b[\s,:]*/,
    '',
  ],
  [/^(?:whether|if) (?:or not )?(?=(?:you|i|we|it|the|your|my|this|that|there)\b)/, 'is '],
  [
    /[\s,]+(?:please|thanks|thank you|exactly|precisely|actually|in detail|in short|briefly|by the way|at all|in general|in practice|in your opinion|to me|for me)$/,
    '',
  ],
  [
    /\b(?:exactly|precisely|actually|basically|really|roughly|approximately|specifically|generally|typically|usually) /g,
    '',
  ],
];

// What a thing is for, in one wording: "what purpose X".
const purposes: readonly Rewrite[] = [
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

const askings: readonly Rewrite[] = [
  [/^what ((?:an?|the|your) .+) (is|are)$/, 'what $2 $1'],
  [
    /^(?:any|got any|do you have any) (?:prior |previous )?(?:experience|familiarity|expertise) (?:with|in|of|using)\b/,
    'have you used',
  ],
  [/^do you have (?:experience|familiarity|expertise) (?:with|in|of|using)\b/, 'have you used'],
  [
    /^(?:do|did|have) you (?:ever )?(?:know|known|knew|tried|try|touched|touch|worked with|work with|worked on|use|used|using)\b/,
    'have you used',
  ],
  [/\b(?:how many times|how frequently|how regularly)\b/g, 'how often'],
  [
    /^(?:what|which) (?:is|are|was|were) the (?:life ?time|life ?span|duration|length|period) of (.+)$/,
    'how long is $1',
  ],
  [/\bhow long (?:do|does|did) (.+) (?:live|last|take|run|stay valid)$/, 'how long is $1'],
  [
    /^(?:on|in|under|at|during) (?:what|which) (?:cases?|situations?|circumstances?|conditions?|scenarios?)\b/,
    'when',
  ],
  [/^(?:on|at) (?:what|which) (?:platforms?|servers?|hosts?|machines?|environments?)\b/, 'where'],
  [/^in (?:what|which) (?:form|shape)\b/, 'how'],
  [/^where (?:do|does|did) (?!you |we |i )(.+) (?:live|reside)\b/, 'where is $1 kept'],
  [/\b(?:what|how) (?:do|does|did) (.+) look like\b/g, 'how is $1 built'],
  [
    /^what (?:are|is|was|were) the (?:single |exact |individual |main )?(?:steps?|stages?) (?:of|for|to|in|when|behind)\b/,
    'how',
  ],
  [/^what can be done (?:about|against|to reduce|to avoid)\b/, 'how reduce'],
  [/^what (?:speaks|spoke|argues|argued) for\b/, 'why'],
  [/^by how much\b/, 'how much'],
  [/\bhow much (faster|slower|bigger|smaller|quicker)\b/g, 'how much $1'],
  [/^what (?:is|was) the (?:rate|amount|size) of\b/, 'how much'],
  [/^(?:what|which) (?:is|are) (?:the )?(?:differences?|distinctions?) between\b/, 'how differ'],
  [/^(?:compare|contrast) (.+?) (?:and|with|to|against|versus|vs\.?) (.+)$/, 'how differ $1 and $2'],
  [/^(?:what|where) distinguishes (.+) from (.+)$/, 'how differ $1 and $2'],
  [/^how (?:do|does|did|is|are) (.+?) (?:differ|different) from (.+)$/, 'how differ $1 and $2'],
  [/^how (?:do|does|did|are) (.+) and (.+) (?:differ|compare|different)\b/, 'how differ $1 and $2'],
  [
    /^(?!(?:what|which|who|how|why|when|where|is|are|was|were|do|does|did|can|could|should|have|has|will|would|tell|explain|list|name|describe|write|any)\b)(.{2,40}) (?:vs\.?|versus|or) (.{2,60})$/,
    'how differ $1 and $2',
  ],
  [/\b(?:does|do|is|are) (.+) (?:stand for|mean)$/, 'is $1'],
  [/\bhow come\b/g, 'why'],
  [/^for (?:what|which) purpose\b/, 'why'],
  [/\bfor (?:what|which) (?:reasons?)\b/g, 'why'],
  [
    /\bwhat (?:is|are|was|were) (?:the|your|my|its|some|behind)?\s*(?:main |primary |key |big |biggest )?(?:reasons?|motivations?|rationale|reasoning|thinking|justification)(?: (?:that|why|for|behind|of|to|in))*\b/g,
    'why',
  ],
  [
    /\bwhat (?:made|makes|led|leads|drove|drives|motivated|prompted|caused|causes|convinced|persuaded)\b/g,
    'why',
  ],
  [/^(?:the )?reasons? (?:why|for|behind)\b/, 'why'],
  [
    /\b(?:at |in |on |during |from |since |by )?(?:what|which) (?:year|date|day|month|point in time|point|moment)\b/g,
    'when',
  ],
  [/\bwhat (?:is|was) the (?:date|year|day) (?:of|when|that|on which)?/g, 'when '],
  [/\b(?:at )?what time(?= (?:do|does|did|is|was|are|were|will|should|can)\b|$)/g, 'when clock'],
  [/\b(?:in |at |to |from )?(?:what|which) (?:place|location|city|country|town|spot)\b/g, 'where'],
  [/\b(?:what|which) (?:person|people|individual|individuals)\b/g, 'who'],
  [/\bwhom\b/g, 'who'],
  [
    /\bwhat (?:is|was|are|were) the (?:total |overall |exact )?(?:number|count|quantity|amount) of\b/g,
    'how many',
  ],
  [/\bwhat (?:number|count|quantity|amount) of\b/g, 'how many'],
  [/\bhow (?:large|big|high) (?:a|is the|was the) (?:number|count|amount) of\b/g, 'how many'],
  [/^(?:count|the number of|number of)\b/, 'how many'],
  [
    /\bhow much time\b|\b(?:for )?(?:what|which) (?:length of time|duration|amount of time)\b|\bwhat (?:is|was) the duration of\b/g,
    'how long',
  ],
  [/\bhow (?:frequently|regularly)\b|\b(?:at )?what frequency\b/g, 'how often'],
  [/\bhow (?:costly|expensive)\b|\bwhat (?:is|was) the (?:price|cost) of\b/g, 'how much cost'],
  [/\b(?:in )?(?:what|which) (?:ways?|manner|fashion)\b/g, 'how'],
  [/\bby (?:what|which) means\b/g, 'how'],
  [
    /\bwhat (?:is|was|are|were) (?:the|your|my) (?:best |right |correct |proper )?(?:ways?|methods?|process|procedures?|approach|approaches|steps?|technique|strategy) (?:to|for|of|behind)\b/g,
    'how',
  ],
  [/\bwhat (?:do|did|should|must|can) (?:i|you|we) (?:need |have )?(?:to )?do (?:to|in order to)\b/g, 'how'],
  [/\bwhat (?:approach|method|technique|strategy|mechanism)\b/g, 'how'],
  [
    /\bhow (?:can|could|do|did|would|should|may|to) (?:i|you|we|one)?\s*(?:go about|manage to|succeed in)\b/g,
    'how do you',
  ],
  [/\bwhat (?:is|was) the (?:purpose|point) of\b/g, 'what purpose'],
  [/\bhow long (?:do|did|does|would) (?:you|i|we|one|it) need to\b/g, 'how long did it take to'],
  [/^how to\b/, 'how do you'],
  [/\bwhat (?:is|was|are|were) the size of\b/g, 'how big'],
  [/\bwhat (?:is|was) the (?:speed|velocity) of\b/g, 'how fast'],
  [/\bwhat (?:is|was) the age of\b/g, 'how old'],
  [/\bwhat (?:is|are|was|were) the (?:main |key )?(?:differences?|distinctions?) between\b/g, 'how differ'],
  [/\bwhat (?:is|are) (?:the meaning of|meant by)\b/g, 'what is'],
  [/^what (?:does|do) (.+) (?:mean|stand for)$/, 'what is $1'],
  [/\b(?:is it|would it be) a good idea to\b/g, 'should you'],
  [
    /\b(?:do|did|have) you (?:ever )?(?:have |had |got )?(?:any |some |much )?(?:prior |previous )?(?:experience|familiarity|expertise) (?:with|in|of|using)\b/g,
    'have you used',
  ],
  [/\bare you (?:familiar|experienced) with\b/g, 'have you used'],
  [/\bhow about\b|\bwhat about\b/g, 'tell about'],
];

const verbs: readonly Rewrite[] = [
  [/\b(?:make|makes|made|making) use of\b/g, 'use'],
  [/\b(?:work|works|worked|working) with\b/g, 'use'],
  [/\b(?:make|makes|made|making) (.{1,40}?) (?:faster|quicker)\b/g, 'accelerate $1'],
  [/\b(?:make|makes|made|making) (.{1,40}?) (?:smaller)\b/g, 'reduce $1'],
  [/\b(?:make|makes|made|making) (.{1,40}?) (?:better)\b/g, 'improve $1'],
  [/\b(?:rely|relies|relied|relying) (?:up)?on\b/g, 'use'],
  [/\b(?:go|goes|went|going|gone) (?:with|for)\b/g, 'choose'],
  [
    /\b(?:opt|opts|opted|opting) for\b|\b(?:settle|settles|settled|settling) on\b|\bland(?:ed)? on\b/g,
    'choose',
  ],
  [/\b(?:come|comes|came|coming) up with\b/g, 'create'],
  [/\b(?:put|puts|putting) (?:together|in place)\b/g, 'create'],
  [/\b(?:set|sets|setting) up\b|\bset-up\b/g, 'setup'],
  [/\b(?:get|gets|got|getting) rid of\b|\b(?:take|takes|took|taken|taking) (?:out|away)\b/g, 'remove'],
  [/\b(?:turn|turns|turned|turning|switch|switches|switched|switching) (\w+ )?on\b/g, 'enable $1'],
  [
    /\b(?:turn|turns|turned|turning|switch|switches|switched|switching|shut|shuts|shutting) (\w+ )?off\b/g,
    'disable $1',
  ],
  [/\b(?:log|logs|logged|logging|sign|signs|signed|signing) ?-?in(?:to)?\b/g, 'login'],
  [/\b(?:log|logs|logged|logging|sign|signs|signed|signing) ?-?out\b/g, 'logout'],
  [/\b(?:roll|rolls|rolled|rolling) out\b|\b(?:go|goes|went|going) live\b/g, 'deploy'],
  [/\b(?:roll|rolls|rolled|rolling) back\b/g, 'rollback'],
  [/\b(?:back|backs|backed|backing) up\b/g, 'backup'],
  [/\b(?:keep|keeps|kept|keeping) track of\b/g, 'track'],
  [
    /\b(?:deal|deals|dealt|dealing|cope|copes|coped|coping) with\b|\b(?:take|takes|took|taken|taking) care of\b/g,
    'handle',
  ],
  [/\b(?:speed|speeds|sped|speeding) (\w+ )?up\b/g, 'accelerate $1'],
  [/\b(?:bring|brings|brought|cut|cuts|cutting|bringing) (\w+ )?down(?: on)?\b/g, 'reduce $1'],
  [/\b(?:carry|carries|carried|carrying) out\b/g, 'perform'],
  [/\b(?:run|runs|ran|running) into\b|\b(?:come|came|comes) across\b/g, 'encounter'],
  [/\b(?:find|finds|found|finding|figure|figured) out\b/g, 'discover'],
  [/\b(?:split|splits|splitting|break|breaks|broke|breaking|broken) (\w+ )?(?:up|down)\b/g, 'split $1'],
  [/\b(?:talk|talks|talked|talking|speak|speaks) to\b/g, 'communicate with'],
  [/\b(?:prior to|ahead of)\b/g, 'before'],
  [/\bsubsequent to\b/g, 'after'],
  [/\b(?:in place of|as opposed to|rather than)\b/g, 'instead of'],
  [/\bin order to\b/g, 'to'],
  [/\b(?:version|release) (?=v?\d)/g, ''],
  [/\b(?:versus|vs)\b\.?/g, 'versus'],
  [/\bmost (?:difficult|challenging|tricky|demanding)\b|\b(?:toughest|trickiest)\b/g, 'hardest'],
  [/\b(?:largest|greatest)\b/g, 'biggest'],
  [/\b(?:quickest|speediest)\b/g, 'fastest'],
  [/\bmost recent\b|\bnewest\b/g, 'latest'],
  [/\bno longer\b|\bnot any ?more\b|\bnot any longer\b/g, 'nolonger'],
  [/\bused to be\b|\bused to\b(?= \w+)(?<!(?:is|are|was|were|been|be|get) used to)/g, 'formerly'],
  [/\bat (?:least|minimum)\b/g, 'atleast'],
  [/\bat most\b/g, 'atmost'],
  [/\b(?:at present|at the moment|right now|these days|nowadays|presently|currently|today)\b/g, 'now'],
  [/\b(?:in the past|back then|previously|earlier on)\b/g, 'formerly'],
  [/\b(?:at first|initially|originally|in the beginning|to begin with)\b/g, 'initially'],
  [/\b(?:in the end|eventually|ultimately)\b/g, 'finally'],
  [/\bin front of\b/g, 'infrontof'],
  [/\bon top of\b/g, 'ontopof'],
  [/\bout of\b/g, 'outof'],
  [/\bcommand[- ]line\b/g, 'cli'],
  [/\bopen[- ]source\b/g, 'opensource'],
  [/\beach other\b|\bone another\b/g, ''],
  [/\btwo times\b/g, 'twice'],
  [/\b(see|check|know|tell|find out|verify|test) if\b/g, '$1 whether'],
  [/\bper ?cent\b/g, '%'],
  [
    /\b(?:based|built|written|run|runs|running|sit|sits) (?:on|in|with|upon)\b(?! (?:production|the cloud|parallel))/g,
    'use',
  ],
  [/\b(?:powered|backed|driven) by\b/g, 'use'],
  [/\bmade (?:of|from|up of|up from)\b|\b(?:make|makes) up\b/g, 'contain'],
  [/\bhave to\b|\bhas to\b|\bhad to\b|\bneed to\b|\bneeds to\b/g, 'must'],
  [/\b(?:be able|possible) to\b/g, ''],
  [/\b(?:tech|technology|technical|software) stack\b/g, 'techstack'],
  [/\bset of notes\b/g, 'notes'],
  [/\bwrite-?ups?\b/g, 'notes'],
  [/\breal[- ]time\b/g, 'realtime'],
  [/\bdata ?base\b/g, 'database'],
  [/\bfront[- ]end\b/g, 'frontend'],
  [/\bback[- ]end\b/g, 'backend'],
  [/\be-mail\b/g, 'email'],
];

function rewrite(text: string, rules: readonly Rewrite[]): string {
  let out = text;
  for (const [pattern, replacement] of rules) out = out.replace(pattern, replacement);
  return out.replace(/\s+/g, ' ').trim();
}

/** The plain wording of a question, in lower case, without end punctuation. */
export function plainWording(question: string): string {
  let text = rewrite(question.toLowerCase().replace(/[\s.?!…]+$/u, ''), contractions);
  for (let round = 0; round < 4; round++) {
    const next = rewrite(text, frames);
    if (next === text || next === '') break;
    text = next;
  }
  return rewrite(rewrite(rewrite(text, purposes), askings), verbs);
}
