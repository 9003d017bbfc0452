/** `<askfolio-chat>`: the chat as a part of the page, where the element stands. Options are its data attributes. */
import type { EventName } from '../messages.js';
import { listen, type Chat } from './chat.js';
import { createFrame, type Frame } from './frame.js';
import { inlineRules, styled } from './style.js';

/** Does nothing when the element exists already. `service`: address with a slash at the end. */
export function defineChatElement(service: string): void {
  const name = 'askfolio-chat';
  if (customElements.get(name)) return;
  let count = 0;
  class ChatElement extends HTMLElement implements Chat {
    #frame: Frame | undefined;

    connectedCallback(): void {
      const options = { name: this.id || `inline-${(count += 1)}`, ...this.dataset };
      this.#frame = createFrame({ service, options, isInline: true, target: this });
      styled(this, inlineRules).replaceChildren(this.#frame.element);
    }

    disconnectedCallback(): void {
      this.#frame?.destroy();
    }

    open(): void {
      this.hidden = false;
      this.#frame?.element.focus();
      this.#frame?.send({ type: 'shown' });
    }

    close(): void {
      this.hidden = true;
    }

    ask(question: string): void {
      this.open();
      this.#frame?.send({ type: 'ask', question });
    }

    destroy(): void {
      this.remove();
    }

    on(event: EventName, listener: (detail: unknown) => void): () => void {
      return listen(this, event, listener);
    }
  }
  customElements.define(name, ChatElement);
}
