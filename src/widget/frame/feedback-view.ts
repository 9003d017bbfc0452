/** Copy, thumbs up, thumbs down with its reason: one of a list, or the visitor's own words. A verdict counts once it has been stored. */
import type { Words } from '../languages/words.js';
import type { Judgement, Verdict } from './conversation.js';
import { create, icon, type IconName } from './nodes.js';

export interface FeedbackParts {
  readonly words: Words;
  readonly verdict: Verdict | undefined;
  readonly copyText: () => string;
  /** Rejects when it was not stored. */
  readonly send: (judgement: Judgement) => Promise<void>;
  readonly say: (text: string) => void;
}

/** What the service takes. */
const longestComment = 2_000;

export function createFeedbackView(parts: FeedbackParts): HTMLElement {
  const { words, say } = parts;
  const note = create('span', { class: 'note' });
  const tell = (text: string): void => {
    note.textContent = text;
    say(text);
  };
  const up = toggleButton('up', words.helpful);
  const down = toggleButton('down', words.notHelpful);
  const mark = (verdict: Verdict | undefined): void => {
    up.setAttribute('aria-pressed', String(verdict === 'up'));
    down.setAttribute('aria-pressed', String(verdict === 'down'));
  };
  const judge = async (judgement: Judgement): Promise<boolean> => {
    try {
      await parts.send(judgement);
      mark(judgement.verdict);
      tell(words.thanks);
      return true;
    } catch {
      tell(words.notSent);
      return false;
    }
  };
  const comment = create('textarea', { rows: 2, maxlength: longestComment, dir: 'auto', 'aria-label': words.comment, placeholder: words.comment }); // prettier-ignore
  const judgeDown = async (reason?: string): Promise<void> => {
    const text = comment.value.trim();
    const isStored = await judge({
      verdict: 'down',
      ...(reason === undefined ? {} : { reason }),
      ...(text === '' ? {} : { comment: text }),
    });
    if (!isStored) return;
    comment.value = '';
    reasons.hidden = true;
    down.focus();
  };
  const chips = words.reasons.map((reason) =>
    create('button', { type: 'button', class: 'chip', onClick: () => void judgeDown(reason) }, reason),
  );
  const form = create('form', {}, comment, create('button', { class: 'retry' }, words.sendComment));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void judgeDown();
  });
  const reasons = create(
    'div',
    { class: 'reasons', role: 'group', 'aria-label': words.why, hidden: true },
    create('p', {}, words.why),
    ...chips,
    form,
  );
  up.addEventListener('click', () => {
    reasons.hidden = true;
    void judge({ verdict: 'up' });
  });
  down.addEventListener('click', () => {
    reasons.hidden = !reasons.hidden;
    if (!reasons.hidden) reasons.querySelector('button')?.focus();
  });
  reasons.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    reasons.hidden = true;
    down.focus();
  });
  const copy = iconButton('copy', words.copy);
  copy.addEventListener('click', () => {
    void copyOut(parts.copyText()).then((isDone) => {
      copy.replaceChildren(icon(isDone ? 'done' : 'copy'));
      tell(isDone ? words.copied : words.notCopied);
    });
  });
  mark(parts.verdict);
  return create(
    'div',
    { class: 'feedback' },
    create('div', { class: 'tools' }, copy, up, down, note),
    reasons,
  );
}

export function iconButton(name: IconName, label: string): HTMLButtonElement {
  return create('button', { type: 'button', class: 'icon', 'aria-label': label, title: label }, icon(name));
}

function toggleButton(name: IconName, label: string): HTMLButtonElement {
  const button = iconButton(name, label);
  button.setAttribute('aria-pressed', 'false');
  return button;
}

async function copyOut(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
