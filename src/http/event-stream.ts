/** One server-sent event stream (the WHATWG HTML format) to one reader, with a heartbeat; a reader that does not read is dropped. */
import type { Response } from 'express';
import type { HttpLimits } from './application.js';

export interface EventStream {
  send(name: string, data: unknown, id?: string): void;
  /** Tells the reader its id without an event. */
  announce(id: string): void;
  end(): void;
}

/** Writes the headers at once. */
export function openEventStream(
  response: Response,
  limits: Pick<HttpLimits, 'heartbeatMs' | 'queuedBytes' | 'stalledMs'>,
): EventStream {
  let stalled: NodeJS.Timeout | undefined;
  const drop = (): void => void response.destroy();

  const write = (text: string): void => {
    if (response.writableEnded || response.destroyed) return;
    const isFlowing = response.write(text);
    if (response.writableLength > limits.queuedBytes) drop();
    else if (!isFlowing) stalled ??= setTimeout(drop, limits.stalledMs);
  };
  response.on('drain', () => {
    clearTimeout(stalled);
    stalled = undefined;
  });

  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store, no-transform',
    // nginx buffers a proxied answer unless told not to.
    'X-Accel-Buffering': 'no',
  });
  response.flushHeaders();
  const heartbeat = setInterval(() => write(': waiting\n\n'), limits.heartbeatMs);
  response.on('close', () => {
    clearInterval(heartbeat);
    clearTimeout(stalled);
  });

  return {
    // JSON has no raw line break, so one `data` line is enough.
    send: (name, data, id) =>
      write(`${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`),
    announce: (id) => write(`: waiting\nid: ${id}\n\n`),
    end: () => void response.end(),
  };
}
