/** `/assets/askfolio.js`: the same chat for pages that import it. */
import type { ChatOptions } from '../options.js';
import { defineChatElement as define } from './chat-element.js';
import { createChat as create, type Chat } from './chat.js';

export type { Chat, ChatOptions };

/** Where this module came from. */
const home = new URL('../', import.meta.url).href;

/** Puts a launcher on the page. Wrong options are named in the console and left out. */
export function createChat(options: ChatOptions = {}): Chat {
  return create(home, { ...options });
}

/** Makes `<askfolio-chat>` known. */
export function defineChatElement(): void {
  define(home);
}
