/**
 * What a sentence says of a technology that it names: used, formerly used, planned, or merely talked about (rejected, compared, hypothetical, done by
 * somebody else). Precise rather than complete: in doubt a mention counts as talk, so that a note never becomes experience.
 */
import type { Chunk } from '../domain/chunk.js';
import { headingPathAt } from '../domain/headings.js';
import { isBareList } from '../text/bare-list.js';
import { escapePattern } from '../text/escape-pattern.js';
import { isTableRow } from '../text/markdown.js';

export type Polarity = 'used' | 'former' | 'planned' | 'talk';

const planned =
  /\b(?:plan(?:s|ned|ning)?|roadmap|to[- ]do|future|next steps?|upcoming|intend(?:s|ed)?|wants? to|wanted to|would like|hopes? to|going to|will be|not (?:yet )?(?:built|implemented|done|in place)|propos(?:e[sd]?|al|als|ing)|ideas?|considering|remaining work|open question|still to|phase \d)\b/i;
const talk =
  /\b(?:versus|vs\.?|alternatives?|reject(?:s|ed|ing)?|decid\w+ against|ruled out|gave (?:it |them )?up|giving up|turned down|abandon\w*|looked (?:at|into)|consider(?:s|ed)?|evaluated|experimented|tried|compar(?:e[sd]?|ing|ison)|unlike|than|never|not|no|neither|nor|none|cannot|would|could|might|may|should|if|whether|unclear|doubt\w*|e\.g\.|for example|such as|users? of|wrongly|mistake\w*|heavy|skip\w*)\b|n['’]t\b/i;
const verbs =
  /\b(?:us(?:e[sd]?|ing)|built|build|wr(?:ote|itten)|runs?|running|ran|stor(?:e[sd]?|ing)|kept|keeps?|serv(?:e[sd]?|ing)|deploy(?:s|ed|ing)?|host(?:s|ed|ing)?|implement(?:s|ed|ing)?|powers?|powered|based on|sits?|sat|lives?|relies on|backed by|packaged?|connect(?:s|ed)?|work(?:s|ed)? with|develop(?:s|ed)?|creat(?:e[sd]?|ing)|(?:pre-?|fine-?)?(?:train|tun)(?:s|ed)?|handles?|holds?|gives?|automat(?:e[sd]?|ing)|enforces?|routes?|searches|queues?|chose|picked|(?:switched|moved|migrated|ported) (?:from [\w.+#-]+ |\w+ ){0,3}?to|started with|ended (?:up )?with|reads?|writes?|sends?|comes?|came|arrives?|measures?|tracks?|tracked|decodes?|collects?|collected|computes?|shows?|renders?|scraped|parsed|embedded|clustered|drew|drives?|draws?|plays?|opened|caches?|cached|talks?|talked|fits?|hands?|does|did|is the|is an?|(?<!\b(?:favou?rite|best|preferred|popular|alternative|option|choice)\b[\w ]{0,20})\bis(?= [A-Z])|are the|as the|as an?|as its)\b/i;
const stackLabel =
  /^(?:[-*+\s]*\**)?(?:stack|tech(?:nologies| stack)?|technology|(?:built|made|written|done) (?:with|in)|tools?|tooling|languages?|frameworks?|librar(?:y|ies)|platforms?|databases?|hardware|backend|back end|frontend|front end|infrastructure)\**\s*:/i;
const stackHeading = /\b(?:stack|technolog(?:y|ies)|built with|tech|components|languages and tools)\b/i;

/** Sections that correct what was written, or tell of what was not taken: what they name is talked about. */
const weighed =
  /\b(?:(?:do|does|did) not hold|corrections?|mixed[- ]up|errata|mistakes?|reject(?:s|ed)?|turned down|ruled out|not chosen)\b/i;

/** Somebody else's hands: what a colleague built is not the owner's experience. */
const somebody =
  '(?:colleagues?|co-?workers?|team ?mates?|nephew|niece|brother|sister|friends?|wife|husband|partner|cousin|contractors?|freelancers?|students?|interns?|agency|vendor|supplier|predecessor|(?:another|other|second|different) (?:team|developer|engineer|person|company)|somebody else|someone else)';
const byOthers = new RegExp(
  `\\b${somebody}\\b(?:['’]s)?(?: \\w+){0,2} (?:did|wrote|built|made|designed|developed|implemented|handled|set up|ran|runs|maintains?|took|takes|owned|owns|used?|chose|contributed)\\b|\\bby (?:an? |the |my |our |one of )?(?:[\\w'’]+ ){0,2}${somebody}\\b`,
  'i',
);

/** First person and done: what makes even a sentence of a note experience. */
const ownWork =
  /\b(?:I|we)(?:['’]ve| have| had)?(?: \w+ly| first| then| later| also| once| now)? (?:built|wrote|written|made|trained|fine-tuned|deployed|shipped|ran|set up|implemented|developed|created|designed|used|migrated|moved|replaced|configured|integrated|programmed|coded|scraped|maintain(?:ed)?|hosted|automated|rewrote|ported|launched|released|delivered)\b/i;

/** True for a sentence in which the author tells of having done something. */
export function tellsOwnWork(sentence: string): boolean {
  return ownWork.test(sentence);
}

/** Words after which the name is the one that was not taken. */
const notTaken =
  /\b(?:instead of|rather than|in place of|without|against|(?:chose|picked|prefer\w*|won|took|favou?r\w*)\b[^.;]*\bover|than|unlike|not|no|as opposed to)(?: using)?(?: (?:a|an|the|any|its|plain|full))?\s+(?:[\w.-]+ )?$/i;
/** Words after which the name is the one that was left behind. */
const leftBehind =
  /\b(?:(?:mov|migrat|switch|chang|convert|port)\w* (?:[\w-]+ ){0,3}?(?:from|off)|away from|replac(?:e[sd]?|ing)|remov(?:e[sd]?|ing)|dropp(?:ed|ing)|retired|got rid of)(?: (?:a|an|the|our|its|old))*\s+(?:[\w.-]+ )?$/i;
const leftBehindAfter =
  /^,?(?: \w+){0,3} (?:that |which )?(?:I |we )?(?:have |had )?(?:later |since |then |now )?(?:was |were |been |has been |is now )?(?:later )?(?:replaced|removed|dropped|retired)\b/i;
const formerly =
  /\b(?:used to|formerly|previously|originally|at first|initially|in the old version|(?:the|its|my) (?:very )?(?:first|old|previous|original|initial) (?:version|release|prototype|attempt)|until \d{4})\b/i;

/** The clause around the name: a rejected neighbour must not colour what the rest of the sentence says. */
function clauseAround(sentence: string, name: string): { before: string; after: string } {
  const at = sentence.toLowerCase().indexOf(name.toLowerCase());
  if (at < 0) return { before: sentence, after: '' };
  const before =
    sentence
      .slice(0, at)
      .split(/[;:(]|\bbut\b|, (?:while|whereas|and not)\b/)
      .at(-1) ?? '';
  const after =
    sentence
      .slice(at)
      .split(
        /[;)]|\bbut\b|, (?:while|whereas|because|since)\b|\b(?:because|since)\b|(?:,? (?:instead of|rather than|over|in place of|and not|not) )/,
      )[0] ?? '';
  return { before, after };
}

const carriers =
  '(?:apps?|applications?|services?|servers?|backends?|back ends?|front ?ends?|sites?|api|apis|clusters?|jobs?|workers?|scripts?|bots?|functions?|daemons?|pipelines?|dashboards?|firmware|library|plugins?)';

/** "a Flask service", "the Go core service": what is made with it carries its name. */
function isCarried(after: string, name: string): boolean {
  return new RegExp(`^ (?:[\\w-]+ )?${carriers}\\b`, 'i').test(after.slice(name.length));
}

/** "in Go", "on the Echo framework", "with MongoDB": a small word right before the name. */
function isBuiltWith(clause: string, name: string): boolean {
  return new RegExp(
    `\\b(?:in|on|at|with|by|via|through|using|and|over)\\s+(?:the |its |a )?(?:[\\w.-]+ ){0,1}${escapePattern(name)}(?![\\w])`,
    'i',
  ).test(clause);
}

/** "a phone app (Flutter)", "a tiny server (Rust, axum)": in brackets behind what is made with it. */
function isBracketed(sentence: string, name: string): boolean {
  return new RegExp(`\\b${carriers} \\((?:[^()]*[ ,/+])?${escapePattern(name)}(?!\\w)`, 'i').test(sentence);
}

interface Clause {
  readonly text: string;
  readonly before: string;
  readonly after: string;
}

function clauseOf(sentence: string, name: string): Clause {
  if (isTableRow(sentence)) return { text: sentence, before: '', after: '' };
  const { before, after } = clauseAround(sentence, name);
  return { text: before + after, before, after };
}

/** Left behind for something else, or "used to go through X": done once, and no longer. */
function isFormer({ text, before, after }: Clause, name: string): boolean {
  if (formerly.test(before) && (verbs.test(text) || isCarried(after, name))) return true;
  if (leftBehind.test(before)) return true;
  return leftBehindAfter.test(after.slice(name.length));
}

/**
 * `sentence` is the verbatim text of the chunk; `name` the spelling of the technology found in it. A `concept` ("rate limiting") needs no verb
 * of use: a project that tells of it has it, unless the sentence hedges.
 */
export function polarityOf(chunk: Chunk, sentence: string, name: string, concept = false): Polarity {
  const heading = chunk.headingPath.join(' ');
  if (chunk.standing === 'planned' || planned.test(heading)) return 'planned';
  const above = headingPathAt(chunk, chunk.text.indexOf(sentence)).join(' ');
  if (chunk.standing === 'opinion' || weighed.test(`${chunk.title} ${above}`)) return 'talk';
  const clause = clauseOf(sentence, name);
  if (planned.test(clause.text)) return 'planned';
  if (byOthers.test(clause.text)) return 'talk';
  const plain = clause.text.replace(formerly, ' ').replace(/\bMay\b/g, ' ');
  if (notTaken.test(clause.before) || talk.test(plain) || /\bopen\b|\?/i.test(plain)) return 'talk';
  if (isFormer(clause, name)) return 'former';
  const isListed =
    isTableRow(sentence) || stackHeading.test(heading) || stackLabel.test(sentence) || isBareList(sentence);
  if (concept || isListed) return 'used';
  const isUsed =
    verbs.test(clause.text) ||
    isBuiltWith(clause.text, name) ||
    isCarried(clause.after, name) ||
    isBracketed(sentence, name);
  return isUsed ? 'used' : 'talk';
}
