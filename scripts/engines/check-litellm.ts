/**
 * Holds the model adapter, the embedder and `doctor`'s probe against LiteLLM's proxy with mocked replies, an OpenAI-compatible server that nobody
 * here wrote: `tsx scripts/engines/check-litellm.ts [VENV]`. Needs python3 with venv and PyPI; installing takes minutes, so no test does it. Exit 1 when something differs.
 */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOpenAiEmbedder } from '../../src/adapters/openai-embedder.js';
import { createOpenAiModel, type OpenAiModel } from '../../src/adapters/openai-model.js';
import { probeModelServer } from '../../src/adapters/openai-probe.js';
import { messageOf } from '../../src/domain/errors.js';

const wanted = 'litellm[proxy]==1.108.7';
const key = 'sk-check-key';
const sentence = 'I store the messages of the chat system in MySQL 8.0 for 30 days [1].';
const plan = '{"language":"en","intent":"factual"}';
const mocks: Readonly<Record<string, unknown>> = {
  answers: sentence,
  plans: `Here it is:\n\`\`\`json\n${plan}\n\`\`\``,
  limited: 'litellm.RateLimitError',
  broken: 'litellm.InternalServerError',
  'too-long': 'litellm.ContextWindowExceededError',
  vectors: [0.3, 0.1, 0.4],
};

const work = mkdtempSync(join(tmpdir(), 'askfolio-litellm-'));
const venv = process.argv[2] ?? join(work, 'venv');
if (!existsSync(join(venv, 'bin', 'litellm'))) {
  console.log(`installing ${wanted} into ${venv}`);
  execFileSync('python3', ['-m', 'venv', venv], { stdio: 'inherit' });
  execFileSync(join(venv, 'bin', 'pip'), ['install', '--quiet', wanted], { stdio: 'inherit' });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

const port = await freePort();
// JSON is YAML.
const configuration = {
  model_list: Object.entries(mocks).map(([name, reply]) => ({
    model_name: name,
    litellm_params: {
      model: name === 'vectors' ? 'openai/mock-embedding' : 'openai/mock',
      api_key: 'none',
      mock_response: reply,
    },
  })),
  general_settings: { master_key: key },
};
writeFileSync(join(work, 'config.yaml'), JSON.stringify(configuration));
const proxy = spawn(
  join(venv, 'bin', 'litellm'),
  ['--config', join(work, 'config.yaml'), '--host', '127.0.0.1', '--port', String(port)],
  {
    stdio: 'ignore',
    env: { ...process.env, LITELLM_LOCAL_MODEL_COST_MAP: 'True', LITELLM_TELEMETRY: 'False' },
  },
);
const baseUrl = `http://127.0.0.1:${port}/v1`;

async function waitForProxy(): Promise<void> {
  for (let tries = 0; tries < 240; tries++) {
    const reply = await fetch(`http://127.0.0.1:${port}/health/liveliness`).catch(() => undefined);
    if (reply?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error('the proxy did not start within two minutes');
}

function modelNamed(model: string, apiKey = key): OpenAiModel {
  return createOpenAiModel({
    apiKey,
    baseUrl,
    model,
    timeoutMs: 60_000,
    idleMs: 60_000,
    dailyTokens: undefined,
    now: Date.now,
  });
}

const messages = [{ role: 'user' as const, content: 'Which database?' }];
const call = () => ({ signal: new AbortController().signal, maxTokens: 100 });

async function read(model: OpenAiModel): Promise<string> {
  let text = '';
  for await (const piece of model.stream(messages, call())) text += piece;
  return text;
}

const checks: readonly (readonly [string, () => Promise<unknown>, string | RegExp])[] = [
  ['streams an answer', () => read(modelNamed('answers')), sentence],
  ['gives JSON by its schema', async () => JSON.stringify(await modelNamed('plans').json(messages, { ...call(), schema: { name: 'plan', shape: { type: 'object', properties: {}, additionalProperties: false } } })), plan],
  ['tells a limit', () => read(modelNamed('limited')), /is at its limit \(429\)/],
  ['tells a fault of the server', () => read(modelNamed('broken')), /answers 500/],
  ['tells a full context window', () => read(modelNamed('too-long')), /do not fit its context window: .* OPENAI_MODEL/],
  ['tells a wrong key', () => read(modelNamed('answers', 'sk-wrong')), /\(401\): check OPENAI_API_KEY|refuses the request \(400\): check OPENAI_API_KEY/],
  ['tells a model that is not there', () => read(modelNamed('nothing')), /OPENAI_MODEL is a model of this server/],
  ['probes server, key and model', () => probeModelServer({ apiKey: key, baseUrl, model: 'answers', variable: 'OPENAI_MODEL' }, () => 0), /answers in 0 ms$/],
  ['embeds', async () => [...((await (await createOpenAiEmbedder({ apiKey: key, baseUrl, model: 'vectors', dimensions: undefined, questionTimeoutMs: 10_000 })).embedQuestions(['one']))[0] ?? [])].map((value) => value.toFixed(3)).join(' '), '0.588 0.196 0.784'],
]; // prettier-ignore

let failures = 0;
try {
  await waitForProxy();
  for (const [name, run, expected] of checks) {
    const seen = String(await run().catch(messageOf));
    const isRight = typeof expected === 'string' ? seen === expected : expected.test(seen);
    if (!isRight) failures++;
    console.log(`${isRight ? 'ok    ' : 'WRONG '} ${name}: ${seen}`);
  }
} finally {
  proxy.kill();
  rmSync(work, { recursive: true, force: true });
}
console.log(`${checks.length - failures} of ${checks.length} as expected`);
process.exitCode = failures === 0 ? 0 : 1;
