import { afterEach, expect, it } from 'vitest';
import { createFakeApplication } from './testing/fake-application.js';
import { fuzz } from './testing/fuzz-run.js';
import { startServer, stopServers } from './testing/started-server.js';

afterEach(stopServers);

it('random requests get answers that are no fault of ours', async () => {
  const { port, url, log } = await startServer(createFakeApplication(), { ownerToken: 'a-long-owner-token' });
  const { statuses, wrong } = await fuzz(port, { count: 400, seed: 20261121 });
  expect(wrong).toEqual([]);
  expect(Object.keys(statuses)).toEqual(expect.arrayContaining(['200', '400', '404', '405']));
  expect(log.lines.filter(({ level }) => level !== 'info')).toEqual([]);
  expect((await fetch(`${url}/health`)).status).toBe(200);
});
