/** The launcher button and the panel that it opens, in a shadow root that the page's styles do not reach. */
import { inkOn, parseColour } from '../colour.js';
import type { EventName, RawOptions } from '../messages.js';
import { createFrame, emit, type Frame } from './frame.js';
import { launcherRules, styled } from './style.js';

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

/** Opens, and closes, where the language says nothing else. */
const labels: Record<string, readonly string[]> = { en: ['Ask me', 'Close'], ar: ['اسألني', 'إغلاق'] };

export function createChat(service: string, options: RawOptions): Chat {
  const host = document.createElement('div');
  const root = styled(host, launcherRules);
  const button = document.createElement('button');
  const text = document.createElement('span');
  const panel = document.createElement('dialog');
  const language = options.language?.slice(0, 2) ?? 'en';
  const [openLabel, closeLabel] = labels[language] ?? labels['en'] ?? [];
  const label = options.label ?? openLabel ?? '';
  button.append(icon(), text);
  root.append(panel, button);
  panel.setAttribute('aria-label', options.title ?? label);
  const isLeft = options.position === 'left' || (!options.position && document.dir === 'rtl');
  host.className = isLeft ? 'left' : '';
  const accent = parseColour(options.accent) ?? [31, 95, 74];
  host.style.setProperty('--accent', `rgb(${accent.join()})`);
  host.style.setProperty('--ink', inkOn(accent));

  let frame: Frame | undefined;
  let before: HTMLElement | undefined;
  const ended = new AbortController();

  const load = (): Frame => {
    if (!frame) {
      frame = createFrame({ service, options, isInline: false, target: host, onClose: () => panel.close() });
      panel.replaceChildren(frame.element);
    }
    return frame;
  };
  const showState = (): void => {
    button.setAttribute('aria-expanded', String(panel.open));
    text.textContent = (panel.open ? closeLabel : label) as string;
  };
  /** An on-screen keyboard leaves less than the window. */
  const fit = (): void => {
    panel.style.setProperty('--height', `${visualViewport?.height}px`);
    panel.style.setProperty('--top', `${visualViewport?.offsetTop}px`);
  };
  const show = (isByVisitor: boolean): void => {
    if (ended.signal.aborted) return;
    // The page may have taken it off: a frame that comes back starts anew.
    if (!host.isConnected) {
      frame?.destroy();
      frame = undefined;
      panel.open = false;
      document.body.append(host);
    }
    const { element, send } = load();
    if (!panel.open) {
      before = document.activeElement as HTMLElement;
      fit();
      // Nobody asked for a panel that opens with the page: it takes no focus.
      if (!isByVisitor) panel.setAttribute('open', '');
      else if (matchMedia('(max-width:480px)').matches) panel.showModal();
      else panel.show();
      showState();
      emit(host, 'open');
    }
    if (!isByVisitor) return;
    element.focus();
    send({ type: 'shown' });
  };
  const close = (): void => panel.close();
  // Escape closes a modal panel without asking this code.
  panel.onclose = () => {
    showState();
    const isBack = before?.isConnected && before !== document.body && before !== host;
    (isBack ? before : button)?.focus();
    emit(host, 'close');
  };

  button.onclick = () => (panel.open ? close() : show(true));
  button.onpointerenter = button.onfocus = load;
  host.onkeydown = (event) => void (event.key === 'Escape' && close());
  const start = (): void => {
    if (ended.signal.aborted) return;
    document.body.append(host);
    if (![undefined, false, 'false'].includes(options.open)) show(false);
  };
  for (const event of ['resize', 'scroll']) visualViewport?.addEventListener(event, fit, ended);
  showState();
  // The script may run in a head that has no body yet.
  if (document.body) start();
  else document.addEventListener('DOMContentLoaded', start);

  return {
    open: () => show(true),
    close,
    ask(question) {
      show(true);
      load().send({ type: 'ask', question });
    },
    destroy() {
      ended.abort();
      frame?.destroy();
      host.remove();
    },
    on: (event, listener) => listen(host, event, listener),
  };
}

export function listen(
  target: EventTarget,
  event: EventName,
  listener: (detail: unknown) => void,
): () => void {
  const handler = (given: Event): void => listener((given as CustomEvent).detail);
  target.addEventListener(event, handler);
  return () => target.removeEventListener(event, handler);
}

function icon(): SVGSVGElement {
  const [svg, path] = ['svg', 'path'].map((name) =>
    document.createElementNS('http://www.w3.org/2000/svg', name),
  ) as [SVGSVGElement, SVGPathElement];
  svg.setAttribute('viewBox', '0 0 24 24');
  path.setAttribute('d', 'M4 5h16v11H10l-4.500 4v-4H4z M8 9.200h8 M8 12.200h5');
  svg.append(path);
  return svg;
}
