/** Clients as a service fears them: 20 that take nothing of what they ask for, and 20 that send a byte ten times a second. */
import { connect, type Socket } from 'node:net';

const count = 20;
// 17 kB each: more than the 4 MB that Linux keeps between two sockets, so that the service itself has to hold back.
const pagesPerReader = 300;

const head = (length: number): string =>
  `POST /ask HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\nContent-Length: ${length}\r\n\r\n`;

function open(port: number, text: string): Socket {
  const socket = connect(port, '127.0.0.1', () => socket.write(text));
  socket.on('error', () => undefined);
  return socket;
}

/** Returns the way to end them. */
export function openSlowClients(port: number, question: string): () => void {
  const pages = 'GET /openapi.json HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(pagesPerReader);
  const readers = Array.from({ length: count }, () =>
    open(port, `${head(Buffer.byteLength(question))}${question}${pages}`).pause(),
  );
  const writers = Array.from({ length: count }, () => open(port, `${head(1_000)}{`));
  const drip = setInterval(() => writers.forEach((writer) => writer.write(' ')), 100);
  return () => {
    clearInterval(drip);
    for (const socket of [...readers, ...writers]) socket.destroy();
  };
}
