import { describe, expect, it } from 'vitest';
import { checkCorpus } from './check-corpus.js';

const frontMatter = '---\ntitle: Shop\nsummary: A shop backend.\ntype: project\ntags: [go]\n---\n\n';
const guide = {
  path: 'README.md',
  text: '---\nvocabulary: [go, redis]\n---\n\n# How to write\n\nOne topic a heading.\n',
};
const shop = (body: string) => ({ path: 'projects/shop.md', text: frontMatter + body });

describe('checkCorpus', () => {
  it('counts documents and words, leaving README.md and front matter out', () => {
    const report = checkCorpus([
      guide,
      shop('## Speed\n\nIt takes 1,000 ms.\n\n- a list\n'),
      { path: 'logo.png', text: '' },
    ]);
    expect(report).toEqual({ documents: 1, words: 7, problems: [] });
  });

  it.each([
    ['a file', '[x](missing.md)', 'broken link "missing.md"'],
    ['a parent path', '[x](../projects/other.md)', 'broken link "../projects/other.md"'],
    ['a heading', '## Speed\n\n[x](#pace)', 'broken link "#pace": no such heading'],
    ['an image', '![x](../logo.svg)', 'broken link "../logo.svg"'],
  ])('reports a link to %s that does not exist', (_name, body, problem) => {
    expect(checkCorpus([guide, shop(body)]).problems).toEqual([`projects/shop.md: ${problem}`]);
  });

  it.each([
    '[x](../README.md#how-to-write)',
    '[x](https://example.com/a)',
    '[x](#speed-and-size)\n\n## Speed, and size\n\nText.',
  ])('accepts the link %s', (body) => {
    expect(checkCorpus([guide, shop(body)]).problems).toEqual([]);
  });

  it('reports each missing or wrong front matter field', () => {
    const { problems } = checkCorpus([{ path: 'a.md', text: '---\ntitle: A\ntype: essay\n---\n\nText.\n' }]);
    expect(problems.map((problem) => problem.slice(0, 'a.md: front matter "summary"'.length))).toEqual([
      'a.md: front matter "summary"',
      'a.md: front matter "type": I',
    ]);
  });

  it.each(['Text.\n', '---\ntitle: [A\n---\n\nText.\n'])(
    'reports front matter that is missing or broken: %j',
    (text) => {
      expect(checkCorpus([{ path: 'a.md', text }]).problems.length).toBeGreaterThan(0);
    },
  );

  it('reports a tag outside the vocabulary, and accepts any tag where there is none', () => {
    const document = { path: 'a.md', text: frontMatter.replace('[go]', '[go, golang]') + 'Text.\n' };
    expect(checkCorpus([guide, document]).problems).toEqual([
      'a.md: unknown tag "golang": use the vocabulary in README.md, or extend it',
    ]);
    expect(checkCorpus([document]).problems).toEqual([]);
  });

  it('reports a heading that is followed by a heading or by nothing', () => {
    expect(checkCorpus([guide, shop('## One\n\n### Two\n\nText.\n\n## Three\n')]).problems).toEqual([
      'projects/shop.md: line 8: the heading "One" has no text under it',
      'projects/shop.md: line 14: the heading "Three" has no text under it',
    ]);
  });

  it.each([
    ['a private key', '-----BEGIN RSA ' + 'PRIVATE KEY-----'],
    ['an access key', 'AKIA' + 'A'.repeat(16)],
    ['a signed token', ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiIxIn0', 'c2lnbmF0dXJl'].join('.')],
    ['a connection string with a password', 'postgres://shop:' + 'hunter2@db.example.com/shop'],
    ['an assigned secret', 'API_KEY=' + 'q'.repeat(12)],
    ['a private address', 'the host 192.168.' + '1.20 answers'],
  ])('reports %s', (name, body) => {
    expect(checkCorpus([guide, shop(body)]).problems).toEqual([
      `projects/shop.md: holds what looks like ${name}`,
    ]);
  });

  it('does not take prose about secrets for a secret', () => {
    const body =
      'The password is stored as a bcrypt hash; the token = 43 of the lease expires. Version 10.4.0 of pino.';
    expect(checkCorpus([guide, shop(body)]).problems).toEqual([]);
  });
});
