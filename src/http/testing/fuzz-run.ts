/** Sends random requests to a server and says what was wrong with the answers. */
import { connect } from 'node:net';
import fc from 'fast-check';
import { encodeRequest, fuzzedRequest, malformedBytes } from './fuzz.js';

export interface FuzzResult {
  readonly statuses: Readonly<Record<string, number>>;
  /** Requests whose answer was a server error, no HTTP, or an error that is no problem document. */
  readonly wrong: readonly string[];
}

const answerTimeoutMs = 5_000;

/** `count` requests, every fifth malformed, eight at a time; the same seed sends the same. */
export async function fuzz(port: number, options: { count: number; seed: number }): Promise<FuzzResult> {
  const malformed = Math.floor(options.count / 5);
  const sample = { seed: options.seed };
  const requests = [
    ...fc.sample(fuzzedRequest, { ...sample, numRuns: options.count - malformed }).map(encodeRequest),
    ...fc.sample(malformedBytes, { ...sample, numRuns: malformed }),
  ];
  const statuses: Record<string, number> = {};
  const wrong: string[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < requests.length) {
      const request = requests[next++];
      if (request === undefined) return;
      const answer = (await exchange(port, request)).replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, '');
      const status = /^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1] ?? 'none';
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (!isRight(status, answer, request)) wrong.push(`${preview(request)} -> ${answer.slice(0, 300)}`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  return { statuses, wrong };
}

/** No answer is right only where no request was finished: the bytes left something open, or the client closed. */
function isRight(status: string, answer: string, request: Uint8Array): boolean {
  if (status === 'none')
    return answer === '' && !preview(request).startsWith('POST /ask HTTP/1.1\r\nHost: localhost');
  if (status.startsWith('5')) return false;
  const isHead = preview(request).startsWith('HEAD ');
  return Number(status) < 400 || isHead || /content-type: application\/problem\+json/i.test(answer);
}

function preview(request: Uint8Array): string {
  return Buffer.from(request).toString('latin1').slice(0, 300);
}

function exchange(port: number, request: Uint8Array): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.end(request));
    const finish = (): void => {
      socket.destroy();
      resolve(text);
    };
    socket.setTimeout(answerTimeoutMs, finish);
    socket.on('data', (data) => (text += data.toString('latin1')));
    socket.on('end', finish);
    socket.on('error', finish);
  });
}
