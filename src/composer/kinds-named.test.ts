import { expect, it } from 'vitest';
import { indexOver } from '../testing/ask-over.js';
import { kindsNamed } from './kinds-named.js';

const snapshot = indexOver([
  {
    path: 'larder.md',
    text: '# Larder\n\nI keep every item in SQLite. The server is written in Rust and speaks to RabbitMQ. It runs under the stairs.\n',
  },
]).snapshot();
const [id = ''] = snapshot.catalogue.documents[0]?.chunkIds ?? [];
const chunk = snapshot.chunk(id);

it.each([
  ['SQLite', ['databas']],
  ['RabbitMQ', ['languag', 'queue']],
  ['stairs', []],
])('a sentence with %s speaks of %j', (word, kinds) => {
  const sentence = chunk?.sentences.findIndex(({ start, end }) =>
    chunk.text.slice(start, end).includes(word),
  );
  expect([...kindsNamed(snapshot.catalogue, id, sentence ?? -1)].sort()).toEqual(kinds);
});
