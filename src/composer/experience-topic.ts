/** What an experience question asks about: "Have you ever worked with message queues?" -> "message queues". Form only, no corpus. */
import { tokenize } from '../text/terms.js';

const opening =
  /^(?:(?:so|hi|hello|hey|and|but|also|well|ok|okay)[, ]+)*(?:(?:can|could|would|may) (?:you|i) (?:tell me|say|ask)(?: (?:if|whether))? ?|i wonder (?:if|whether) |just curious[,:]? )?(?:(?:have|has|had|did|do|does|are|is|were|was|can|could)(?:n't| not)? (?:you|u|he|she|they|the (?:author|owner|developer|candidate)|your (?:projects?|work|portfolio))|you|ever|any|got|how (?:much|well|good|experienced|familiar|comfortable|proficient))\b/i;
const filler = new Set(
  (
    'ever already actually really much some any lot hands on practical professional production prior real previous previously before yet currently recently ' +
    'get gets getting gotten put handy versed experience experienced knowledge expertise background exposure skills skill skilled familiar comfortable proficient fluent good expert know knows knew known ' +
    'use used using uses work worked working works write written writing wrote build built building make made making do done doing deal dealt dealing touch touched ' +
    'integrate integrated integrating operate operated maintain maintained configure configured adopt adopted ship shipped develop developed developing implement implemented implementing deploy deployed deploying run ran running set setup handle handled handling try tried play played ' +
    'program programmed programming code coded coding learn learned learnt studied study professionally ' +
    'have has had got with in of on at for to from about and or the a an you your yours u he she it they them tell me if whether i wonder can could would well how what something anything things stuff like commercially myself yourself too also'
  ).split(' '),
);
/** Things that technologies are used in: no topic behind a name ("Go services"), part of one in front of it ("service workers"). */
const carriers = new Set(
  'project projects app apps application applications code codebase api apis system systems service services technology technologies tool tools framework frameworks'.split(
    ' ',
  ),
);

/** Turns of phrase for knowing a thing; none of their words is the thing. */
const idioms =
  /\b(?:at home (?:in|with)|(?:your|the|my) way around|(?:your )?hands on|(?:hands-on )?(?:time|mileage|practice|hours) (?:with|on|in)|handy (?:with|at|in)|(?<=\bput\b.*) to use(?: yet)?|in your toolbox)\b/gi;

/** True when a question opens as one about the person's experience does ("Have you ...", "Did you ...", "Any ..."). */
export function opensLikeExperience(question: string): boolean {
  return opening.test(question);
}

/** The topic as written; '' when the question names none. */
export function experienceTopic(question: string): string {
  const rest = question
    .replace(opening, ' ')
    .replace(idioms, ' ')
    .replace(/^.*\b(?:like|such as) (?=\p{Lu})/u, '');
  const tokens = tokenize(rest);
  const isTopic = (at: number): boolean => {
    const word = tokens[at]?.text ?? '';
    if (filler.has(word)) return false;
    if (!carriers.has(word)) return true;
    const next = tokens[at + 1]?.text;
    return next !== undefined && !filler.has(next) && !carriers.has(next);
  };
  const named = tokens.filter((_, at) => isTopic(at));
  // "Have you operated a service mesh": a verb in front is no part of the topic.
  const kept = named.length > 1 && /\w{2}ed$/.test(named[0]?.text ?? '') ? named.slice(1) : named;
  const [first] = kept;
  const last = kept.at(-1);
  return first === undefined || last === undefined ? '' : rest.slice(first.start, last.end).trim();
}
