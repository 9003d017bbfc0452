/** `/assets/askfolio.js`: the same chat for pages that import it. */
import type { EventName } from '../messages.js';
import type { ChatOptions } from '../options.js';
import { defineChatElement as define } from './chat-element.js';
import { createChat as create, type Chat } from './chat.js';

export type { Chat, ChatOptions, EventName };

export interface ModuleOptions extends ChatOptions {
  /** Address of the service; needed where the module was bundled. Default: where the module came from. */
  readonly service?: string;
}

/** Where this module came from. */
const home = new URL('../', import.meta.url).href;

/** With one slash at the end. */
const addressOf = (service = home): string => service.replace(/\/*$/, '/');

/** Puts a launcher on the page. Wrong options are named in the console and left out. */
export function createChat({ service, ...options }: ModuleOptions = {}): Chat {
  return create(addressOf(service), options);
}

/** Makes `<askfolio-chat>` known. */
export function defineChatElement(service?: string): void {
  define(addressOf(service));
}
