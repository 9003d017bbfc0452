/** What a part asks for, read from its question word. Knows nothing of the corpus. */
import type { Aspect } from '../domain/plan.js';

const politeness =
  /^(?:(?:hi|hello|hey|ok|okay|so|and|but|also|then|well|please|thanks|sorry)[ ,]+)*(?:(?:(?:i(?:'m| am)? (?:just )?(?:wonder(?:ing)?|curious|interested|trying to (?:understand|figure out))|i(?:'d| would) (?:like|love) to (?:know|hear|understand|see|learn)|i (?:want|need) to (?:know|understand)|(?:can|could|would|will) you (?:please |maybe |briefly )?(?:tell|show|explain|describe|remind)(?: (?:me|us))?|do you (?:know|remember)(?= (?:who|what|which|when|where|why|how|if|whether)\b)|any idea|(?:please )?tell (?:me|us)|remind me|may i ask|curious)[ ,]+(?:about |to |if |whether )?)|(?:please )+)*/;

const longestFrame = 200; // characters

/** The question without greeting and polite frame ("could you tell me ..."), in lower case. */
export function core(lower: string): string {
  const head = lower.slice(0, longestFrame);
  return head.replace(politeness, '') + lower.slice(longestFrame);
}

const rules: readonly (readonly [RegExp, Aspect])[] = [
  [/^(?:list|enumerate|name (?:all|every|the|some|a few)|give me (?:a list|all|the list)|show (?:me )?(?:all|every)|what are all)\b/, 'list'],
  [/^(?:which|what) (?:[\w-]+ ){0,3}(?:projects|documents|notes|guides|write-?ups|articles|technologies|tools|languages|frameworks|databases|libraries)\b/, 'list'],
  [/\bhow (?:many|much|long|often|far|big|large|fast|old|tall|high|deep|wide|heavy|small|expensive|late|early|soon|frequently|quickly)\b|\b(?:number|amount|percentage|share|count) of\b/, 'how_many'],
  [/^(?:who|whom|whose)\b|\bby whom\b|\bwho(?:m)?$/, 'who'],
  [/^(?:since )?when\b|\b(?:what|which) (?:year|date|day|month|century|decade|time)\b|\bsince when\b/, 'when'],
  [/^(?:from )?where\b|\b(?:what|which) (?:country|city|place|region|location|state|town|continent)\b/, 'where'],
  [/^(?:why|how come|what for)\b|\b(?:the |what )reasons? (?:for|why|behind)\b|^what (?:made|makes|led|motivated|drove)\b/, 'why'],
  [/^(?:how|explain|describe|walk|talk)\b|\bhow\b/, 'how'],
  [/^(?:[a-z]+ )?which\b/, 'which'],
  [/^(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must|am|isn't|aren't|wasn't|doesn't|don't|didn't|hasn't|haven't|can't|ain't|any)\b/, 'yes_no'],
  [/\bwhat\b|\bwhat's\b|^(?:[a-z]+ ){0,2}whats\b/, 'what'],
]; // prettier-ignore

/** The aspect of a part; `open` when no question word tells. */
export function aspectOf(text: string): Aspect {
  const lower = core(text.toLowerCase().replace(/’/g, "'")).slice(0, 300);
  for (const [pattern, aspect] of rules) if (pattern.test(lower)) return aspect;
  return 'open';
}
