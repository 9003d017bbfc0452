/**
 * Questions that want secrets, the assistant's own instructions, or to give it new ones. Precise before complete: ordinary
 * questions about tokens, keys, prompts and instructions must pass; nothing here is the only guard against any of these.
 */
import type { QuestionKind } from '../domain/plan.js';

const asksForValue =
  "(?:(?:give|show|tell|send|reveal|print|leak|share|expose|dump|display|output|provide|list|hand over|hand me|disclose|read out|type out|paste|get|fetch|i need|i want|let me have|let me see|may i have|can i have|could i have|do you have|have you got)(?: (?:me|us|out|to me))?(?: all(?: of)?)? |what(?:'s|s| is| are| was| were) )(?:(?:the )?(?:contents?|values?|text) of )?";
const owner = "(?:(?:the|your|my|his|her|their|its|this|all|any|every|some|owner's|admin's|root|user's) )";
const qualifier =
  "(?:(?:admin|administrator|root|database|db|redis|postgres|mysql|mongo|qdrant|openai|aws|gcp|azure|github|stripe|production|prod|staging|server|service|account|login|wifi|wi-fi|email|e-mail|user|users'?|owner|actual|real|current|master|default|secret|private|hidden|plain(?:text)?|raw|full|exact|jwt|api|ssh|ssl|tls|access|auth|bearer|session|signing|encryption|deploy|bot|environment|env|personal|internal|hardcoded|stored|leaked) )*";
const secretNoun =
  '(?:passwords?|passphrases?|pass ?codes?|pin codes?|credentials?|(?:api|secret|private|ssh|signing|encryption|access|master|deploy|aws|openai|stripe|jwt|admin)[ _-]?keys?|(?:jwt|client|oauth|webhook|app|signing|owner) secrets?|connection strings?|(?:env|environment) (?:file|variables?|secrets)|\\.env(?: file)?|login (?:details|data))';
const secretToken =
  "(?:(?:your|the|my|an?) )?(?:(?:actual|real|current|admin|owner|owner's|production|prod|github|bot|personal|secret|server|valid|working|bearer|api|access|auth) )+tokens?";
const closing =
  '(?: values?| in (?:plain ?text|clear text)| (?:for|of|to|from|on|in|at|used (?:by|in)|behind) (?:the |your |this |my |an? )?(?!work|stor|hash|rotat|encrypt)[\\w.\\u2019\\x27-]+(?: [\\w.\\u2019\\x27-]+){0,3}| here| now| please| again| so (?:that )?i .+| you (?:use|used|have|know|store)| and .+)?[.?! ]*$';

const credentials = [
  new RegExp(`(?:^|[.,;!?:] |\\b(?:you|please|and|then|to|just|me) )${asksForValue}${owner}?${qualifier}${secretNoun}${closing}`),
  new RegExp(`(?:^|[.,;!?:] |\\b(?:you|please|and|then|to|just|me) )(?:give|show|tell|send|reveal|print|leak|share|expose|dump|disclose|paste|i need|i want)(?: (?:me|us|out))? ${secretToken}${closing}`),
  new RegExp(`^what(?:'s|s| is| are) (?:your|the (?:actual|real|admin|owner'?s?|production|prod|github|bot)) (?:[a-z]+ ){0,2}(?:token|secret)s?${closing}`),
  new RegExp(`^(?:your |the |my )?${qualifier}${secretNoun}(?: please)?[.?! ]*$`),
]; // prettier-ignore
const aboutSecrets =
  /\b(?:how|why|where|when|whether|stored|store|hash(?:ed|ing)?|rotat\w+|encrypt(?:ed|s)?|protect\w*|secured?|handled?|managed?|manage|polic(?:y|ies)|lifetime|expir\w+|difference|purpose|used for|mean|rules?|length|format|algorithms?|example of|kind|type|about)\b/;
const bareSingular =
  /^(?:passwords?|credentials?|pass ?codes?|private keys?|encryption keys?|signing keys?|jwt secrets?)[.?! ]*$/;

function asksForCredentials(lower: string): boolean {
  if (aboutSecrets.test(lower) || bareSingular.test(lower)) return false;
  if (/^what(?:'s|s| is| are) (?!the |your |my |his |her |all )/.test(lower)) return false;
  return credentials.some((pattern) => pattern.test(lower));
}

const showing =
  '(?:show|print|reveal|repeat|tell|output|display|share|give|dump|write|copy|recite|paste|return|leak|expose|summari[sz]e|describe|translate|quote|read|list)(?: (?:me|us|out|back|down))*';
const ownText =
  '(?:(?:system|initial|hidden|original|developer|internal|secret|full|entire|whole|exact|first|base|pre|custom|special|complete|confidential) ?)*(?:prompts?|instructions?|system message|configuration|config|guidelines|directives|system rules|rules|pre-?prompt)';
const ownEnd =
  '(?=[.?!,;:"\')]|$| (?:verbatim|please|word|in (?:full|detail)|now|here|above|and|then|so|to me|exactly|again|first|completely|text|for (?:this|the) (?:chat|conversation|assistant))\\b)';
const instructions = [
  /\b(?:which|what) (?:system |hidden |initial |secret )+(?:prompts?|instructions?|message|rules) (?:were|have|are|did|do) (?:you|they)\b/,
  /\b(?:explain|describe|summari[sz]e|translate|paraphrase|rephrase|rewrite)(?: me| to me)? (?:all )?(?:of )?your (?:system|hidden|initial|secret|internal) (?:prompts?|instructions?|message|rules|guidelines|configuration)\b/,
  new RegExp(`\\b${showing} (?:all )?(?:of )?your ${ownText}${ownEnd}`),
  new RegExp(`\\b(?:what(?:'s|s| is| are| were| was)|which are) your ${ownText}${ownEnd}`),
  new RegExp(`\\b${showing} (?:the |this |all )?(?:(?:hidden|secret|initial|full|entire|exact|original) )*(?:system|developer) (?:prompt|message|instructions?)(?: (?:above|verbatim|word for word|here|you (?:have|got|were given|use|follow)|in full|please|now|text|of this (?:assistant|bot|chat)).*)?[.?! ]*$`),
  /^what(?:'s|s| is) the (?:system|hidden|initial) prompt(?: (?:above|here|you .*|of this (?:assistant|bot|chat|service|site)))?[.?! ]*$/,
  /\b(?:repeat|print|copy|output|reveal|show|recite)(?: me)? (?:everything|all|the (?:text|words|content|messages?|lines?))(?: \w+){0,3} (?:above|before this|preceding)\b/,
  /\bwhat (?:instructions|rules|guidelines|prompts?) (?:were|have|are|did|do) (?:you|they)(?: been)? (?:given|told|get|got|receive|follow|obey|give you|set)\b/,
  /\b(?:what|which) (?:language model|llm|ai model|model|gpt)(?: \w+)? (?:are you|do you (?:use|run)|powers? (?:you|this (?:chat|bot|assistant)))\b/,
  /\bhow (?:are|were) you (?:configured|prompted|instructed)\b/,
  /\bwhat (?:were you|have you been) (?:told|instructed|prompted)\b/,
]; // prettier-ignore

const clause = '(?:^|[.,;:!?"\'>\\])\\n-] ?|\\b(?:please|and|then|now|just|must|should|you|to) )';
const earlier =
  '(?:(?:all|any|every|the|your|my|these|those|of|previous|prior|above|earlier|preceding|former|existing|current|original|initial|system|safety|other|given|foregoing) )+';
const injection = [
  new RegExp(`${clause}(?:ignore|disregard|forget|skip|bypass|override|overwrite|neglect|drop|cancel) ${earlier}(?:instructions?|prompts?|rules|directions|directives|guidelines|guardrails|commands|context|restrictions|filters|messages?|training|safety|constraints)\\b`),
  new RegExp(`${clause}(?:ignore|disregard|forget) (?:everything|all|anything)(?: (?:that )?(?:above|before|you (?:know|were|have)|i said|said|so far|previous).*)`),
  /\byou are (?:now|no longer) (?:dan\b|(?:an? |the )?(?:unrestricted|uncensored|evil|different|new|free|root|admin|developer|jailbroken|helpful|hacker|pirate|assistant|bot|ai|chatgpt|model|terminal|linux|python)|in \w+ mode|bound|restricted|limited|askfolio|allowed|able)/,
  /\b(?:act|behave|respond|answer|reply|operate) as (?:dan\b|if you (?:had|have) no|an? (?:unrestricted|uncensored|jailbroken)|root\b)/,
  /\b(?:enter|enable|activate|switch to|turn on|you are in) (?:the )?(?:developer|dan|god|debug|jailbreak|admin|unrestricted|maintenance) mode\b/,
  /\bdo anything now\b|\bjailbr(?:eak|oken) (?:yourself|mode|prompt:)/,
  /\b(?:pretend|imagine|assume) (?:that )?(?:you|there) (?:are|have|were)(?: an ai)?(?: with)? (?:no|not bound|without|free of|unrestricted)\b.*(?:rules|restrictions|filters?|limits?|guidelines|instructions|bound)/,
  /\b(?:your )?new (?:instructions?|system prompt|task|role|rules?) ?(?::|is to|are:)/,
  /<\/?(?:system|instructions?|assistant|im_start|im_end)>|<\|(?:im_start|im_end|system|endoftext)\|>|\[\/?(?:inst|system)\]|^\s*(?:system|assistant|developer) ?:|###? ?(?:system|instructions?) ?:?/,
  /\bfrom now on,? (?:you|reply|respond|answer|always|never|ignore|only|act)\b/,
  /\b(?:print|reveal|show|output|repeat) (?:your|the) (?:system )?prompt,? (?:and )?then\b/,
  /\b(?:reply|respond|answer|say) (?:only |just |exactly )+(?:with )?(?:"|'|the word|the phrase|pwned|hacked|yes\b|ok\b)/,
]; // prettier-ignore
const studiesAttacks =
  /^(?:how|why|what|does|do|did|can|is|are|which|when|would|has|have|explain|describe|tell me (?:how|about|why|what))\b.*\b(?:attacks?|attempts?|injections?|injected|jailbreaks?|handles?|detects?|prevents?|protects?|resists?|blocks?|defend\w*|phrases?|texts?|messages? like|saying|such as|documents? that|malicious|users? who|the (?:parser|compiler|model|cpu|client|server|worker|linter|service|app))\b/;

// Orders about the reply itself: markup, links and inventions that no question about work needs.
const ordersReply = [
  /<\/?(?:script|img|iframe|svg|object|embed|a|style|link|meta|form|body|html|video|audio|base)\b[^>]*>|\bjavascript:|\bon(?:error|load|click)\s*=/,
  /\b(?:put|insert|include|add|append|embed|place|write|post|show)\b.*(?:https?:\/\/|\bwww\.).*\b(?:reply|answer|response|message|say|output|text|page)\b|\b(?:reply|answer|respond)\b.*\bwith\b.*(?:https?:\/\/|\bthis html\b|\bthe following (?:html|text|code|link)\b)/,
  /(?:^|[.!;,] ?|\b(?:please|and|then|now|just) )(?:forget|ignore|disregard|drop) (?:about )?(?:all |any |every |the |your |these |those )+(?:documents?|sources?|write-?ups?|corpus|data|notes|knowledge|files|context|citations?|evidence)\b/,
  /(?:^|[.!;,] ?|\b(?:please|and|then|now|just) )(?:invent|make up|fabricate|hallucinate)\b/,
];
const wantsOwnSecret = new RegExp(
  `\\b${secretNoun}\\b.*\\b(?:send|give|lend|share|show|tell|hand)(?: me| us)?(?: over)? (?:yours|it|one|them|that)\\b`,
);
const asksForSettings =
  /\b(?:config(?:uration)?|settings?|environment|env) (?:file )?(?:are|do|did) you (?:running|run|use|using|started|start)\b|\b(?:paste|print|show|dump|send)(?: me)? (?:the|your|its) (?:config(?:uration)?|settings|environment)(?: file)?[.?! ]*$/;

/** `injection`, `instructions` or `credentials` when the question is one of these; `lower` is in lower case. */
export function unsafeKind(lower: string): QuestionKind | undefined {
  if (!studiesAttacks.test(lower) && injection.some((pattern) => pattern.test(lower))) return 'injection';
  if (!studiesAttacks.test(lower) && ordersReply.some((pattern) => pattern.test(lower))) return 'injection';
  if (asksForSettings.test(lower) || instructions.some((pattern) => pattern.test(lower)))
    return 'instructions';
  return wantsOwnSecret.test(lower) || asksForCredentials(lower) ? 'credentials' : undefined;
}
