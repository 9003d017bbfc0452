/** Types of `/assets/askfolio.js`, the chat as a module. Written by hand, so that it is one file; `module-types.test.ts` compares it. */

export interface ChatOptions {
  /** Name in the header and of the frame. */
  readonly title?: string;
  /** First sentence that a visitor reads. */
  readonly greeting?: string;
  /** Questions to start with. Default: the service's own. */
  readonly suggestions?: readonly string[];
  /** `#rrggbb`; text on it and of it is kept readable. */
  readonly accent?: string;
  readonly position?: 'right' | 'left';
  readonly theme?: 'light' | 'dark' | 'auto';
  readonly language?: 'en' | 'ar';
  /** Text on the launcher. */
  readonly label?: string;
  /** Opens with the page, without taking the focus. */
  readonly open?: boolean;
  /** One sentence under the question field. */
  readonly privacy?: string;
  /** One or two letters, an emoji, or an image: a `data:` address, or one on the service or on an allowed origin. */
  readonly avatar?: string;
  /** `https:` or `mailto:` address that "not documented" answers offer. */
  readonly contact?: string;
  /** Tells the conversations of several chats on one page apart. */
  readonly name?: string;
}

export interface ModuleOptions extends ChatOptions {
  /** Address of the service; needed where the module was bundled. Default: where the module came from. */
  readonly service?: string;
}

export type EventName = 'ready' | 'open' | 'close' | 'question' | 'answer' | 'feedback' | 'error';

export interface Chat {
  open(): void;
  close(): void;
  /** Opens the chat and asks. */
  ask(question: string): void;
  /** Takes everything off the page. */
  destroy(): void;
  /** Returns the way to stop listening. */
  on(event: EventName, listener: (detail: unknown) => void): () => void;
}

/** Puts a launcher on the page. Wrong options are named in the console and left out. */
export declare function createChat(options?: ModuleOptions): Chat;

/** Makes `<askfolio-chat>` known. */
export declare function defineChatElement(service?: string): void;
