/** Contractions, and the polite frames around a question ("could you please tell me ..."), which say nothing about what is asked. */
import type { Rewrite } from './rewrite.js';

export const contractions: readonly Rewrite[] = [
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
  '(?:tell|explain|describe|define|compare|show|give|say|share|walk|remind|list|name|outline|summari[sz]e|elaborate|clarify|enumerate|talk|help)';
const asks = '(?:how|why|what|when|where|who|whose|which|whether|if)';

// Applied again and again until nothing changes: frames come stacked ("hi, could you please tell me ...").
export const frames: readonly Rewrite[] = [
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
