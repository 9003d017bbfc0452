/** Running text that is a list without a verb ("Go workers, RabbitMQ, PostgreSQL 14."): what notes say of how a thing is made. */
import { countWords } from './terms.js';

const joint = /\s*(?:[,;+&]|\s(?:and|or|with|plus)\s)\s*/;
const longestItem = 5; // words
const longestList = 30; // words

/** True for two or more short pieces without anything that tells a sentence: no label in front, no pronoun, no finite small verb. */
export function isBareList(sentence: string): boolean {
  const text = sentence.trim().replace(/[.!]$/, '');
  if (/[:?]|["“”]/.test(text) || countWords(text) > longestList) return false;
  if (
    /\b(?:I|we|you|he|she|they|it|this|that|who|which|is|are|was|were|be|been|has|have|had|do|does|did|can|could|will|would|should|may|might|must|not|no|never|than|to|if|when|because)\b/i.test(
      text,
    )
  )
    return false;
  const items = text.split(joint).filter((item) => item !== '');
  return items.length >= 2 && items.every((item) => countWords(item) <= longestItem);
}
