/** Runs in a page without any policy, where an injected script would run: shows payloads through the frame's own views at every cut. */
import { createExchangeView } from '../frame/exchange-view.js';
import type { Exchange } from '../frame/conversation.js';
import { safeUrl } from '../frame/wire.js';
import { wordsOf } from '../languages/words-of.js';

interface Attacked extends Window {
  ran: () => void;
  runs: number;
  attack: (payloads: readonly string[]) => string[];
}

const page = window as unknown as Attacked;
page.runs = 0;
page.ran = () => void page.runs++;

const allowedTags = new Set(
  'ARTICLE DIV H2 H3 P SECTION OL UL LI FORM TEXTAREA BUTTON SPAN STRONG EM CODE PRE BR A BLOCKQUOTE TABLE THEAD TBODY TR TH TD svg path'.split(
    ' ',
  ),
);

/** Says what is wrong with what was made of the payloads: a foreign tag, a handler, an address that may not be a link. */
page.attack = (payloads) => {
  const wrong = new Set<string>();
  const check = (root: Element, payload: string): void => {
    for (const element of [root, ...root.querySelectorAll('*')]) {
      if (!allowedTags.has(element.tagName)) wrong.add(`<${element.tagName}> of ${payload}`);
      for (const { name, value } of element.attributes) {
        if (/^on|^style$|^src/i.test(name)) wrong.add(`${name} of ${payload}`);
        // The second source has the payload for its address: as a web address it is a link by right.
        const isSource = value === 'https://example.com/shop' || value === safeUrl(payload);
        if (name === 'href' && !isSource) wrong.add(`href=${value} of ${payload}`);
      }
    }
  };
  for (const payload of payloads) {
    const exchange: Exchange = { question: payload, state: 'running', text: '', citations: [] };
    const view = createExchangeView(exchange, {
      words: wordsOf('en'),
      contact: undefined,
      fetch: () => Promise.reject(new Error('none here')),
      say: () => undefined,
      onRetry: () => undefined,
      onAsk: () => undefined,
      sendJudgement: async () => undefined,
    });
    document.body.append(view.element);
    const citation = {
      chunkId: payload,
      documentId: payload,
      title: payload,
      heading: payload,
      quote: payload,
    };
    exchange.citations = [
      { n: 1, ...citation, url: 'https://example.com/shop' },
      { n: 2, ...citation, url: payload },
    ];
    // By UTF-16 unit: the stream is decoded before, and a cut inside a character never comes here.
    for (let end = 1; end <= payload.length; end++) {
      exchange.text = payload.slice(0, end);
      view.update(exchange, true);
      if (end % 16 === 0) check(view.element, payload);
    }
    const answer = {
      id: payload,
      status: 'partial',
      text: payload,
      citations: exchange.citations,
      suggestions: [payload],
      isDegraded: true,
    } as const;
    Object.assign(exchange, { state: 'done', answer });
    view.update(exchange, true);
    for (const button of view.element.querySelectorAll<HTMLElement>('.source, .citation')) button.click();
    check(view.element, payload);
    exchange.state = 'failed';
    exchange.failure = { kind: 'refused', detail: payload };
    view.update(exchange, true);
    check(view.element, payload);
    view.element.remove();
  }
  return [...wrong];
};
