/** The wordings by which an author says that something is not written down ("I have not documented ...", "the notes do not say ..."). */

const absence =
  /\b(?:not|never|no|nothing|nowhere|none|neither|\w+n['’]t)\b(?:\s+[\w,-]+){0,6}?\s+(?:documented|stated|described|recorded|mentioned|explained|specified|written down)\b|\bno (?:[\w-]+ ){1,6}(?:is|are|was|were|has been|have been) (?:given|reported|noted|available|shown|known|recorded|measured|kept)\b|\bsilent\s+(?:on|about)\b|\b(?:write-?ups?|notes?|documents?|documentation|page|text|source)\s+(?:do(?:es)?|did|has|have)\s+not\s+(?:\w+\s+)?(?:say|state|describe|mention|explain|record|give|cover|list|name|document|tell|argue)\b|\bI (?:have|had) not (?:documented|written down|recorded|noted|described)\b|\bmore than that I have not\b/i;

/** True for a sentence by which the author says that something is not written down. */
export function saysNotDocumented(text: string): boolean {
  return absence.test(text);
}
