import { describe, expect, it } from 'vitest';
import { askService, type AskOutcome, type AskParts } from './ask-client.js';

const done = {
  id: 'a',
  status: 'answered',
  answer: 'One. Two.',
  citations: [],
  suggestions: [],
  degraded: [],
};
const event = (id: string, name: string, data: unknown): string =>
  `id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

/** A body that ends, or breaks, after its text. */
function streamed(text: string, isBroken = false): Response {
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (text !== '') controller.enqueue(new TextEncoder().encode(text));
      if (isBroken && text === '') controller.error(new TypeError('network'));
      else if (!isBroken) controller.close();
      text = '';
    },
  });
  return new Response(body, { headers: { 'Content-Type': 'text/event-stream; charset=utf-8' } });
}

async function run(
  replies: readonly (Response | Error)[],
  more: Partial<AskParts> = {},
): Promise<{ outcome: AskOutcome; texts: string[]; bodies: unknown[] }> {
  const texts: string[] = [];
  const bodies: unknown[] = [];
  const outcome = await askService({
    question: 'Why?',
    history: [],
    signal: new AbortController().signal,
    onSources: () => undefined,
    onText: (text) => texts.push(text),
    fetch: async (_input, init) => {
      const reply = replies[bodies.length];
      bodies.push(JSON.parse(init?.body as string));
      if (reply === undefined || reply instanceof Error) throw reply ?? new TypeError('no more replies');
      return reply;
    },
    isOnline: () => true,
    wait: async () => undefined,
    ...more,
  });
  return { outcome, texts, bodies };
}

const problem = (status: number, headers: Record<string, string> = {}, detail = ''): Response =>
  new Response(JSON.stringify({ status, detail }), { status, headers });

describe('askService', () => {
  it('grows the text and ends with the answer', async () => {
    const { outcome, texts } = await run([
      streamed(
        event('r.1', 'token', { text: 'One. ' }) +
          event('r.2', 'token', { text: 'Two.' }) +
          event('r.2', 'done', done),
      ),
    ]);
    expect(texts).toEqual(['One. ', 'One. Two.']);
    expect(outcome).toMatchObject({
      kind: 'answered',
      answer: { id: 'a', text: 'One. Two.', status: 'answered' },
    });
  });

  it('continues a broken stream once, with the id of its last event', async () => {
    const { outcome, texts, bodies } = await run([
      streamed(event('r.1', 'token', { text: 'One. ' }), true),
      streamed(event('r.2', 'token', { text: 'Two.' }) + event('r.2', 'done', done)),
    ]);
    expect(bodies).toEqual([{ question: 'Why?' }, { question: 'Why?', id: 'r.1' }]);
    expect(texts).toEqual(['One. ', 'One. Two.']);
    expect(outcome.kind).toBe('answered');
  });

  it('starts the text anew when the service began a new run', async () => {
    const { texts } = await run([
      streamed(event('r.1', 'token', { text: 'Old' }), true),
      streamed(event('s.1', 'token', { text: 'New' }) + event('s.1', 'done', done)),
    ]);
    expect(texts).toEqual(['Old', 'New']);
  });

  it.each<[string, (Response | Error)[], unknown]>([
    ['cut twice', [streamed(event('r.1', 'token', { text: 'a' })), streamed('')], { kind: 'broken' }],
    ['cut, then gone', [streamed(event('r.1', 'token', { text: 'a' })), new TypeError()], { kind: 'broken' }],
    ['not there', [new TypeError()], { kind: 'unreachable' }],
    ['too many', [problem(429, { 'Retry-After': '7' })], { kind: 'limited', retryAfterSeconds: 7 }],
    ['busy without a time', [problem(503)], { kind: 'busy', retryAfterSeconds: 1 }],
    [
      'busy for a strange time',
      [problem(503, { 'Retry-After': 'Wed, 21 Oct 2015 07:28:00 GMT' })],
      { kind: 'busy', retryAfterSeconds: 5 },
    ],
    ['refused', [problem(400, {}, 'Too long.')], { kind: 'refused', detail: 'Too long.' }],
    [
      'a page of a proxy',
      [new Response('<html>', { headers: { 'Content-Type': 'text/html' } })],
      { kind: 'unreadable' },
    ],
    [
      'an error event',
      [streamed(event('r.1', 'error', { status: 504, detail: 'x' }))],
      { kind: 'busy', retryAfterSeconds: 1 },
    ],
    ['a done without an answer', [streamed(event('r.1', 'done', {}))], { kind: 'unreadable' }],
  ])('%s is a failure with its name', async (_name, replies, failure) => {
    expect((await run(replies)).outcome).toEqual({ kind: 'failed', failure });
  });

  it('knows when the browser is offline', async () => {
    const { outcome } = await run([new TypeError()], { isOnline: () => false });
    expect(outcome).toEqual({ kind: 'failed', failure: { kind: 'offline' } });
  });

  it('takes a plain JSON answer, and an answer without most fields', async () => {
    const { outcome } = await run([
      Response.json({ answer: 'Yes.', status: 'newer', citations: [{}, { n: 1, url: 'javascript:1' }] }),
    ]);
    expect(outcome).toEqual({
      kind: 'answered',
      answer: {
        id: '',
        status: 'answered',
        text: 'Yes.',
        citations: [{ n: 1, chunkId: '', documentId: '', title: '', heading: '', quote: '' }],
        suggestions: [],
        isDegraded: false,
      },
    });
  });

  it('ends quietly when stopped', async () => {
    const controller = new AbortController();
    controller.abort();
    expect((await run([new DOMException('x', 'AbortError')], { signal: controller.signal })).outcome).toEqual(
      { kind: 'stopped' },
    );
  });
});
