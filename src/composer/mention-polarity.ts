/**
 * What a sentence says of a technology that it names: used, planned, or merely talked about (rejected, compared, hypothetical).
 * Precise rather than complete: in doubt a mention counts as talk, so that a note never becomes experience.
 */
import type { Chunk } from '../domain/chunk.js';
import { isTableRow } from '../text/markdown.js';

export type Polarity = 'used' | 'planned' | 'talk';

const planned =
  /\b(?:plan(?:s|ned|ning)?|roadmap|to[- ]do|future|next steps?|upcoming|intend(?:s|ed)?|wants? to|wanted to|would like|hopes? to|going to|not (?:yet )?(?:built|implemented|done|in place)|propos(?:e[sd]?|al|als|ing)|ideas?|consider(?:s|ed|ing)?|remaining work|open question|still to|phase \d)\b/i;
const talk =
  /\b(?:instead of|rather than|versus|vs\.?|alternatives?|reject(?:s|ed|ing)?|compar(?:e[sd]?|ing|ison)|unlike|than|without|never|not|no|neither|nor|none|cannot|would|could|might|may|should|if|whether|migrat\w+ (?:from|away)|replac\w+|unclear|doubt\w*|e\.g\.|for example|such as|users? of|from|wrongly|mistake\w*)\b|n['’]t\b/i;
const verbs =
  /\b(?:us(?:e[sd]?|ing)|built|build|wr(?:ote|itten)|runs?|running|ran|stor(?:e[sd]?|ing)|kept|keeps?|serv(?:e[sd]?|ing)|deploy(?:s|ed|ing)?|host(?:s|ed|ing)?|implement(?:s|ed|ing)?|powers?|powered|based on|sits? (?:on|behind)|relies on|backed by|packaged?|connect(?:s|ed)?|work(?:s|ed)? with|develop(?:s|ed)?|creat(?:e[sd]?|ing)|train(?:s|ed)?|handles?|holds?|gives?|automat(?:e[sd]?|ing)|enforces?|routes?|searches|queues?|is the|is an?|are the|as the|as an?|as its)\b/i;
const stackLabel =
  /^(?:[-*+\s]*\**)?(?:stack|tech(?:nologies| stack)?|technology|built with|tools?|languages?|frameworks?|databases?|backend|back end|frontend|infrastructure)\**\s*:/i;
const stackHeading = /\b(?:stack|technolog(?:y|ies)|built with|tech|components|languages and tools)\b/i;

/** The clause around the name: a rejected neighbour must not colour what the rest of the sentence says. */
function clauseAround(sentence: string, name: string): string {
  const at = sentence.toLowerCase().indexOf(name.toLowerCase());
  if (at < 0) return sentence;
  const before =
    sentence
      .slice(0, at)
      .split(/[;:(]|\bbut\b|, (?:while|whereas|and not)\b/)
      .at(-1) ?? '';
  const after = sentence.slice(at).split(/[;)]|\bbut\b|, (?:while|whereas)\b/)[0] ?? '';
  return before + after;
}

/** "in Go", "on the Echo framework", "with MongoDB": a small word right before the name. */
function isBuiltWith(clause: string, name: string): boolean {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(
    `\\b(?:in|on|with|by|through|using|and|over)\\s+(?:the |its |a )?(?:[\\w.-]+ ){0,1}${escaped}(?![\\w])`,
    'i',
  ).test(clause);
}

/**
 * `sentence` is the verbatim text of the chunk; `name` the spelling of the technology found in it. A `concept` ("rate limiting") needs no verb
 * of use: a project that tells of it has it, unless the sentence hedges.
 */
export function polarityOf(chunk: Chunk, sentence: string, name: string, concept = false): Polarity {
  const heading = chunk.headingPath.join(' ');
  if (chunk.standing === 'planned' || planned.test(heading)) return 'planned';
  if (chunk.standing === 'opinion') return 'talk';
  const isRow = isTableRow(sentence);
  const clause = isRow ? sentence : clauseAround(sentence, name);
  if (planned.test(clause)) return 'planned';
  if (talk.test(clause) || /\bopen\b|\?/i.test(clause)) return 'talk';
  if (concept || isRow || stackHeading.test(heading) || stackLabel.test(sentence)) return 'used';
  return verbs.test(clause) || isBuiltWith(clause, name) ? 'used' : 'talk';
}
