/**
 * Sentences that cannot stand alone, told by the form of their opening: a pronoun or demonstrative for a subject, a connective, "also", or a noun
 * that sums up what was said ("the answer is ..."). Knows nothing of what the sentence before says.
 */

/** Pronouns, demonstratives and connectives that open a sentence. */
const openings =
  /^(?:["'“(]?)(?:this|that|these|those|it|its|they|their|them|he|she|his|such|both|the (?:same|latter|former|other|second|first)|then|so|but|however|also|instead|otherwise|therefore|thus|hence|and|or|yet|because of (?:this|that)|as a result|in (?:that|this) (?:case|way|context|sense)|for (?:this|that|these|those)|there|here|afterwards?|after that|additionally|furthermore|moreover|for (?:example|instance)|second|secondly|third|thirdly|finally|lastly|next|in particular|in addition|similarly|likewise|to do (?:this|that|so)|to this end|with (?:this|that|these)|as such|that way|this way|neither|either|one of (?:them|these)|each of (?:them|these)|another|in fact|indeed|in other words|on the other hand|by contrast|in contrast(?=,)|conversely|nevertheless|nonetheless|meanwhile|that said|even so|besides(?=,)|consequently|accordingly|alternatively|further(?=,)|since then|until then|by then|at (?:that|this) (?:time|point)|again(?=,))\b/i;

/** "Unless mitigated, these hotspots", "In the first post, he": a short adjunct without a subject of its own. */
const behindAdjunct =
  /^(?:(?:(?:unless|if|when|once|while|until|as|though) \w+(?:ed|en|wn)|(?:in|on|at|by|for|from|to|with|during|after|before|under|over|within|through|as) [^,.;:]{1,40}|\w+ly), )(?:he|she|they|these|those|this|such)\b/i;

/** "The server also counts": something else was told before. */
const alsoEarly = /^(?:[\p{L}\p{N}'’-]+ ){1,3}also\b/u;

/** "The answer is simple: ...", "The solution was to ...": a noun that sums up what was said, without saying of what. */
const shellSubject =
  /^(?:the|one|a) (?:answer|reason|solution|result|remedy|consequence|cause|fix|difference|exception|drawback|upside|downside) (?:is|was|were)\b/i;

/** True when a sentence leans on the one before it. */
export function leansOnBefore(text: string): boolean {
  return [openings, behindAdjunct, alsoEarly, shellSubject].some((pattern) => pattern.test(text));
}
