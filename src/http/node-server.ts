/** The node server around express: bounds on connections, headers and times; listening; draining. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError } from '../domain/errors.js';
import type { HttpLimits, HttpOptions } from './application.js';

/** Faults that node would answer with an empty body are left to `listener`: a missing Host, an unknown expectation. */
export function createBoundedServer(listener: RequestListener, limits: HttpLimits): Server {
  const server = createServer(
    {
      requireHostHeader: false,
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      connectionsCheckingInterval: limits.checkIntervalMs,
      keepAliveTimeout: limits.keepAliveTimeoutMs,
    },
    listener,
  );
  server.on('checkExpectation', listener);
  server.maxHeadersCount = limits.headerCount;
  server.maxConnections = limits.connections;
  server.timeout = limits.idleTimeoutMs;
  return server;
}

const sweepMs = 50;

/** @throws AppError `bad_config` when the port cannot be had */
export function listen(
  server: Server,
  { host, port }: Pick<HttpOptions, 'host' | 'port'>,
): Promise<{ url: string }> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const reason =
        cause.code === 'EADDRINUSE' ? 'another program has it: choose another --port' : cause.message;
      reject(new AppError('bad_config', `Cannot listen on ${host}:${port}: ${reason}.`, { cause }));
    });
    server.listen(port, host, () => {
      const address = server.address() as AddressInfo;
      const name =
        host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
      resolve({ url: `http://${name}:${address.port}` });
    });
  });
}

/** Waits for running requests; after `drainMs` aborts them, gives their errors a moment to go out, and cuts the rest. */
export async function drain(server: Server, options: { drainMs: number; abort: () => void }): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A kept-alive connection becomes idle only after its answer, and node does not close it then.
  const sweep = setInterval(() => server.closeIdleConnections(), sweepMs);
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), options.drainMs + 500);
  const abort = setTimeout(options.abort, options.drainMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
  clearTimeout(abort);
}
