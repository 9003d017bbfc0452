/** The question field: grows with its text, sends on Enter, and its one button turns into Stop while an answer comes, so focus stays. */
import type { Words } from '../languages/words.js';
import { create, icon } from './nodes.js';

export interface QuestionForm {
  readonly element: HTMLElement;
  readonly focus: () => void;
  setBusy(isBusy: boolean): void;
}

export interface QuestionFormParts {
  readonly words: Words;
  readonly onAsk: (question: string) => void;
  readonly onStop: () => void;
  readonly say: (text: string) => void;
}

const longest = 1_000;

export function createQuestionForm({ words, onAsk, onStop, say }: QuestionFormParts): QuestionForm {
  const field = create('textarea', {
    id: 'question',
    rows: 1,
    placeholder: words.placeholder,
    enterkeyhint: 'send',
    autocomplete: 'off',
    dir: 'auto',
  });
  const button = create('button', { type: 'submit', class: 'send' });
  const hint = create('p', { class: 'hint', id: 'hint', hidden: true }, words.tooLong);
  const element = create(
    'form',
    { class: 'form', novalidate: true },
    create('label', { for: 'question', class: 'unseen' }, words.question),
    create('div', { class: 'field' }, field, button),
    hint,
  );
  let isBusy = false;

  const showState = (): void => {
    const isTooLong = [...field.value.trim()].length > longest;
    if (isTooLong && hint.hidden) say(words.tooLong);
    hint.hidden = !isTooLong;
    field.setAttribute('aria-invalid', String(isTooLong));
    if (isTooLong) field.setAttribute('aria-describedby', 'hint');
    else field.removeAttribute('aria-describedby');
    // aria-disabled keeps the button in the tab order.
    button.setAttribute('aria-disabled', String(!isBusy && (isTooLong || field.value.trim() === '')));
    field.style.height = 'auto';
    if (field.scrollHeight > 0) field.style.height = `${Math.min(field.scrollHeight, 160)}px`;
  };
  const showButton = (): void => {
    const label = isBusy ? words.stop : words.send;
    button.setAttribute('aria-label', label);
    button.title = label;
    button.replaceChildren(icon(isBusy ? 'stop' : 'send'));
    showState();
  };
  const submit = (): void => {
    const question = field.value.trim();
    if (question === '' || [...question].length > longest) {
      field.focus();
      return;
    }
    field.value = '';
    showState();
    onAsk(question);
  };
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    if (isBusy) onStop();
    else submit();
  });
  field.addEventListener('input', showState);
  field.addEventListener('keydown', (event) => {
    // An input method ends its word with Enter, too.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (!isBusy) submit();
  });
  showButton();
  return {
    element,
    focus: () => field.focus(),
    setBusy(busy) {
      if (busy === isBusy) return;
      isBusy = busy;
      showButton();
    },
  };
}
