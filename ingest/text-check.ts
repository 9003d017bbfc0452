/** First look at a decoded text: removes what a reader cannot see and points out lines that talk to a model. */
import { stripHidden } from '../src/text/normalise.js';

export interface CheckedText {
  readonly text: string;
  readonly warnings: readonly { readonly line: number; readonly message: string }[];
}

const addressesModel =
  /\b(?:ignore|disregard|forget|override) (?:all |any |the |your |my )*(?:previous|prior|above|earlier|preceding|system) (?:instructions?|prompts?|messages?|rules|directions)|\byou are now (?:a|an|in|the)\b|\b(?:reveal|print|repeat|show)(?: me)? (?:your|the) (?:system )?(?:prompt|instructions)\b|<\|(?:im_start|im_end|system|endoftext)\|>|^\s*(?:system|assistant)\s*:\s*you\b|\b(?:AI|language model|assistant)s? (?:reading|processing|indexing) this\b/i;
// Emoji are made with joiners and variation selectors: no attack, and not worth a word.
const emojiJoiners = /[\u200D\uFE0E\uFE0F]/g;
const maximumWarnings = 20;

/** Same text without hidden characters, with warnings by line. Line numbers do not change. */
export function inspectText(text: string): CheckedText {
  const warnings: { line: number; message: string }[] = [];
  const visible = stripHidden(text);
  const hasHidden = visible.length !== text.length;
  const lines = text.split(/\r\n|\r|\n/);
  lines.forEach((line, index) => {
    if (warnings.length >= maximumWarnings) return;
    const plain = hasHidden ? line.replace(emojiJoiners, '').replace(/^\uFEFF/, '') : line;
    const hiddenCount = hasHidden ? plain.length - stripHidden(plain).length : 0;
    if (hiddenCount > 0) {
      warnings.push({
        line: index + 1,
        message: `${hiddenCount} hidden characters were left out: look at the line in an editor that shows them.`,
      });
    }
    if (line.length < 20_000 && addressesModel.test(line)) {
      warnings.push({
        line: index + 1,
        message:
          'This line speaks to a language model; it is kept as ordinary text. Remove it if you did not write it.',
      });
    }
  });
  return { text: visible, warnings };
}
