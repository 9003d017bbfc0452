#!/usr/bin/env node
/**
 * Starts the installed Firefox for playwright-core and stands between the two: the WebDriver BiDi of a released Firefox lacks one command
 * that playwright-core sends for every page (emulated media). It is answered here, as done, and everything else is passed on.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { WebSocket, WebSocketServer } from 'ws';

const firefox = spawn('/usr/bin/firefox-esr', process.argv.slice(2), {
  stdio: ['ignore', 'inherit', 'pipe'],
});
firefox.on('exit', (code) => process.exit(code ?? 1));
createInterface({ input: firefox.stderr }).on('line', (line) => {
  const [, address] = /^WebDriver BiDi listening on (ws:\/\/\S+)/.exec(line) ?? [];
  if (address === undefined) process.stderr.write(`${line}\n`);
  else bridge(address);
});

function bridge(address) {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 }, () => {
    process.stderr.write(`WebDriver BiDi listening on ws://127.0.0.1:${server.address().port}\n`);
  });
  server.on('connection', (client, request) => {
    const browser = new WebSocket(`${address}${request.url}`, { maxPayload: 0 });
    const opened = new Promise((resolve) => browser.once('open', resolve));
    client.on('message', (message) => {
      const { id, method } = JSON.parse(message.toString());
      if (method === 'emulation.setMediaFeaturesOverride')
        client.send(JSON.stringify({ type: 'success', id, result: {} }));
      else void opened.then(() => browser.send(message.toString()));
    });
    browser.on('message', (message) => client.send(message.toString()));
    browser.on('close', () => client.close());
    browser.on('error', () => client.close());
    client.on('close', () => browser.close());
  });
}
