import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import { clientKey } from './client-address.js';
import { createFakeApplication } from './testing/fake-application.js';
import { sendRaw, startServer, stopServers } from './testing/started-server.js';

afterEach(stopServers);

const question = 'Which projects use PostgreSQL?';
const hasIpv6 = Object.values(networkInterfaces()).some((list) =>
  list?.some(({ address }) => address === '::1'),
);

describe('clientKey', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::ffff:cb00:7107', '203.0.113.7'],
    ['2001:db8:1:2ff::1', '2001:db8:1:200::/56'],
    ['2001:db8:1:2aa:ffff::9', '2001:db8:1:200::/56'],
    ['2001:db8:1:300::1', '2001:db8:1:300::/56'],
    ['fe80::1%eth0', 'fe80:0:0:0::/56'],
    ['::1', '0:0:0:0::/56'],
    ['64:ff9b::203.0.113.7', '64:ff9b:0:0::/56'],
    ['<script>', 'socket'],
    ['', 'socket'],
    [undefined, 'socket'],
  ])('%s is %s', (address, key) => {
    expect(clientKey(address, '192.0.2.1')).toBe(key === 'socket' ? '192.0.2.1' : key);
  });
});

describe('rate limits', () => {
  const rateLimit = { perMinute: 2, overallPerMinute: 100 };
  const statuses = async (requests: (() => Promise<Response>)[]): Promise<number[]> => {
    const found: number[] = [];
    for (const request of requests) found.push((await request()).status);
    return found;
  };

  it('counts, announces and refuses', async () => {
    const application = createFakeApplication();
    const { post } = await startServer(application, { rateLimit });
    const first = await post('/ask', { question });
    expect([first.headers.get('ratelimit-policy'), first.headers.get('ratelimit')]).toEqual([
      '"client";q=2;w=60',
      '"client";r=1;t=60',
    ]);
    await post('/ask', { question });
    const refused = await post('/ask', { question });
    expect([refused.status, refused.headers.get('ratelimit')]).toEqual([
      429,
      expect.stringMatching(/^"client";r=0;t=\d+$/),
    ]);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({ code: 'rate_limited', status: 429 });
    expect(application.asked).toHaveLength(2);
  });

  it('keeps clients behind one proxy apart, and believes no forwarding header without one', async () => {
    const proxied = await startServer(createFakeApplication(), { rateLimit, trustProxy: 1 });
    const from = (server: typeof proxied, address: string) => () =>
      server.post('/ask', { question }, { 'X-Forwarded-For': address });
    const [a, b] = [from(proxied, '203.0.113.1'), from(proxied, '203.0.113.2')];
    expect(await statuses([a, a, a, b, b, b])).toEqual([200, 200, 429, 200, 200, 429]);
    // The nearest hop is what the proxy saw; what the client claims before it does not count.
    const forged = [1, 2, 3].map((last) => from(proxied, `198.51.100.${last}, 203.0.113.9`));
    expect(await statuses(forged)).toEqual([200, 200, 429]);
    const direct = await startServer(createFakeApplication(), { rateLimit });
    expect(await statuses([1, 2, 3].map((last) => from(direct, `203.0.113.${last}`)))).toEqual([
      200, 200, 429,
    ]);
  });

  it('trusts a proxy by its address', async () => {
    const server = await startServer(createFakeApplication(), { rateLimit, trustProxy: ['127.0.0.0/8'] });
    const from = (address: string) => () => server.post('/ask', { question }, { 'X-Forwarded-For': address });
    expect(
      await statuses([from('203.0.113.1'), from('203.0.113.1'), from('203.0.113.1'), from('203.0.113.2')]),
    ).toEqual([200, 200, 429, 200]);
  });

  it.runIf(hasIpv6)('keeps IPv4 and IPv6 clients of one listener apart', async () => {
    const { port } = await startServer(createFakeApplication(), { rateLimit, host: '::' });
    const body = JSON.stringify({ question });
    const ask = async (host: string): Promise<string> => {
      const request = `POST /ask HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`;
      return (await sendRaw(port, [request], host)).slice(9, 12);
    };
    const seen: string[] = [];
    for (const host of ['127.0.0.1', '127.0.0.1', '127.0.0.1', '::1', '::1', '::1'])
      seen.push(await ask(host));
    expect(seen).toEqual(['200', '200', '429', '200', '200', '429']);
  });

  it('limits everybody together without costing the client', async () => {
    const server = await startServer(createFakeApplication(), {
      rateLimit: { perMinute: 3, overallPerMinute: 2 },
      trustProxy: 1,
    });
    const from = (address: string) => () => server.post('/ask', { question }, { 'X-Forwarded-For': address });
    expect(await statuses([from('203.0.113.1'), from('203.0.113.2')])).toEqual([200, 200]);
    const refused = await from('203.0.113.3')();
    expect([refused.status, refused.headers.get('ratelimit-policy')]).toEqual([429, '"overall";q=2;w=60']);
  });

  it('does not limit the owner, and limits wrong tokens', async () => {
    const ownerToken = 'a-long-owner-token';
    const { post } = await startServer(createFakeApplication(), { rateLimit, ownerToken });
    const ask = (token: string) => () => post('/ask', { question }, { Authorization: `Bearer ${token}` });
    expect(await statuses(Array(5).fill(ask(ownerToken)) as (() => Promise<Response>)[])).toEqual(
      Array(5).fill(200),
    );
    const guesses = await statuses(Array(12).fill(ask('guess')) as (() => Promise<Response>)[]);
    expect(guesses).toEqual([...Array<number>(10).fill(401), 429, 429]);
  });
});

describe('origins', () => {
  const allowedOrigins = ['https://good.example'];
  const hostile = [
    'https://good.example.evil.com', 'https://evilgood.example', 'http://good.example', 'https://good.example:8443',
    'https://GOOD.example', 'https://good.example/', 'https://sub.good.example', 'null', 'https://good.example evil',
    'file://', 'https://good.exampl', 'https://good.example.', 'https://user@good.example', '*', 'https://xn--good.example',
  ]; // prettier-ignore

  it('allows exactly what is listed, without credentials', async () => {
    const { url, post } = await startServer(createFakeApplication(), { allowedOrigins });
    const origin = { Origin: 'https://good.example' };
    const preflight = await fetch(`${url}/ask`, {
      method: 'OPTIONS',
      headers: {
        ...origin,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'content-type',
      },
    });
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([
      204,
      'https://good.example',
    ]);
    expect(preflight.headers.get('access-control-allow-headers')).toBe('Content-Type, Last-Event-ID');
    const answer = await post('/ask', { question }, origin);
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([
      200,
      'https://good.example',
    ]);
    for (const { headers } of [preflight, answer]) {
      expect(headers.get('access-control-allow-credentials')).toBeNull();
      expect(headers.get('vary')).toContain('Origin');
    }
  });

  it.each(hostile)('refuses %s', async (origin) => {
    const application = createFakeApplication();
    const { port } = await startServer(application, { allowedOrigins });
    const body = JSON.stringify({ question });
    const post = `POST /ask HTTP/1.1\r\nHost: a\r\nOrigin: ${origin}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`;
    const preflight = `OPTIONS /ask HTTP/1.1\r\nHost: a\r\nOrigin: ${origin}\r\nAccess-Control-Request-Method: POST\r\nConnection: close\r\n\r\n`;
    const get = `GET /health HTTP/1.1\r\nHost: a\r\nOrigin: ${origin}\r\nConnection: close\r\n\r\n`;
    const answers = await Promise.all([post, preflight, get].map((text) => sendRaw(port, [text])));
    expect(answers.map((answer) => answer.slice(9, 12))).toEqual(['403', '403', '200']);
    expect(answers.join('')).not.toMatch(/access-control-allow/i);
    expect(application.asked).toEqual([]);
  });

  it('takes the page’s own origin when no list is set, also behind a proxy that rewrites Host', async () => {
    const { url, post } = await startServer(createFakeApplication());
    expect((await post('/ask', { question }, { Origin: url })).status).toBe(200);
    const rewritten = { Origin: 'https://ask.example', 'Sec-Fetch-Site': 'same-origin' };
    expect((await post('/ask', { question }, rewritten)).status).toBe(200);
    expect((await post('/ask', { question }, { ...rewritten, 'Sec-Fetch-Site': 'cross-site' })).status).toBe(
      403,
    );
  });
});
