/**
 * Tells finished work from plans and opinions by the wording of headings and sentences. Surface patterns only: text that
 * plans without saying so counts as done, and a heading of mixed topics decides nothing.
 */
import type { Standing } from '../../src/domain/chunk.js';

const plannedHeading =
  /\b(?:road ?map|next steps?|planned|upcoming|to-?dos?|to do|back ?log|wish ?list|not (?:yet )?(?:built|done|implemented|started)|still (?:open|missing|to (?:do|come)))\b|\bfuture (?:work|plans?|ideas?|improvements?|steps?|directions?|versions?|features?)\b|^(?:the |in the )?future$|what(?:'s|’s| is| comes) next|^(?:(?:more|further|other|some|open|my) )*ideas?(?: (?:for|without|not)\b.*)?$|^(?:(?:my|our|further|current|open) )*plans?(?: (?:for|to)\b.*)?$|\bplans?$|^i(?: would|'d) (?:like|build|add)\b|\bif i had (?:more )?time\b|^later$|\bwould like to\b/i;
const foreignPlan =
  /\b(?:query|execution|pricing|price|subscription|explain|floor|lesson|data|control|billing|tariff|meal|test|capacity|recovery) plans?\b|\bto-?do (?:app|list|api|application|service|project)\b|\b(?:un|as )planned\b/i;
const opinionHeading =
  /\b(?:opinions?|doubts?|my (?:take|view|thoughts)|thoughts on|what i (?:think|believe|doubt|would do differently)|would do differently|personal view|disagreements?|in hindsight|reservations)\b/i;

const plannedSentence =
  /\b(?:I|we) (?:plan|intend|want|hope|aim|expect|mean)(?: [a-z]+ly)? to\b|\b(?:I|we)(?: would|'d|’d) (?:like|love|want) to\b|(?<!\bwhat )\bI(?: would|'d|’d) (?:add|build|next|also add|start|then)\b|\b(?:is|are|remains?|still|only|been|was|were) planned\b|^(?:\W*)planned\b|\b(?:the|a|my|our|another) planned\b|\bthe plan (?:is|for|would|leaves?)\b|\bplans? (?:is|are) to\b|\b(?:not|never|nothing)(?: been| yet| of (?:this|that|it) (?:is|has been))* (?:built|implemented|started|written|finished|shipped|deployed|done)(?: yet)?\b|\b(?:not built yet|not yet built|yet to be (?:built|done|implemented|written))\b|\bnone of (?:them|these|this|it) (?:is|are|has been|have been) (?:built|implemented|done|started)\b|\b(?:TODO|TBD|FIXME)\b|^\W*to[- ]do\b|\b(?:next steps?|roadmap|future work|on (?:the|my) (?:backlog|wish ?list|road ?map))\b|\bin (?:the|a) future(?: version)?\b|\bone day\b|\b(?:would|should|will|could) (?:be (?:added|built|implemented|introduced|replaced|moved)|come later|follow later)\b|\bplanned (?:for|next)\b|^\W*(?:the )?planned \w+|\bplan(?:s|ned)? (?:\w+ ){0,2}(?:improvements|features|additions)\b/i;
const opinionSentence =
  /\b(?:I|we) (?:(?:strongly |still |really |also |do )?(?:think|believe|doubt|suspect|feel|guess|reckon|suppose|prefer)|am (?:not (?:sure|convinced)|sceptical|skeptical|unsure)|would rather)\b|\bin my (?:view|opinion|judgement|experience)\b|\bmy (?:opinion|view|judgement|hunch|guess) is\b|\barguably\b/i;

/** Parts of "Weaknesses, roadmap and lessons": a heading counts only when each part says the same. */
function topics(heading: string): string[] {
  return heading
    .split(/\s*(?:[,;&/]|\band\b)\s*/i)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** What a heading says about the text under it; undefined when it says nothing, or several things. */
export function standingOfHeading(heading: string): Standing | undefined {
  const plain = heading.replace(foreignPlan, '');
  if (/^planned\b/i.test(plain.trim())) return 'planned';
  if (opinionHeading.test(plain) && topics(plain).every((part) => opinionHeading.test(part)))
    return 'opinion';
  const parts = topics(plain);
  return parts.length > 0 && parts.every((part) => plannedHeading.test(part)) ? 'planned' : undefined;
}

/** What a sentence, list item or table row says about itself; undefined: nothing. */
export function standingOfSentence(sentence: string): Standing | undefined {
  if (plannedSentence.test(sentence) && !foreignPlan.test(sentence)) return 'planned';
  return opinionSentence.test(sentence) ? 'opinion' : undefined;
}

/** Standing named in front matter ("standing: planned", "status: in progress"); undefined for any other word. */
export function standingOfField(value: string): Standing | undefined {
  const word = value.trim().toLowerCase();
  if (/^(?:planned|plan|idea|proposed|proposal|to-?do|roadmap|not started|future)$/.test(word))
    return 'planned';
  if (/^(?:opinion|essay|thoughts)$/.test(word)) return 'opinion';
  if (
    /^(?:done|shipped|finished|completed?|released|live|in production|built|active|maintained|archived)$/.test(
      word,
    )
  )
    return 'done';
  return undefined;
}
