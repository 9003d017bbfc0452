import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { endpointList } from './endpoints.js';
import { problemKinds } from './problems.js';
import { createFakeApplication } from './testing/fake-application.js';
import { sendRaw, startServer, stopServers } from './testing/started-server.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), '.askfolio-assets-'));
  writeFileSync(join(folder, 'widget.js'), `/* built */ ${'x'.repeat(5000)}`);
  writeFileSync(join(folder, 'embed.html'), '<!doctype html><title>built</title>');
  writeFileSync(join(folder, 'panel-0a1b2c3d4e.js'), 'x'.repeat(5000));
  writeFileSync(join(folder, '.secret'), 'x');
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(stopServers);

describe('pages', () => {
  it.each(['/', '/docs', '/embed'])('%s runs under a strict policy without inline script', async (path) => {
    const { url } = await startServer(createFakeApplication(), { allowedOrigins: ['https://me.example'] });
    const response = await fetch(url + path);
    const html = await response.text();
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(policy).toContain("default-src 'none';script-src 'self';style-src 'self';connect-src 'self'");
    expect(policy).toContain(
      path === '/embed' ? "frame-ancestors 'self' https://me.example;" : "frame-ancestors 'self';",
    );
    expect(html).not.toMatch(/<script>|<script [^>]*>[^<]|<style|\son\w+=|style="|https?:\/\//);
    expect(html).toMatch(/<html lang="en">[\s\S]*<title>\S[\s\S]*<main[ >][\s\S]*<h1[ >]/);
  });

  it('serves what the pages load', async () => {
    const { url } = await startServer(createFakeApplication());
    const html = await (await fetch(url)).text();
    const embed = await (await fetch(`${url}/embed`)).text();
    const paths = [...(html + embed).matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path ?? '');
    expect([...new Set(paths)].sort()).toEqual([
      '/docs',
      '/page.css',
      '/page.js',
      '/plain.css',
      '/plain.js',
      '/widget.js',
    ]);
    for (const path of paths) expect((await fetch(url + path)).status).toBe(200);
    expect((await fetch(`${url}/widget.js`)).headers.get('content-type')).toBe(
      'text/javascript; charset=utf-8',
    );
  });

  it('prefers the built files, compressed, versioned ones for ever', async () => {
    const { url } = await startServer(createFakeApplication(), { assetFolder: folder });
    const widget = await fetch(`${url}/widget.js`, { headers: { 'Accept-Encoding': 'br' } });
    expect(await widget.text()).toMatch(/^\/\* built/);
    expect([widget.headers.get('content-encoding'), widget.headers.get('cache-control')]).toEqual([
      'br',
      'public, max-age=300',
    ]);
    expect(widget.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(await (await fetch(`${url}/embed`)).text()).toContain('built');
    const asset = await fetch(`${url}/assets/panel-0a1b2c3d4e.js`, {
      headers: { 'Accept-Encoding': 'gzip' },
    });
    expect([asset.headers.get('content-encoding'), asset.headers.get('cache-control')]).toEqual([
      'gzip',
      'public, max-age=31536000, immutable',
    ]);
    const tag = widget.headers.get('etag') ?? '';
    const again = await fetch(`${url}/widget.js`, {
      headers: { 'If-None-Match': tag, 'Cache-Control': 'max-age=0' },
    });
    expect(again.status).toBe(304);
    expect((await fetch(`${url}/widget.js`, { headers: { 'If-Match': '"x"' } })).status).toBe(412);
  });

  it.each([
    '/assets/.secret',
    '/assets/../package.json',
    '/assets/..%2f..%2fetc%2fpasswd',
    '/assets/%00',
    '/assets/',
    '/assets/none.js',
  ])('does not serve %s', async (path) => {
    const { port } = await startServer(createFakeApplication(), { assetFolder: folder });
    const answer = await sendRaw(port, [`GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`]);
    expect(answer).toMatch(/^HTTP\/1\.1 40[04] /);
    expect(answer).toContain('application/problem+json');
  });
});

describe('descriptions', () => {
  it('/openapi.json describes what exists, from the schemas that parse', async () => {
    const { url } = await startServer(createFakeApplication());
    const owned = await startServer(createFakeApplication(), { ownerToken: 'a-long-owner-token' });
    type Document = { openapi: string; paths: Record<string, Record<string, unknown>> };
    const visitor = (await (await fetch(`${url}/openapi.json`)).json()) as Document;
    const owner = (await (await fetch(`${owned.url}/openapi.json`)).json()) as Document;
    expect(visitor.openapi).toBe('3.1.0');
    expect(Object.keys(owner.paths).filter((path) => !(path in visitor.paths))).toEqual([
      '/ingest',
      '/cache',
    ]);
    expect(Object.keys(owner.paths).sort()).toEqual(endpointList.map(([, { path }]) => path).sort());
    expect(visitor.paths['/ask']).toMatchObject({
      post: {
        requestBody: {
          content: {
            'application/json': {
              schema: {
                additionalProperties: false,
                required: ['question'],
                properties: { question: { maxLength: 1000 } },
              },
            },
          },
        },
      },
    });
  });

  it('/docs names every route and explains every problem', async () => {
    const { url } = await startServer(createFakeApplication(), { ownerToken: 'a-long-owner-token' });
    const html = await (await fetch(`${url}/docs`)).text();
    for (const [, { path }] of endpointList) expect(html).toContain(` ${path}</code>`);
    for (const code of Object.keys(problemKinds)) expect(html).toContain(`id="${code}"`);
  });
});
