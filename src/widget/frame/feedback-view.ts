/** Copy, thumbs up, thumbs down with its reason. A verdict counts once it has been stored. */
import type { Words } from '../languages/words.js';
import type { Verdict } from './conversation.js';
import { create, icon, type IconName } from './nodes.js';

export interface FeedbackParts {
  readonly words: Words;
  readonly verdict: Verdict | undefined;
  readonly copyText: () => string;
  /** Rejects when it was not stored. */
  readonly send: (verdict: Verdict, reason?: string) => Promise<void>;
  readonly say: (text: string) => void;
}

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
  const judge = async (verdict: Verdict, reason?: string): Promise<boolean> => {
    try {
      await parts.send(verdict, reason);
      mark(verdict);
      tell(words.thanks);
      return true;
    } catch {
      tell(words.notSent);
      return false;
    }
  };
  const reasons = create(
    'div',
    { class: 'reasons', role: 'group', 'aria-label': words.why, hidden: true },
    create('p', {}, words.why),
    ...words.reasons.map((reason) =>
      create(
        'button',
        {
          type: 'button',
          class: 'chip',
          onClick: () => {
            void judge('down', reason).then((isStored) => {
              if (!isStored) return;
              reasons.hidden = true;
              down.focus();
            });
          },
        },
        reason,
      ),
    ),
  );
  up.addEventListener('click', () => {
    reasons.hidden = true;
    void judge('up');
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
