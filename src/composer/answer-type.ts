/** Does a sentence hold the kind of thing that was asked for: a number, a date, a reason, a step, a name? */
import type { Aspect } from '../domain/plan.js';

const numbers =
  /\p{N}|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand|million|half|twice|double|once|single|both|no)\b/iu;
const dates =
  /\b(?:1[5-9]|20)\d{2}\b|\b\d{1,2}(?:st|nd|rd|th)\b|\b(?:january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|century|decade|year|month|week|day|today|yesterday|before|after|since|until|when|during|later|first|initially|then|once)s?\b/i;
const reasons =
  /\b(?:because|since|so that|in order to|due to|thanks to|reason|therefore|thus|hence|as a result|to avoid|to keep|to make|to prevent|to let|so|otherwise|cause[sd]?|means?|lets?|allows?|avoids?|prevents?|for)\b/i;
const manners =
  /\b(?:by|with|through|using|via|first|then|next|finally|after|each|every|step|when|uses?|runs?|takes?|sends?|reads?|writes?|stores?|calls?)\b/i;
const places = /\b(?:in|at|on|inside|within|near|from|under|behind|to|into|through|between)\b/i;
const names = /(?<=\S\s+)\p{Lu}[\p{L}\p{N}]+|`[^`]+`|\b[A-Z]{2,}\b/u;

/** True when the sentence holds what the aspect asks for; always true for open questions. */
export function holdsAspect(aspect: Aspect, sentence: string): boolean {
  switch (aspect) {
    case 'how_many':
    case 'count':
      return numbers.test(sentence);
    case 'when':
      return dates.test(sentence);
    case 'why':
      return reasons.test(sentence);
    case 'how':
      return manners.test(sentence);
    case 'where':
      return places.test(sentence);
    case 'who':
    case 'which':
      return names.test(sentence);
    default:
      return true;
  }
}

/** A number, a time, a place or a name: one sentence holds it. */
export function isShortAspect(aspect: Aspect): boolean {
  return ['how_many', 'count', 'when', 'where', 'who', 'which'].includes(aspect);
}
