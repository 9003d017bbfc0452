/** The sides of a comparison and what they are compared in. Works on form alone; whether it *is* a comparison is told by the form too. */
import { sliceMasked, type Masked } from './phrases.js';
import { carryHeads, shareVerbPhrase } from './shared-heads.js';

export interface Comparison {
  /** Two to six sides, as written. */
  readonly operands: readonly string[];
  /** A stand-alone text per side. */
  readonly texts: readonly string[];
}

const end = '[?.! ]*$';
const modalFrame =
  "(?:(?:can|could|would) you (?:please )?|please |i(?:'d| would) like to |help me (?:to )?|let's )?";
const better =
  '(?:(?:more|less|most|least) [a-z-]+|[a-z]{2,}er|[a-z]{3,}est|better|worse|best|worst|preferable|superior|easier|older|newer)';
const plainTailMark =
  /[ ,]+(?:in terms of|when it comes to|with (?:respect|regards?) to|regarding|concerning|as far as|based on)/;
const tailMark =
  /[ ,]+(?:in terms of|when it comes to|with (?:respect|regards?) to|regarding|concerning|as far as|based on|in (?:the )?(?:context|case) of|for|in|on|at|when|as|under|during|if|while|by|within|across|using|here|there|today|nowadays|overall|and (?:how|why|what|when|which|who|where))\b/;

/** Longer clauses are no plain comparison, and the forms would take too long over them. */
const longestClause = 300;

interface Form {
  readonly pattern: RegExp;
}

/** Groups: `a` and `b` single sides, `list` several sides with commas and and/or, `head` and `prefix` carried in front, `verb`, `aspect` and tails behind. */
const forms: readonly Form[] = [
  { pattern: new RegExp(`^(?:.{0,60}?)\\b(?:compare|contrast|differences? between|different(?:ly)? between|comparison of) how (?<list>.+? and .+?) (?<verb>(?:handle|store|use|manage|deal with|treat|process|scale|perform|work|behave|implement|keep|send|sync|support|do|approach|solve|organi[sz]e|differ)\\b.*?)${end}`, 'd') },
  { pattern: new RegExp(`^(?:how|where|in what ways?) (?:do|does|did) (?<prefix>.+?) (?:differ|vary|change|compare) between (?<list>.+? and .+?)${end}`, 'd') },
  { pattern: new RegExp(`^(?:.{0,60}?)\\b(?:differences?|distinctions?|similarit(?:y|ies)|trade-?offs?|comparison|contrast|choice|choose|choosing|decide|deciding|diff|diffs|diffrence|difrence|torn|pick) (?:of |in (?<tail0>[a-z -]{3,40}) )?(?:between|of|for) (?:using )?(?<list>.+ (?:and|or|vs\\.?|versus) .+?)${end}`, 'd') },
  { pattern: new RegExp(`^${modalFrame}(?:briefly )?(?:compare|comparing|contrast|contrasting|weigh(?: up)?|evaluate|juxtapose|rank|comparison of|comparison between) (?<head>how )?(?<list>.+? (?:and|with|to|against|vs\\.?|versus|or) .+?)${end}`, 'd') },
  { pattern: new RegExp(`^(?<head>(?:what are the |what's the |the )?(?:pros\\s.{3}\\scons|advantages\\s.{3}\\sdisadvantages|strengths\\s.{3}\\sweaknesses|trade-?offs|benefits\\s.{3}\\sdrawbacks) of )(?<list>.+? (?:and|or|vs\\.?|versus|compared (?:to|with)|over) .+?)${end}`, 'd') },
  { pattern: new RegExp(`^(?<head>(?:how|why|where|when|what) (?:do|does|did) )(?<a>\\S+(?: \\S+){0,3}?) (?<verb>(?:handle|store|use|manage|deal with|treat|process|scale|perform|work|behave|implement|keep|send|sync|support|do|approach|solve|organi[sz]e)\\b.*?),? (?:compared (?:to|with)|in comparison (?:to|with)|versus|vs\\.?|as opposed to|relative to|unlike) (?<b>.+?)${end}`, 'd') },
  { pattern: new RegExp(`\\b(?:how|in what ways?|where|in which respects?|in what respects?|in terms of (?<tail0>[^,]+),? how) (?:do|does|did|are|were|is) (?<list>.+? and .+?) (?:differ|different|compare|diverge|stack up|similar|contrast|alike)\\b(?:(?: from| to) (?:each other|one another))?(?<tail>.*?)${end}`, 'd') },
  { pattern: new RegExp(`\\b(?:how|in what ways?|in which ways?|where|in what respects?|in which respects?) (?:does|do|did|is|are|was|were) (?<a>.+?) (?:differ|differs|diverge|deviate|different|distinct|unlike|compare|compares|stack up|measure up|contrast|distinguish(?:ed)?|part)(?: (?<tail0>in [a-z -]{3,40}?))?,? (?:from|to|with|than|against)?(?: that of)? ?(?<b>(?!and\\b|in\\b|when\\b|regarding\\b).+?)${end}`, 'd') },
  { pattern: new RegExp(`^(?:what|which|where)?(?:'s| is| are| makes| sets| separates| distinguishes)? ?(?:differs|distinguishes|separates|sets) (?<a>.+?) (?:from|apart from) (?<b>.+?)${end}`, 'd') },
  { pattern: new RegExp(`^what (?:makes|made) (?<a>.+?) (?:${better}|different|distinct|superior|preferable)(?: (?:than|from|to)) (?<b>.+?)${end}`, 'd') },
  { pattern: new RegExp(`^what (?:do|does|did) (?<list>.+? and .+?) have in common(?<tail>.*?)${end}`, 'd') },
  { pattern: new RegExp(`^(?:which|what|who|whom)(?: (?:one|ones|side|option))?(?: of (?:the )?(?:two|three|four|these|those|them|following))?(?<aspect>[^,:?]*?)(?:,|:| -) ?(?:is it )?(?:between )?(?<list>[^?]+? or [^?]+?)${end}`, 'd') },
  { pattern: new RegExp(`^(?:which|who)(?: one)? (?:of|out of|among|between) (?<list>.+?(?: and | or |, ).+?),? (?<aspect>(?:is|was|are|were|has|had|does|did|do|would|should|performs?|scales?|runs?|uses?|needs?|costs?|offers?|stores?|handles?|fits|suits|won|wins|came|can|supports?) .+?)${end}`, 'd') },
  { pattern: new RegExp(`^(?:which|what|who)(?: (?:one|project|option))? (?:is|was|are|were|has|had) (?<aspect>(?:the )?${better}(?: [a-z]+)?) (?:of|among|out of|between) (?<list>.+?(?: and | or |, ).+?)${end}`, 'd') },
  { pattern: new RegExp(`^(?:does|do|did|can|could|will|would|has|have) (?<a>\\S+(?: \\S+){0,3}?) (?:ever )?(?:beat|beats|beaten|outperform|outdo|outrun|outlast|surpass|exceed|match|rival) (?<b>.+?)${end}`, 'd') },
  { pattern: new RegExp(`^(?<a>\\S+(?: \\S+){0,2}) over (?<b>\\S+(?: \\S+){0,2}), (?:when|why)${end}`, 'd') },
  { pattern: new RegExp(`^(?:between|out of|of) (?<list>.+? (?:and|or) [^,]+?), ?(?:which|who|what)(?: one)?(?<aspect> .+?)${end}`, 'd') },
  { pattern: new RegExp(`^(?:is|are|was|were|would|will|isn't|aren't) (?<a>.+?) (?:be )?(?<aspect>(?:much |far |any |really )?${better}(?: [a-z]+){0,3}?) than (?<b>.+?)${end}`, 'd') },
  { pattern: new RegExp(`^(?:does|do|did|can|could|will|would) (?<a>.+?) (?<aspect>[a-z]+ (?:[a-z]+ ){0,3}?(?:much |far |any )?${better}(?: [a-z]+)?) than (?<b>.+?)${end}`, 'd') },
  { pattern: new RegExp(`^(?:is|are|was|were) (?<a>.+?) (?<aspect>as [a-z]+|the same|similar|equivalent|preferable|superior|inferior) (?:as|to) (?<b>.+?)${end}`, 'd') },
  { pattern: new RegExp(`^how much (?<aspect>${better}) (?:is|are|was|were) (?<a>.+?) (?:than|compared to) (?<b>.+?)${end}`, 'd') },
  { pattern: new RegExp(`^(?:why|when|what made you|what makes you)(?: (?:do|did|does|would|should|to))?(?: (?:you|one|i|we|someone|they))? (?:choose|chose|pick|picked|use|used|prefer|preferred|go with|went with|favou?r|favou?red|take|took|select|selected) (?<a>[^?]+?) (?:instead of|rather than|over|and not|as opposed to|in preference to|in place of) (?<b>.+?)${end}`, 'd') },
  { pattern: new RegExp(`^(?:(?:tell me |explain )?why|when) (?:is |was |to use |use )?(?<a>[^?]+?) (?:instead of|rather than|and not|as opposed to|(?:is |was )?(?:${better})(?: [a-z]+)? than|(?:is |was )?preferable to|(?:a )?(?:${better}) [a-z]+ than) (?<b>.+?)${end}`, 'd') },
  { pattern: new RegExp(`^(?:do|did|would|should|shall) (?:you|i|we|one|someone|they|people)(?: rather)?(?: ever)? (?:prefer|use|choose|pick|go (?:with|for)|take|recommend|like|favou?r|learn|buy|select)(?: to use)? (?<a>.+?) (?:or|over|to|rather than|instead of|more than) (?<b>.+?)${end}`, 'd') },
  { pattern: new RegExp(`^(?:compared (?:to|with)|in comparison (?:to|with)|unlike|relative to|as opposed to|in contrast to|against) (?<a>[^,]+), ?(?:how (?:does|do|is|are|did|(?:[a-z]+ (?:is|are|was|does|do))) |what (?:does|do|did|is) |is |are |does )?(?<b>[^,?]+?)(?<aspect> (?:handle|store|use|bring|offer|do|improve|work|perform|have|fare|hold)\\b.*?)?${end}`, 'd') },
  { pattern: new RegExp(`^(?<head>(?:what (?:is|are|was|were) )?(?:the )?(?:\\S+ ){1,2}(?:of|for) )(?<a>\\S+(?: \\S+){0,4}?),? (?:vs\\.?|versus|compared (?:to|with)|in comparison (?:to|with)) (?:that of )?(?<b>.+?)${end}`, 'd') },
  { pattern: new RegExp(`^(?<a>[^\\s,:]+(?: [^\\s,:]+){0,5}?),? (?:vs\\.?|versus|compared (?:to|with)|against) (?<b>[^,:;]+?)[,:;] ?(?:so |and )?(?<aspect>(?:which|what|who|where|when|how)\\b.+?)${end}`, 'd') },
  { pattern: new RegExp(`^(?<a>\\S+(?: \\S+){0,5}?),? (?:vs\\.?|versus|compared (?:to|with)|against) (?<b>.+?)${end}`, 'd') },
  { pattern: new RegExp(`^(?<a>\\S+(?: \\S+)?) (?:v\\.?|or) (?<b>\\S+(?: \\S+)?)(?<aspect>,? (?:which|what|better).*?)?${end}`, 'd') },
]; // prettier-ignore

const listJoint = /\s*(?:,\s*(?:and|or|vs\.?|versus)\s+|,\s*|\s+(?:and|or|vs\.?|versus)\s+)/g;
const pairJoint = /\s+(?:with|to|against|compared to|compared with)\s+/;
function splitOperands(list: Masked): Masked[] {
  const pair = pairJoint.exec(list.mask);
  const joints =
    pair !== null && list.mask.search(listJoint) < 0 ? [pair] : [...list.mask.matchAll(listJoint)];
  const sides: Masked[] = [];
  let last = 0;
  for (const match of joints) {
    sides.push(sliceMasked(list, last, match.index));
    last = match.index + match[0].length;
  }
  sides.push(sliceMasked(list, last, list.text.length));
  return sides.filter((side) => side.text !== '');
}

/** Cuts what follows the last side ("in terms of cost and size") off. When the first side has such words itself ("storage in Orbit"), only a plain "in terms of" is cut. */
function cutTail(list: Masked): { list: Masked; tail: string } {
  const joint = list.mask.search(/,| and | or | vs\.? | versus | with | to | against /);
  const from = joint < 0 ? 0 : joint + 1;
  const first = list.mask.slice(0, joint < 0 ? 0 : joint);
  const rest = list.mask.slice(from).replace(/^(?:with|to|against) /, (word) => '#'.repeat(word.length));
  const match = (tailMark.test(first) ? plainTailMark : tailMark).exec(rest);
  if (match === null || match.index < 4) return { list, tail: '' };
  const at = from + match.index;
  return { list: sliceMasked(list, 0, at), tail: sliceMasked(list, at, list.text.length).text };
}

const leading =
  /^(?:either|both|whether|using|the use of|to use|use|it|is|are|on|with|a choice|of)\s+(?=\S)/i;

const emptyAspect =
  /^(?:is|are|was|were|do|does|did|would|should|you|i|we|one|the|a|it|better|best|same|preferable|choose|pick|prefer|use|take|recommend|which|who|what|one|ones|of|two|three|for|s)$/;

/** Words of the aspect that carry meaning ("is faster" -> "faster"). */
function aspectWords(aspect: string): string {
  return aspect
    .split(/\s+/)
    .filter((word) => word !== '' && !emptyAspect.test(word.toLowerCase()))
    .join(' ');
}

const empties =
  /^(?:(?:it|its|they|their|this|that|those|these|them|he|she|his|her|each other|one another|others?|alternatives|anything|something|what|whom|both|the (?:two|other|others|rest|same))\b.*|(?:you|i|we|me|us)|(?:what|which|who|how|why|when|where|is|are|was|were|do|does|did|can|could|would|in|on|at|between|having)\b.*)$/i;

function readGroups(form: Form, whole: Masked): Record<string, Masked> | undefined {
  const match = form.pattern.exec(whole.mask);
  if (match?.indices?.groups === undefined) return undefined;
  const groups: Record<string, Masked> = {};
  for (const [name, span] of Object.entries(match.indices.groups)) {
    const place = span as [number, number] | undefined; // a group that took no part has no place
    if (place !== undefined) groups[name] = sliceMasked(whole, place[0], place[1]);
  }
  return groups;
}

function sidesOf(groups: Record<string, Masked>): { sides: Masked[]; tail: string } | undefined {
  const { a, b, list } = groups;
  if (list !== undefined) {
    const cut = cutTail(list);
    return { sides: splitOperands(cut.list), tail: cut.tail };
  }
  if (a === undefined || b === undefined) return undefined;
  const cut = tailMark.test(a.mask) ? { list: b, tail: '' } : cutTailOfSide(b);
  return { sides: [a, ...splitOperands(cut.list)], tail: cut.tail };
}

function cutTailOfSide(side: Masked): { list: Masked; tail: string } {
  const match = tailMark.exec(side.mask);
  if (match === null || match.index === 0) return { list: side, tail: '' };
  return {
    list: sliceMasked(side, 0, match.index),
    tail: sliceMasked(side, match.index, side.text.length).text,
  };
}

function assemble(groups: Record<string, Masked>): Comparison | undefined {
  const split = sidesOf(groups);
  if (split === undefined || split.sides.length < 2) return undefined;
  const names = split.sides.map((side) => side.text.replace(leading, '').trim());
  const bare = names.map((name) => name.replace(/^(?:that|those|the ones?) (?:of|in|for|with) /i, ''));
  if (bare.some((name) => name === '' || empties.test(name) || name.split(' ').length > 7)) return undefined;
  const shared =
    groups['head']?.mask.trim() === 'how' ? shareVerbPhrase(names) : { sides: names, phrase: '' };
  const carried = carryHeads(shared.sides);
  const tails = [groups['tail0']?.text, groups['tail']?.text, split.tail].filter(
    (tail) => tail !== undefined && tail !== '',
  );
  const aspect = aspectWords(groups['aspect']?.text ?? '');
  const verb = groups['verb']?.text ?? shared.phrase;
  const head =
    groups['head'] !== undefined && /\b(?:of|for|in|do|does|did)$/i.test(groups['head'].text)
      ? groups['head'].text
      : '';
  const prefix = groups['prefix']?.text ?? '';
  const texts = carried.map((operand) =>
    [head, prefix, operand, verb, aspect, ...tails].filter((piece) => piece !== '').join(' '),
  );
  return { operands: carried, texts };
}

/** The comparison that the question makes, or undefined. Sides: at least two, at most six. */
export function readComparison(whole: Masked): Comparison | undefined {
  if (whole.mask.length > longestClause) return undefined;
  for (const form of forms) {
    const groups = readGroups(form, whole);
    if (groups === undefined) continue;
    const comparison = assemble(groups);
    if (comparison === undefined || comparison.operands.length > 6) continue;
    const distinct = new Set(comparison.operands.map((operand) => operand.toLowerCase()));
    if (distinct.size === comparison.operands.length) return comparison;
  }
  return undefined;
}
