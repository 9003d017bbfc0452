/** A proxy in front of a running service whose `/ask` stops in the middle of the answer once it is told to: to look at what a visitor sees meanwhile. */
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HalfAnswers {
  readonly url: string;
  /** From now on an answer stops after this many tokens; undefined: none does. */
  stopAfter(tokens: number | undefined): void;
  close(): void;
}

export async function startHalfAnswers(target: string): Promise<HalfAnswers> {
  let limit: number | undefined;

  function forward(reply: IncomingMessage, response: ServerResponse): void {
    response.writeHead(reply.statusCode ?? 502, reply.headers);
    const isStream = String(reply.headers['content-type']).startsWith('text/event-stream');
    if (limit === undefined || !isStream) {
      reply.pipe(response);
      return;
    }
    let left = limit;
    let text = '';
    reply.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
      const events = text.split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) {
        if (/^event: (token|done)$/m.test(event) && left-- <= 0) return;
        response.write(`${event}\n\n`);
      }
    });
  }

  const server = createServer((incoming, response) => {
    const address = new URL(incoming.url ?? '/', target);
    const headers = { ...incoming.headers, 'accept-encoding': 'identity' };
    const outgoing = request(address, { method: incoming.method ?? 'GET', headers }, (reply) =>
      forward(reply, response),
    );
    outgoing.on('error', () => response.destroy());
    incoming.pipe(outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stopAfter: (tokens) => (limit = tokens),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
