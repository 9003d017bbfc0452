/** One question and its answer in every state: waiting, growing, done, not documented, stopped, failed. */
import type { AnswerStatus, Citation } from '../../domain/answer.js';
import { fill } from '../languages/words-of.js';
import type { Words } from '../languages/words.js';
import type { Failure } from './ask-client.js';
import type { Exchange, Judgement } from './conversation.js';
import { createFeedbackView } from './feedback-view.js';
import { create, icon, link } from './nodes.js';
import { createMarkdownView } from './render-markdown.js';
import { createSourcesView } from './sources-view.js';
import { safeUrl } from './wire.js';

export interface ExchangeParts {
  readonly words: Words;
  readonly contact: string | undefined;
  readonly fetch: typeof fetch;
  readonly say: (text: string) => void;
  readonly onRetry: () => void;
  readonly onAsk: (question: string) => void;
  readonly sendJudgement: (exchange: Exchange, judgement: Judgement) => Promise<void>;
}

export interface ExchangeView {
  readonly element: HTMLElement;
  /** `isLast` shows the questions to ask next and the way to try again. */
  update(exchange: Exchange, isLast: boolean): void;
}

export function createExchangeView(first: Exchange, parts: ExchangeParts): ExchangeView {
  const { words } = parts;
  let current = first;
  const sources = createSourcesView(parts);
  const text = create('div', { class: 'text', dir: 'auto' });
  const badge = create('p', { class: 'badge', hidden: true });
  const waiting = create(
    'p',
    { class: 'waiting' },
    create('span', { class: 'dots', 'aria-hidden': 'true' }),
    words.searching,
  );
  const after = create('div', { class: 'after' });
  const answer = create('div', { class: 'answer' }, badge, waiting, text, sources.element, after);
  const element = create(
    'article',
    { class: 'exchange' },
    create('h2', { class: 'question', dir: 'auto' }, first.question),
    answer,
  );
  const markdown = createMarkdownView(text, () => ({
    numbers: new Set(current.citations.map(({ n }) => n)),
    urls: new Set(
      [parts.contact, ...current.citations.map(({ url }) => url)].flatMap((url) => safeUrl(url) ?? []),
    ),
    citationLabel: (n) =>
      fill(words.source, { n, name: nameOf(current.citations.find((one) => one.n === n)) }),
    onCite: (n, button) => sources.open(n, button),
    tableLabel: words.table,
  }));
  let shownAfter = '';

  return {
    element,
    update(exchange, isLast) {
      current = exchange;
      const isRunning = exchange.state === 'running';
      element.setAttribute('aria-busy', String(isRunning));
      element.dataset['state'] = exchange.state;
      waiting.hidden = !isRunning || exchange.text !== '';
      markdown.show(exchange.text);
      sources.show(isRunning && exchange.text === '' ? [] : citedIn(exchange));
      showBadge(badge, exchange.answer?.status, words);
      const key = [exchange.state, isLast, exchange.failure?.kind].join();
      if (key === shownAfter) return;
      shownAfter = key;
      after.replaceChildren(...(isRunning ? [] : endOf(exchange, isLast, parts)));
    },
  };
}

/** The sources that an answer cites; all of them while it grows. */
function citedIn(exchange: Exchange): readonly Citation[] {
  return exchange.state === 'failed' && exchange.text === '' ? [] : exchange.citations;
}

function nameOf(citation: Citation | undefined): string {
  return [citation?.title, citation?.heading].filter(Boolean).join(', ');
}

function showBadge(badge: HTMLElement, status: AnswerStatus | undefined, words: Words): void {
  const text =
    status === 'not_documented' ? words.notDocumented : status === 'partial' ? words.partly : undefined;
  badge.hidden = text === undefined;
  if (text !== undefined && badge.textContent !== text) badge.replaceChildren(icon('unknown'), text);
}

function endOf(exchange: Exchange, isLast: boolean, parts: ExchangeParts): HTMLElement[] {
  const { words } = parts;
  const retry = create(
    'button',
    { type: 'button', class: 'retry', onClick: parts.onRetry },
    icon('restart'),
    words.retry,
  );
  if (exchange.state === 'stopped')
    return [create('p', { class: 'note' }, words.stopped), ...(isLast ? [retry] : [])];
  if (exchange.state === 'failed') return [failureBox(exchange.failure, words), ...(isLast ? [retry] : [])];
  const { answer } = exchange;
  if (answer === undefined) return [];
  const nodes: HTMLElement[] = [];
  if (answer.isDegraded) nodes.push(create('p', { class: 'note' }, words.degraded));
  if (parts.contact !== undefined && (answer.status === 'not_documented' || answer.status === 'partial')) {
    nodes.push(create('p', { class: 'contact' }, link(parts.contact, words.contact, icon('out'))));
  }
  nodes.push(
    createFeedbackView({
      words,
      verdict: exchange.verdict,
      copyText: () => copyText(exchange),
      send: (judgement) => parts.sendJudgement(exchange, judgement),
      say: parts.say,
    }),
  );
  if (isLast && answer.suggestions.length > 0)
    nodes.push(questionList('h3', words.next, answer.suggestions.slice(0, 3), parts.onAsk));
  return nodes;
}

function copyText({ text, citations }: Exchange): string {
  const sources = citations.map((one) => `[${one.n}] ${[nameOf(one), one.url].filter(Boolean).join(' ')}`);
  return [text, ...sources].join('\n');
}

export function questionList(
  level: 'h2' | 'h3',
  title: string,
  questions: readonly string[],
  onAsk: (question: string) => void,
): HTMLElement {
  const items = questions.map((question) =>
    create(
      'li',
      {},
      create(
        'button',
        { type: 'button', class: 'chip', dir: 'auto', onClick: () => onAsk(question) },
        question,
      ),
    ),
  );
  return create(
    'div',
    { class: 'questions', role: 'group', 'aria-label': title },
    create(level, { class: 'label' }, title),
    create('ul', {}, ...items),
  );
}

export function failureText(failure: Failure | undefined, words: Words): string {
  if (failure === undefined) return words.unreachable;
  if ('retryAfterSeconds' in failure) return fill(words[failure.kind], { n: failure.retryAfterSeconds });
  if (failure.kind === 'refused') return fill(words.refused, { name: failure.detail });
  return words[failure.kind];
}

function failureBox(failure: Failure | undefined, words: Words): HTMLElement {
  return create('p', { class: 'failure' }, icon('warning'), create('span', {}, failureText(failure, words)));
}
