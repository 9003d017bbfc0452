/** Random requests for this face: bodies near the schema and far from it, odd headers, and bytes that are hardly HTTP. */
import fc from 'fast-check';

export interface FuzzedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
}

const text = new TextEncoder();
const bytes = (value: string): Uint8Array => text.encode(value);
const paths = [
  '/ask',
  '/feedback',
  '/ingest',
  '/cache',
  '/sources/a%2Fb%23c',
  '/ready',
  '/health',
  '/metrics',
  '/',
  '/docs',
  '/embed',
];

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('', ' ', '\u0000', '\ud800', '\u202e', 'x'.repeat(1001)),
);
const turn = fc.record(
  {
    role: fc.oneof(fc.constantFrom('user', 'assistant'), anyText),
    content: fc.oneof(anyText, fc.jsonValue()),
  },
  { requiredKeys: [] },
);
const nearSchema = fc
  .record(
    {
      question: fc.oneof(anyText, fc.jsonValue()),
      history: fc.oneof(fc.array(turn, { maxLength: 25 }), fc.jsonValue()),
      id: anyText,
      verdict: fc.oneof(fc.constantFrom('up', 'down'), anyText),
      extra: fc.jsonValue(),
    },
    { requiredKeys: [] },
  )
  .map((value) => bytes(JSON.stringify(value)));
const broken = fc.tuple(nearSchema, fc.nat(), fc.nat(255)).map(([body, at, value]) => {
  const copy = Uint8Array.from(body);
  if (copy.length > 0) copy[at % copy.length] = value;
  return copy;
});
const body = fc.oneof(
  { weight: 4, arbitrary: nearSchema },
  { weight: 2, arbitrary: broken },
  { weight: 1, arbitrary: fc.jsonValue().map((value) => bytes(JSON.stringify(value))) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('{"__proto__":{}}', '[]', 'null', '1e999', '{"question":"a","question":"b"}')
      .map(bytes),
  },
);

const headerValue = fc.string({ maxLength: 60 }).map((value) => value.replace(/[^\x20-\x7e]/g, '?'));
const header = fc.tuple(
  fc.constantFrom(
    'Accept',
    'Authorization',
    'Origin',
    'Last-Event-ID',
    'X-Forwarded-For',
    'Cookie',
    'Range',
    'If-Match',
    'If-None-Match',
    'Accept-Encoding',
    'Content-Encoding',
    'Upgrade',
    'Expect',
    'Access-Control-Request-Method',
    '__proto__',
    'constructor',
  ),
  fc.oneof(
    headerValue,
    fc.constantFrom('text/event-stream', 'null', '*', 'Bearer x', 'bytes=0-1', '100-continue', 'gzip'),
  ),
);

export const fuzzedRequest: fc.Arbitrary<FuzzedRequest> = fc.record({
  method: fc.constantFrom('POST', 'POST', 'POST', 'GET', 'PUT', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'TRACE'),
  path: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom('/ask', '/feedback') },
    { weight: 2, arbitrary: fc.constantFrom(...paths) },
    { weight: 1, arbitrary: fc.webPath().map((path) => (path.startsWith('/') ? path : `/${path}`)) },
    { weight: 1, arbitrary: fc.constantFrom('/sources/%', '/sources/%00', '//ask', '/ask?x[y]=1', '/cache?documentId=a&documentId=b', '*', '/..%2f..%2f', '/assets/%ff') },
  ),
  headers: fc.array(header, { maxLength: 4 }),
  body,
}); // prettier-ignore

/** Heads and bodies that a client library would never send. */
export const malformedBytes: fc.Arbitrary<Uint8Array> = fc
  .tuple(
    fc.constantFrom('POST /ask HTTP/1.1', 'GET / HTTP/1.1', 'GET /', 'POST  /ask HTTP/9.9', '\u0000\u0001', 'PRI * HTTP/2.0', 'GET http://x/ask HTTP/1.1'),
    fc.array(fc.oneof(fc.constantFrom('Host: a', 'Host:', 'Host : a', 'Content-Length: 5', 'Content-Length: -1', 'Content-Length: 1e3', 'Transfer-Encoding: chunked', 'Transfer-Encoding: xchunked', ' folded', ': empty', 'Connection: close'), fc.string({ unit: 'binary-ascii', maxLength: 40 })), { maxLength: 6 }),
    fc.uint8Array({ maxLength: 60 }),
    fc.constantFrom('\r\n', '\n', '\r'),
  )
  .map(([line, headers, tail, end]) =>
    Uint8Array.from([...bytes([line, ...headers, '', ''].join(end)), ...tail]),
  ); // prettier-ignore

/** The request as bytes, closing the connection afterwards. */
export function encodeRequest({ method, path, headers, body: content }: FuzzedRequest): Uint8Array {
  const lines = [
    `${method} ${encodeURI(path).replaceAll('%25', '%')} HTTP/1.1`,
    'Host: localhost',
    'Connection: close',
    'Content-Type: application/json',
    `Content-Length: ${content.length}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
  ];
  return Uint8Array.from([...bytes(`${lines.join('\r\n')}\r\n\r\n`), ...content]);
}
