/** Entry of the frame: waits for the page's options, or starts at once when nobody frames it. */
import { envelope, openEnvelope, protocol, type ToPage } from '../messages.js';
import { readOptions, type ChatOptions } from '../options.js';
import { report } from '../report.js';
import { applyAppearance } from './appearance.js';
import { createApp, type App } from './app.js';

const isFramed = window.parent !== window;
let app: App | undefined;
/** Known from the page's first message on. */
let pageOrigin = '*';

const send = (message: ToPage): void => window.parent.postMessage(envelope(message), pageOrigin);

function start(options: ChatOptions, isInline: boolean): void {
  if (app !== undefined) return;
  applyAppearance(options);
  app = createApp({
    options,
    isInline,
    onClose: isFramed && !isInline ? () => send({ type: 'close' }) : undefined,
    onEvent: (name, detail) => {
      if (isFramed) send({ type: 'event', name, detail });
    },
  });
  document.title = options.title ?? document.title;
  document.body.replaceChildren(app.element);
}

addEventListener('message', ({ source, origin, data }) => {
  if (!isFramed || source !== window.parent) return;
  const message = openEnvelope(data);
  if (message === undefined) return;
  pageOrigin = origin;
  if (message.version !== protocol)
    report(`the page's widget.js is of another version than this service: reload the page`);
  if (message.type === 'setup') {
    const { options, problems } = readOptions(Object(message.fields['options']) as Record<string, unknown>);
    problems.forEach(report);
    start(options, message.fields['isInline'] === true);
  } else if (message.type === 'shown') app?.focus();
  else if (message.type === 'ask' && typeof message.fields['question'] === 'string')
    app?.ask(message.fields['question']);
});

if (isFramed) send({ type: 'ready' });
else start({}, true);
