/** `/widget.js`: one script tag puts the chat on the page. Never throws into the page. */
import { report } from '../report.js';
import { defineChatElement } from './chat-element.js';
import { createChat, type Chat } from './chat.js';

declare global {
  interface Window {
    askfolio?: Chat | undefined;
  }
}

function start(): void {
  const { src, dataset } = document.currentScript as HTMLScriptElement;
  const service = new URL('./', src).href;
  defineChatElement(service);
  if (dataset['launcher'] === 'false') return;
  // A second launcher would lie on the first.
  if (window.askfolio) return report('the chat is here already');
  const chat = createChat(service, { ...dataset });
  window.askfolio = {
    ...chat,
    destroy() {
      chat.destroy();
      window.askfolio = undefined;
    },
  };
  dispatchEvent(new CustomEvent('askfolio:ready'));
}

try {
  start();
} catch (error) {
  report(`no chat: ${String(error)}`);
}
