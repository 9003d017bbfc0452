/** Starts the real server on a free port for a test, and speaks raw HTTP to it where `fetch` is too polite. */
import { connect, type Socket } from 'node:net';
import type { Application, HttpOptions } from '../application.js';
import { createHttpServer, type HttpServer } from '../server.js';
import { createRecordedLog, type RecordedLog } from './fake-application.js';

export interface StartedServer {
  readonly url: string;
  readonly port: number;
  readonly log: RecordedLog;
  readonly server: HttpServer;
  readonly post: (path: string, body: unknown, headers?: Record<string, string>) => Promise<Response>;
}

const opened: HttpServer[] = [];

export async function startServer(
  application: Application,
  options: Partial<HttpOptions> = {},
): Promise<StartedServer> {
  const log = createRecordedLog();
  const server = createHttpServer(application, {
    port: 0,
    host: '127.0.0.1',
    allowedOrigins: [],
    rateLimit: 'off',
    trustProxy: false,
    maximumRunning: 100,
    log,
    ...options,
  });
  opened.push(server);
  const { url } = await server.listen();
  return {
    url,
    port: Number(new URL(url).port),
    log,
    server,
    post: (path, body, headers = {}) =>
      fetch(url + path, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
  };
}

/** For `afterEach`. */
export async function stopServers(): Promise<void> {
  await Promise.all(opened.splice(0).map((server) => server.close({ drainMs: 0 })));
}

/** Sends bytes as they are and resolves with all that comes back until the other side closes. */
export function sendRaw(
  port: number,
  parts: readonly (string | Uint8Array)[],
  host = '127.0.0.1',
): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, host, () => parts.forEach((part) => socket.write(part)));
    collect(socket, resolve, reject);
  });
}

function collect(socket: Socket, resolve: (text: string) => void, reject: (error: Error) => void): void {
  let text = '';
  socket.setEncoding('utf8');
  socket.on('data', (data: string) => (text += data));
  socket.on('end', () => {
    socket.end();
    resolve(text);
  });
  // A reset after the answer is still an answer.
  socket.on('error', (error) => (text === '' ? reject(error) : resolve(text)));
}

/** The events of a finished stream. */
export function parseEvents(text: string): { id: string | undefined; event: string; data: unknown }[] {
  return text
    .split('\n\n')
    .filter((block) => block.includes('data: '))
    .map((block) => {
      const field = (name: string): string | undefined =>
        block
          .split('\n')
          .find((line) => line.startsWith(`${name}: `))
          ?.slice(name.length + 2);
      return {
        id: field('id'),
        event: field('event') ?? 'message',
        data: JSON.parse(field('data') ?? 'null') as unknown,
      };
    });
}
