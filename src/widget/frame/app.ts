/** The conversation in the frame: puts the views together and moves a question through its states. */
import { fill, wordsOf } from '../languages/words-of.js';
import type { EventName } from '../messages.js';
import type { ChatOptions } from '../options.js';
import { createAnnouncer } from './announcer.js';
import { askService } from './ask-client.js';
import { createConversation, type Exchange, type Judgement } from './conversation.js';
import { createExchangeView, failureText, questionList, type ExchangeView } from './exchange-view.js';
import { iconButton } from './feedback-view.js';
import { create } from './nodes.js';
import { createQuestionForm } from './question-form.js';
import { fieldsOf, listOf } from './wire.js';

/** Not an animation frame: those stop in a frame that the browser takes for unseen. */
const growMs = 30;

export interface AppParts {
  readonly options: ChatOptions;
  readonly isInline: boolean;
  readonly onClose: (() => void) | undefined;
  readonly onEvent: (name: EventName, detail: unknown) => void;
}

export interface App {
  readonly element: HTMLElement;
  ask(question: string): void;
  focus(): void;
}

export function createApp({ options, onClose, onEvent }: AppParts): App {
  const words = wordsOf(options.language ?? 'en');
  const service = window.fetch.bind(window);
  const conversation = createConversation(() => window.sessionStorage, options.name ?? 'chat');
  const views = new Map<Exchange, ExchangeView>();
  const live = create('div', {
    class: 'unseen',
    'aria-live': 'polite',
    role: 'log',
    'aria-label': words.conversation,
  });
  const list = create('div', { class: 'exchanges' });
  const start = create('div', { class: 'start' });
  const scroller = create(
    'section',
    { class: 'scroller', 'aria-label': words.conversation, tabindex: 0 },
    start,
    list,
  );
  let running: AbortController | undefined;
  let countdown = 0;

  const say = (text: string): void => {
    live.append(create('p', {}, text));
    while (live.childElementCount > 20) live.firstElementChild?.remove();
  };
  const form = createQuestionForm({
    words,
    say,
    onAsk: (question) => void ask(question),
    onStop: () => running?.abort(),
  });

  const show = (): void => {
    const { exchanges } = conversation;
    start.hidden = exchanges.length > 0;
    for (const [exchange, view] of views) {
      if (exchanges.includes(exchange)) continue;
      view.element.remove();
      views.delete(exchange);
    }
    for (const [i, exchange] of exchanges.entries()) {
      let view = views.get(exchange);
      if (view === undefined) {
        view = createExchangeView(exchange, exchangeParts);
        views.set(exchange, view);
        list.append(view.element);
      }
      view.update(exchange, i === exchanges.length - 1);
    }
    restart.hidden = exchanges.length === 0;
  };
  const sendJudgement = async (exchange: Exchange, judgement: Judgement): Promise<void> => {
    const detail = { id: exchange.answer?.id, ...judgement };
    const response = await service('feedback', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(detail),
    });
    if (!response.ok) throw new Error(`status ${response.status}`);
    exchange.verdict = judgement.verdict;
    conversation.save();
    onEvent('feedback', detail);
  };
  const exchangeParts = {
    words,
    contact: options.contact,
    fetch: service,
    say,
    onAsk: (question: string) => void ask(question),
    onRetry: () => retry(),
    sendJudgement,
  };

  const retry = (): void => {
    const exchange = conversation.replaceLast();
    if (exchange !== undefined) void run(exchange);
    form.focus();
  };
  const ask = async (question: string): Promise<void> => {
    running?.abort();
    const hasFocusInside = start.contains(document.activeElement) || list.contains(document.activeElement);
    const exchange = conversation.add(question);
    onEvent('question', { question });
    const done = run(exchange);
    // The button that was pressed goes away: the field takes the focus, so that it is not lost.
    if (hasFocusInside) form.focus();
    await done;
  };
  const run = async (exchange: Exchange): Promise<void> => {
    window.clearInterval(countdown);
    const controller = (running = new AbortController());
    const history = conversation.history();
    const announcer = createAnnouncer(say);
    let timer = 0;
    live.replaceChildren();
    say(words.searching);
    form.setBusy(true);
    show();
    views.get(exchange)?.element.scrollIntoView({ block: 'start' });
    const grow = (): void => {
      timer ||= window.setTimeout(() => {
        timer = 0;
        show();
        announcer.update(exchange.text);
      }, growMs);
    };
    const outcome = await askService({
      question: exchange.question,
      history,
      signal: controller.signal,
      fetch: service,
      isOnline: () => navigator.onLine,
      wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
      onSources: (citations) => {
        exchange.citations = citations;
        grow();
      },
      onText: (text) => {
        exchange.text = text;
        grow();
      },
    });
    window.clearTimeout(timer);
    if (outcome.kind === 'answered') {
      const { answer } = outcome;
      Object.assign(exchange, { state: 'done', answer, text: answer.text, citations: answer.citations });
      announcer.finish(answer.text);
      onEvent('answer', {
        id: answer.id,
        question: exchange.question,
        status: answer.status,
        answer: answer.text,
      });
    } else if (outcome.kind === 'stopped') {
      exchange.state = 'stopped';
      say(words.stopped);
    } else {
      Object.assign(exchange, { state: 'failed', failure: outcome.failure });
      const text = failureText(outcome.failure, words);
      say(text);
      onEvent('error', { kind: outcome.failure.kind, message: text });
    }
    if (running === controller) {
      running = undefined;
      form.setBusy(false);
    }
    conversation.save();
    show();
    if ('failure' in exchange) count(exchange);
  };
  /** Seconds to wait, shown and not read out each time. */
  const count = (exchange: Exchange): void => {
    const { failure } = exchange;
    if (failure === undefined || !('retryAfterSeconds' in failure)) return;
    const view = views.get(exchange)?.element;
    const note = view?.querySelector('.failure span');
    const button = view?.querySelector('.retry');
    let left = failure.retryAfterSeconds;
    const tick = (): void => {
      if (note) note.textContent = fill(words[failure.kind], { n: Math.max(0, left) });
      button?.toggleAttribute('disabled', left > 0);
      if (left-- <= 0) window.clearInterval(countdown);
    };
    countdown = window.setInterval(tick, 1_000);
    tick();
  };

  const title = options.title ?? words.title;
  const restart = iconButton('restart', words.restart);
  restart.addEventListener('click', () => {
    running?.abort();
    window.clearInterval(countdown);
    conversation.clear();
    show();
    say(words.restarted);
    form.focus();
  });
  const close = onClose === undefined ? undefined : iconButton('close', words.close);
  close?.addEventListener('click', () => onClose?.());
  const header = create(
    'header',
    {},
    avatarOf(options.avatar, title),
    create('h1', { dir: 'auto' }, title),
    restart,
    close,
  );
  const element = create(
    'main',
    { class: 'chat' },
    header,
    scroller,
    create(
      'div',
      { class: 'foot' },
      form.element,
      options.privacy !== undefined && create('p', { class: 'privacy', dir: 'auto' }, options.privacy),
    ),
    live,
  );
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.isComposing) onClose?.();
  });

  start.append(create('p', { class: 'greeting', dir: 'auto' }, options.greeting ?? words.greeting));
  void suggest(options.suggestions, service).then((questions) => {
    if (questions.length > 0)
      start.append(questionList('h2', words.tryThese, questions, (question) => void ask(question)));
  });
  show();
  return { element, ask: (question) => void ask(question), focus: form.focus };
}

/** The owner's questions, or some of the service's. */
async function suggest(
  given: readonly string[] | undefined,
  service: typeof fetch,
): Promise<readonly string[]> {
  if (given !== undefined) return given;
  try {
    const response = await service('suggestions');
    const { suggestions } = fieldsOf(await response.json());
    return listOf(suggestions)
      .filter((one): one is string => typeof one === 'string')
      .slice(0, 4);
  } catch {
    return [];
  }
}

function avatarOf(avatar: string | undefined, title: string): HTMLElement {
  if (avatar?.startsWith('data:image/') === true)
    return create('img', { class: 'avatar', src: avatar, alt: '' });
  const letters =
    avatar === undefined || avatar === ''
      ? title.trim().slice(0, 1).toUpperCase()
      : [...avatar].slice(0, 2).join('');
  return create('span', { class: 'avatar', 'aria-hidden': 'true' }, letters);
}
