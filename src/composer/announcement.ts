/** Sentences that say what a text or a picture shows and not what is so: captions, "The following sections describe ...", "See the guide for details." Form only. */

const aboutText =
  /^(?:in )?(?:(?:the|this|these|that) )?(?:following |next |above |below |present )?(?:figures?|diagrams?|tables?|charts?|graphs?|images?|pictures?|screenshots?|documents?|documentation|sections?|pages?|chapters?|articles?|guides?|tutorials?|posts?|examples?|code|snippets?|listings?)(?: (?:below|above|here))? (?:shows?|explains?|describes?|lists?|illustrates?|covers?|gives?|provides?|outlines?|tells?|summari[sz]es|walks|demonstrates?|presents?|depicts?|compares?)\b/i;
const legend =
  /^(?:the|each|every) (?:\p{L}+ )?(?:line|bar|axis|subplot|curve|column|dot|colou?r)s? (?:represents?|shows?|stands? for|plots?|marks?|indicates?)\b/iu;
const caption = /^(?:figure|fig\.|table|listing|image|diagram) ?\d+(?:\.\d+)?\s*[:.–-]/i;
const pointer =
  /^(?:please )?(?:see|refer to|read more|learn more|subscribe|follow us|want to read more)(?=[\s:.!?])[^.!?]{0,120}[.!?]?$|^for (?:more|further|additional) (?:details?|info(?:rmation)?|reading|on)\b/i;

export function isAnnouncement(text: string): boolean {
  return [aboutText, legend, caption, pointer].some((pattern) => pattern.test(text));
}
