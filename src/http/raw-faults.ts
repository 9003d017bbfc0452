/** Problem documents for what never becomes a request: malformed HTTP, headers too large, requests that come too slowly. */
import { STATUS_CODES, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { HttpLog } from './application.js';
import { HttpProblem, problemOf, type ProblemCode } from './problems.js';

const codes: Readonly<Record<string, [ProblemCode, string]>> = {
  HPE_HEADER_OVERFLOW: ['headers_too_large', 'Send fewer or shorter headers.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['request_timeout', 'The request did not arrive in time.'],
};

const lingerMs = 1_000;

export function answerRawFaults(server: Server, options: { createId: () => string; log: HttpLog }): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    const [code, detail] = codes[error.code ?? ''] ?? [
      'malformed_request',
      'Send a well-formed HTTP/1.1 request.',
    ];
    const isGone = error.code === 'ECONNRESET' || error.code === 'EPIPE' || !socket.writable;
    if (!isGone) sendProblem(socket, code, detail, options);
    // Cutting at once would reset the connection and lose the answer while the client still sends.
    if (isGone) socket.destroy();
    else setTimeout(() => socket.destroy(), lingerMs).unref();
  });
}

function sendProblem(
  socket: Duplex,
  code: ProblemCode,
  detail: string,
  { createId, log }: { createId: () => string; log: HttpLog },
): void {
  const problem = problemOf(new HttpProblem(code, detail), { id: createId(), isOwner: false });
  const body = JSON.stringify(problem);
  log.info({ requestId: problem.id, route: 'none', status: problem.status, problem: code }, 'request');
  socket.end(
    [
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
      'Content-Type: application/problem+json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      `X-Request-Id: ${problem.id}`,
      'Cache-Control: no-store',
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}
