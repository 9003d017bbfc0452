/** An OpenAI-compatible chat server on loopback for tests: answers each request with the next behaviour of its script. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Behaviour = (
  request: IncomingMessage,
  response: ServerResponse,
  body: Record<string, unknown>,
) => void;

export interface FaultyModelServer {
  /** Ends in /v1. */
  readonly url: string;
  /** Bodies in order of arrival. */
  readonly requests: readonly Record<string, unknown>[];
  /** Connections that the client gave up before their end. */
  abandoned(): number;
  /** Behaviours of the next requests; the last one stays. */
  play(...behaviours: readonly Behaviour[]): void;
  close(): Promise<void>;
}

export function event(delta: Record<string, unknown>, finish: string | null = null): string {
  const chunk = {
    id: 'c1',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'm',
    choices: [{ index: 0, delta, finish_reason: finish }],
  };
  return `data: ${JSON.stringify(chunk)}\n\n`;
}

export const usageEvent = `data: ${JSON.stringify({ id: 'c1', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [], usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 } })}\n\n`;

function openEvents(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
}

/** A whole stream of the given texts. */
export function says(...texts: readonly string[]): Behaviour {
  return (_request, response) => {
    openEvents(response);
    for (const content of texts) response.write(event({ content }));
    response.end(`${event({}, 'stop')}${usageEvent}data: [DONE]\n\n`);
  };
}

/** The given pieces of an event stream, then what `end` does (default: a proper end of the response). */
export function sends(
  pieces: readonly string[],
  end: (response: ServerResponse) => void = (response) => response.end(),
): Behaviour {
  return (_request, response) => {
    openEvents(response);
    for (const piece of pieces) response.write(piece);
    end(response);
  };
}

export function fails(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Behaviour {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify({ error: { message, type: 'error', code: null } }));
  };
}

export function replies(body: unknown, type = 'application/json', status = 200): Behaviour {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': type });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}

export const neverAnswers: Behaviour = () => undefined;
export const resets: Behaviour = (request) => request.socket.destroy();

function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  return new Promise((resolve) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => resolve(text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)));
  });
}

export async function startFaultyModelServer(): Promise<FaultyModelServer> {
  const requests: Record<string, unknown>[] = [];
  let script: Behaviour[] = [];
  let abandoned = 0;
  const server = createServer((request, response) => {
    response.on('close', () => {
      if (!response.writableEnded) abandoned++;
    });
    void bodyOf(request).then((body) => {
      requests.push(body);
      const behaviour = script.length > 1 ? script.shift() : script[0];
      (behaviour ?? neverAnswers)(request, response, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    abandoned: () => abandoned,
    play: (...behaviours) => {
      script = [...behaviours];
      requests.length = 0;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
