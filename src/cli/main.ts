#!/usr/bin/env node
/** The executable: connects the command line to this process. */
import { readFileSync } from 'node:fs';
import { runCli } from './program.js';

function packageVersion(): string {
  for (const path of ['../package.json', '../../package.json']) {
    try {
      const { name, version } = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as {
        name?: string;
        version?: string;
      };
      if (name === 'askfolio' && version !== undefined) return version;
    } catch {
      // The sources and the build lie at different depths below package.json.
    }
  }
  return 'unknown';
}

try {
  process.loadEnvFile();
} catch {
  // No .env file in this folder: the environment alone counts.
}

// `askfolio logs | head` closes the pipe early: that is no failure.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}

const interruption = new AbortController();
process.exitCode = await runCli(
  process.argv.slice(2),
  {
    out: (text) => process.stdout.write(`${text}\n`),
    note: (text) => process.stderr.write(`${text}\n`),
    draw: (line) => process.stderr.write(`\r\u001b[2K${line}`),
    interactive: process.stderr.isTTY && process.stdin.isTTY,
    input: () => process.stdin,
    // The first Ctrl-C stops the work in good order, the second one at once.
    interrupted: () => {
      if (process.listenerCount('SIGINT') === 0) process.once('SIGINT', () => interruption.abort());
      return interruption.signal;
    },
  },
  { environment: process.env, version: packageVersion() },
);
