import { describe, expect, it } from 'vitest';
import { createEventReader, type ServerEvent } from './event-reader.js';

const encoder = new TextEncoder();

function read(...chunks: readonly Uint8Array[]): { events: ServerEvent[]; id: string | undefined } {
  const events: ServerEvent[] = [];
  const reader = createEventReader((event) => events.push(event));
  for (const chunk of chunks) reader.push(chunk);
  return { events, id: reader.lastId() };
}

const stream =
  ': waiting\nid: run.0\n\nid: run.1\nevent: sources\ndata: {"citations":[]}\n\nid: run.2\r\nevent: token\r\ndata: {"text":"žluťoučký 🐎 “q”"}\r\n\r\nevent: token\rdata: a\rdata:b\r\rdata\n\nretry: 5\nunknown: 1\nevent: done\ndata: {}\n\nevent: token\ndata: unfinished\n';
const expected = [
  { name: 'sources', data: '{"citations":[]}' },
  { name: 'token', data: '{"text":"žluťoučký 🐎 “q”"}' },
  { name: 'token', data: 'a\nb' },
  { name: 'message', data: '' },
  { name: 'done', data: '{}' },
];

describe('createEventReader', () => {
  it('reads a stream in one piece, and leaves out what is not finished', () => {
    expect(read(encoder.encode(stream))).toEqual({ events: expected, id: 'run.2' });
  });

  it('reads the same when the stream is cut at any byte', () => {
    const bytes = encoder.encode(stream);
    for (let cut = 0; cut <= bytes.length; cut++) {
      expect(read(bytes.slice(0, cut), bytes.slice(cut)).events, `cut at ${cut}`).toEqual(expected);
    }
  });

  it('reads the same byte by byte', () => {
    expect(read(...[...encoder.encode(stream)].map((byte) => Uint8Array.of(byte))).events).toEqual(expected);
  });

  it('skips a byte order mark and an id with a zero byte', () => {
    expect(read(encoder.encode('\uFEFFid: a\nid: b\0\ndata: x\n\n'))).toEqual({
      events: [{ name: 'message', data: 'x' }],
      id: 'a',
    });
  });
});
