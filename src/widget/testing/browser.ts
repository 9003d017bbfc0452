/** Real browsers for tests, the service behind a connection that can be slow or cut, and somebody else's page that shows the chat. */
import { existsSync, mkdtempSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import {
  connect,
  createServer as createTcpServer,
  type AddressInfo,
  type Server as TcpServer,
  type Socket,
} from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, firefox, type Browser } from 'playwright-core';
import type { Application, HttpOptions } from '../../http/application.js';
import { createHttpServer } from '../../http/server.js';
import { createRecordedLog } from '../../http/testing/fake-application.js';
import { buildWidget } from '../build.js';

const executablePath = '/usr/bin/chromium';

/** In CI a missing browser is a failure, not a reason to skip. */
export const hasBrowser = existsSync(executablePath) || process.env['CI'] === 'true';
export const whyNoBrowser = `${executablePath} is not there: apt-get install chromium`;

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });

const firefoxPath = '/usr/bin/firefox-esr';

/** Firefox is a second opinion: skipped, and said so, where it is not installed. */
export const hasFirefox = existsSync(firefoxPath);
export const whyNoFirefox = `${firefoxPath} is not there: apt-get install firefox-esr`;

/** The installed Firefox, by WebDriver BiDi. Media features come from preferences: `colorScheme` of a context has no effect. */
export const launchFirefox = (): Promise<Browser> =>
  firefox.launch({
    channel: 'moz-firefox',
    executablePath: fileURLToPath(new URL('./firefox-bridge.mjs', import.meta.url)),
    headless: true,
    // The driver's keys and clicks do not reach a frame that has a process of its own.
    firefoxUserPrefs: { 'ui.prefersReducedMotion': 1, 'fission.autostart': false },
  });

let built: Promise<string> | undefined;

/** Folder of the built widget; made once per run. */
export function builtWidget(): Promise<string> {
  built ??= (async () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'askfolio-widget-')), 'widget');
    await buildWidget(folder);
    return folder;
  })();
  return built;
}

export interface Service {
  readonly origin: string;
  /** Cuts every connection and refuses new ones, as a killed process does. */
  kill(): void;
  revive(): Promise<void>;
  /** From now on, each piece of an answer comes in parts of `bytes`, `milliseconds` apart. */
  slowDown(bytes: number, milliseconds: number): void;
  stop(): Promise<void>;
}

export async function startService(
  application: Application,
  options: Partial<HttpOptions> = {},
): Promise<Service> {
  const server = createHttpServer(application, {
    port: 0,
    host: '127.0.0.1',
    allowedOrigins: [],
    rateLimit: 'off',
    trustProxy: false,
    maximumRunning: 100,
    log: createRecordedLog(),
    assetFolder: await builtWidget(),
    ...options,
  });
  const target = Number(new URL((await server.listen()).url).port);
  const sockets = new Set<Socket>();
  let pace = { bytes: 0, milliseconds: 0 };
  let door = createDoor();
  const port = await listen(door, 0);

  function createDoor(): TcpServer {
    return createTcpServer((visitor) => {
      const behind = connect(target, '127.0.0.1');
      for (const socket of [visitor, behind]) {
        sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => {
          sockets.delete(socket);
          visitor.destroy();
          behind.destroy();
        });
      }
      visitor.pipe(behind);
      void copySlowly(behind, visitor, () => pace);
    });
  }

  return {
    origin: `http://127.0.0.1:${port}`,
    kill() {
      door.close();
      for (const socket of sockets) socket.resetAndDestroy();
    },
    async revive() {
      door = createDoor();
      await listen(door, port);
    },
    slowDown: (bytes, milliseconds) => (pace = { bytes, milliseconds }),
    async stop() {
      door.close();
      for (const socket of sockets) socket.destroy();
      await server.close({ drainMs: 0 });
    },
  };
}

async function copySlowly(
  from: Socket,
  to: Socket,
  pace: () => { bytes: number; milliseconds: number },
): Promise<void> {
  try {
    for await (const chunk of from as AsyncIterable<Buffer>) {
      const { bytes, milliseconds } = pace();
      if (bytes === 0) to.write(chunk);
      for (let at = 0; bytes > 0 && at < chunk.length; at += bytes) {
        to.write(chunk.subarray(at, at + bytes));
        await new Promise((resolve) => setTimeout(resolve, milliseconds));
      }
    }
  } catch {
    // The connection was cut on purpose.
  }
  to.end();
}

export interface HostPage {
  /** Another site than the service: storage in the frame is a third party's, which this browser blocks. */
  readonly origin: string;
  /** The same page as another origin of the service's own site. */
  readonly sameSiteOrigin: string;
  /** What the next page holds, under the policy and the styles of a hostile host. */
  show(page: { body?: string; head?: string; policy?: string }): void;
  stop(): Promise<void>;
}

/** Everything a careless or hostile page may do to what lies in it. */
const hostileStyle =
  '* { all: unset !important; direction: rtl !important; font-size: 3px !important; } html, body { display: block !important; }';

/** A page on another site than 127.0.0.1. `service` is asked when a page is sent: its address is not known before. */
export async function startHostPage(service: () => string): Promise<HostPage> {
  let page: { body?: string; head?: string; policy?: string } = {};
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const isStyle = request.url === '/hostile.css';
    response.setHeader('Content-Type', isStyle ? 'text/css' : 'text/html; charset=utf-8');
    if (isStyle) {
      response.end(hostileStyle);
      return;
    }
    const strict = `default-src 'none'; script-src ${service()}; style-src 'self'; img-src data:; frame-src ${service()}; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'`;
    if (page.policy !== '') response.setHeader('Content-Security-Policy', page.policy ?? strict);
    response.end(
      `<!doctype html><html lang="en"><head><title>Somebody’s page</title><link rel="icon" href="data:,">${page.head ?? '<link rel="stylesheet" href="/hostile.css">'}</head><body><h1>Somebody’s page</h1>${page.body ?? ''}</body></html>`,
    );
  };
  const server: Server = createServer(answer);
  const port = await listen(server, 0);
  return {
    origin: `http://localhost:${port}`,
    sameSiteOrigin: `http://127.0.0.1:${port}`,
    show: (next) => (page = next),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function listen(server: Server | TcpServer, port: number): Promise<number> {
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
