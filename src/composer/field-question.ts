/** Whether a question asks for the value of a field, or only uses its name: "What was your role?", but "How did she convince her company?". Form only. */
import { terms, tokenize } from '../text/terms.js';
import { listHeadOf } from './list-head.js';

const otherAim =
  /^(?:(?:and|so|but|please) )*(?:why|when|where|how (?!many|big|large|long|much|old)|(?:what|which|who) (?:made|let|led|convinced|brought|caused)\b)/i;
/** What stands right in front of a field that is asked for; the words of the field follow. */
const inFront =
  /(?:\bwho(?:m|se)?(?: (?:is|was|were|are|else))*(?: (?:the|your|its|their|his|her|on|in))*|\bwhat(?:'s| is| was| are| were)? .{0,60}['’]s?|\b(?:have|has|had|won|win) any|\bany|\bhow (?:big|large|long|much|old) (?:is|was|are|were)(?: (?:the|your|its))?|\b(?:what|which|how many)(?: (?:is|was|are|were|of|the|your|kind of|sort of))*)\s*$/i;

/** `label` as readable text: "Team size". */
export function asksForField(question: string, label: string): boolean {
  const text = question.trim();
  if (otherAim.test(text)) return false;
  const own = terms(label);
  const last = own.at(-1);
  const head = listHeadOf(text);
  if (head !== undefined && own.every((term) => term === head.term || head.modifiers.includes(term)))
    return head.term === last;
  const at = tokenize(text).find(({ text: word }) => terms(word)[0] === own[0]);
  return at !== undefined && inFront.test(text.slice(0, at.start));
}
