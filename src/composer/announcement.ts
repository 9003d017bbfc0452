/** Sentences that say what a text or a picture shows and not what is so: captions, "The following sections describe ...", "See the guide for details." Form only. */

const aboutText =
  /^(?:in )?(?:(?:the|this|these|that) )?(?:following |next |above |below |present )?(?:figures?|diagrams?|tables?|charts?|graphs?|images?|pictures?|screenshots?|documents?|documentation|sections?|pages?|chapters?|articles?|guides?|tutorials?|posts?|examples?|code|snippets?|listings?)(?: (?:below|above|here))? (?:shows?|explains?|describes?|lists?|illustrates?|covers?|gives?|provides?|outlines?|tells?|summari[sz]es|walks|demonstrates?|presents?|depicts?|compares?)\b/i;
const caption = /^(?:figure|fig\.|table|listing|image|diagram) ?\d+(?:\.\d+)?\s*[:.–-]/i;
const pointer =
  /^(?:please )?(?:see|refer to|consult|check out|click|visit|read (?:more|our|the|on)|learn (?:more|about)|subscribe|sign up|follow us|want to read more)\b[^.!?]{0,120}[.!?]?$|^for (?:more|further|additional) (?:details?|info(?:rmation)?|reading|on)\b/i;

export function isAnnouncement(text: string): boolean {
  return [aboutText, caption, pointer].some((pattern) => pattern.test(text));
}
