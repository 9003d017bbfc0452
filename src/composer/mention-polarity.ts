/**
 * What a sentence says of a technology that it names: used, planned, or merely talked about (rejected, compared, hypothetical).
 * Precise rather than complete: in doubt a mention counts as talk, so that a note never becomes experience.
 */
import type { Chunk } from '../domain/chunk.js';

export type Polarity = 'used' | 'planned' | 'talk';

const planned =
  /\b(?:plan(?:s|ned|ning)?|roadmap|to[- ]do|future|next steps?|later|upcoming|intend(?:s|ed)?|want(?:s|ed)? to|would like|hope to|going to|not (?:yet )?(?:built|implemented|done|in place)|proposed?|proposal|idea|consider(?:s|ed|ing)?|remaining work)\b/i;
const talk =
  /\b(?:instead of|rather than|over|versus|vs\.?|alternatives?|reject(?:s|ed|ing)?|compared?|comparison|unlike|than|without|never|not|no|n't|would|could|might|may|should|if|whether|migrat\w+ (?:from|away)|replac\w+|open question|unclear|e\.g\.|for example|such as|like|users? of)\b/i;
const used =
  /\b(?:us(?:e[sd]?|ing)|built|build|writt?en|wrote|written|runs?|running|ran|stor(?:e[sd]?|ing)|kept|keeps?|serv(?:e[sd]?|ing)|deploy(?:s|ed|ing)?|host(?:s|ed|ing)?|implement(?:s|ed|ing)?|power(?:s|ed)?|based on|sits? (?:on|behind)|relies|backed by|packaged|containers?|connect(?:s|ed)?|stack|technolog(?:y|ies)|framework|database|backend|back end|service|work(?:s|ed)? with|develop(?:s|ed)?|creat(?:e[sd]?|ing)|train(?:s|ed)?|handles?|in)\b/i;
const stackHeading =
  /\b(?:stack|technolog(?:y|ies)|tools?|built with|tech|skills?|languages?|front ?matter|facts|at a glance|components)\b/i;

/** The clause around the name: a rejected neighbour must not colour what the rest of the sentence says. */
function clauseAround(sentence: string, name: string): string {
  const at = sentence.toLowerCase().indexOf(name.toLowerCase());
  if (at < 0) return sentence;
  const before =
    sentence
      .slice(0, at)
      .split(/[;:(]|, (?:but|while|whereas|and not)|\bbut\b/)
      .at(-1) ?? '';
  const after = sentence.slice(at).split(/[;)]|, (?:but|while|whereas)|\bbut\b/)[0] ?? '';
  return before + after;
}

export function polarityOf(chunk: Chunk, sentence: string, name: string): Polarity {
  const heading = chunk.headingPath.join(' ');
  if (chunk.standing === 'planned' || planned.test(heading)) return 'planned';
  if (chunk.standing === 'opinion') return 'talk';
  if (
    stackHeading.test(heading) &&
    !planned.test(sentence) &&
    !/\b(?:not|no|without|instead)\b/i.test(sentence)
  )
    return 'used';
  const clause = clauseAround(sentence, name);
  if (planned.test(clause)) return 'planned';
  if (talk.test(clause)) return 'talk';
  return used.test(clause) ? 'used' : 'talk';
}
