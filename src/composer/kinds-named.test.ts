import { expect, it } from 'vitest';
import { indexOver } from '../testing/ask-over.js';
import { kindsNamed } from './kinds-named.js';

const { catalogue, chunk } = indexOver([
  {
    path: 'larder.md',
    text: '# Larder\n\nI keep every item in SQLite. The server is written in Rust and speaks to RabbitMQ. It runs under the stairs.\n',
  },
]);
const [id = ''] = catalogue.documents[0]?.chunkIds ?? [];

it.each([
  ['SQLite', ['databas']],
  ['RabbitMQ', ['languag', 'queue']],
  ['stairs', []],
])('a sentence with %s speaks of %j', (word, kinds) => {
  const sentence = chunk(id)?.sentences.findIndex(({ start, end }) =>
    chunk(id)?.text.slice(start, end).includes(word),
  );
  expect([...kindsNamed(catalogue, id, sentence ?? -1)].sort()).toEqual(kinds);
});
