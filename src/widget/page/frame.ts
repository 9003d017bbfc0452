/** The isolated frame as the page sees it: messages to and from it, and one plain line when it cannot be shown. */
import { envelope, protocol, type EventName, type RawOptions, type ToFrame } from '../messages.js';
import { report } from '../report.js';

export interface Frame {
  readonly element: HTMLIFrameElement;
  /** Kept until the frame can read it. */
  readonly send: (message: ToFrame) => void;
  destroy(): void;
}

export interface FrameParts {
  /** Address that `embed` lies under, with a slash at the end. */
  readonly service: string;
  readonly options: RawOptions;
  readonly isInline: boolean;
  /** Gets what listeners of the page are told. */
  readonly target: EventTarget;
  readonly onClose?: () => void;
}

interface FromFrame {
  readonly askfolio?: number;
  readonly type?: string;
  readonly name: EventName;
  readonly detail: unknown;
}

const patienceMs = 4_000;

export function emit(target: EventTarget, name: EventName, detail?: unknown): void {
  target.dispatchEvent(new CustomEvent(name, { detail }));
}

export function createFrame({ service, options, isInline, target, onClose }: FrameParts): Frame {
  const { origin } = new URL(service);
  const element = document.createElement('iframe');
  let waiting: ToFrame[] | undefined = [];
  const ended = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const post = (message: ToFrame): void => element.contentWindow?.postMessage(envelope(message), origin);
  /** A frame that may not be shown looks to this page like one that never loads. */
  const giveUp = (): void => {
    report(
      `no chat: ${service} must run with ALLOWED_ORIGINS=${location.origin} and this page must allow frame-src ${origin}`,
    );
    const note = document.createElement('p');
    note.textContent = 'The chat cannot be shown here.';
    element.replaceWith(note);
  };
  const onMessage = ({ source, origin: from, data }: MessageEvent): void => {
    if (source !== element.contentWindow || from !== origin) return;
    // It is the service that speaks: the shape needs no more than a glance.
    const { type, name, detail, askfolio } = data as FromFrame;
    if (type === 'close') onClose?.();
    if (type === 'event') emit(target, name, detail);
    if (type !== 'ready') return;
    clearTimeout(timer);
    if (askfolio !== protocol) report('reload: widget.js is of another version than its service');
    post({ type: 'setup', options, isInline });
    waiting?.forEach(post);
    waiting = undefined;
    emit(target, 'ready');
  };

  addEventListener('message', onMessage, ended);
  element.onload = () => {
    clearTimeout(timer);
    if (waiting) timer = setTimeout(giveUp, patienceMs);
  };
  element.title = options.title ?? 'Chat';
  element.allow = 'clipboard-write';
  // On the service's own pages a sandbox would keep nothing out.
  if (origin !== location.origin) {
    element.setAttribute(
      'sandbox',
      'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox',
    );
  }
  element.src = `${service}embed`;

  return {
    element,
    send: (message) => void (waiting ? waiting.push(message) : post(message)),
    destroy() {
      clearTimeout(timer);
      ended.abort();
      element.remove();
    },
  };
}
