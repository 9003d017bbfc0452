/**
 * The same model, weights and texts in ONNX Runtime Web, one thread, beside the bundled runtime; each in a process of its own, so that load time
 * and memory are its own. `tsx scripts/bench/onnx-runtime.ts --runtime NODE_MODULES --model FOLDER`: a folder of packages with onnxruntime-web, and one
 * with `model_quantized.onnx` (made by `scripts/embedder/onnx-graph.py`) and the `tokenizer.json` of the original.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { createEncoder } from '../../src/embedding/encoder.js';
import { bundledModelPath } from '../../src/embedding/model-memory-node.js';
import { createTokenizer } from '../../src/embedding/tokenizer.js';

const question = 'How did you reduce the latency of the search?';
const passage = Array.from(
  { length: 7 },
  () => 'The service reads events from a queue, checks them and writes them to the store.',
).join(' ');

type Embed = (text: string) => Promise<Float32Array>;

const figuresShape = z.object({
  loadMs: z.number(),
  residentMegabytes: z.number(),
  questionMs: z.number(),
  passageMs: z.number(),
  vectors: z.array(z.array(z.number())),
});
type Figures = z.infer<typeof figuresShape>;

/** What is used of onnxruntime-web, which is no dependency. */
const runtimeShape = z.object({
  env: z.object({ wasm: z.object({ numThreads: z.number().optional() }).loose() }).loose(),
  InferenceSession: z.custom<{
    create(model: Uint8Array, options: object): Promise<{ run(inputs: object): Promise<unknown> }>;
  }>((value) => typeof value === 'function'),
  Tensor: z.custom<new (type: 'int64', data: BigInt64Array, shape: number[]) => object>(
    (value) => typeof value === 'function',
  ),
});
const outputShape = z.object({ hidden: z.object({ data: z.instanceof(Float32Array) }) });

async function loadOnnx(packages: string, folder: string): Promise<Embed> {
  const path = createRequire(join(resolve(packages), 'x.js')).resolve('onnxruntime-web');
  const loaded: unknown = await import(pathToFileURL(path).href);
  const module = z.object({ default: z.unknown().optional() }).loose().parse(loaded);
  const runtime = runtimeShape.parse(module.default ?? module);
  runtime.env.wasm.numThreads = 1;
  const model = readFileSync(join(folder, 'model_quantized.onnx'));
  const session = await runtime.InferenceSession.create(model, { executionProviders: ['wasm'] });
  const { vocab } = z
    .object({ model: z.object({ vocab: z.record(z.string(), z.number()) }) })
    .parse(JSON.parse(readFileSync(join(folder, 'tokenizer.json'), 'utf8'))).model;
  const tokenizer = createTokenizer(Object.keys(vocab).sort((a, b) => (vocab[a] ?? 0) - (vocab[b] ?? 0)));
  return async (text) => {
    const ids = [tokenizer.classify, ...tokenizer.tokenize(text, 254), tokenizer.separator];
    const input = new runtime.Tensor('int64', BigInt64Array.from(ids, BigInt), [ids.length]);
    const { hidden } = outputShape.parse(await session.run({ ids: input }));
    const sum = new Float32Array(384).map((_, i) => ids.reduce((all, _id, row) => all + (hidden.data[row * 384 + i] ?? 0), 0));
    const length = Math.hypot(...sum);
    return sum.map((value) => value / length);
  };
} // prettier-ignore

async function loadBundled(): Promise<Embed> {
  const encoder = await createEncoder(readFileSync(bundledModelPath()));
  return (text) => Promise.resolve(encoder.encode(text));
}

/** Processor milliseconds of one run, the least of several batches: other work on the machine only adds to it. */
async function leastProcessorMs(embed: Embed, text: string, runs: number): Promise<number> {
  let least = Infinity;
  for (let batch = 0; batch < 5; batch++) {
    const before = process.cpuUsage();
    for (let run = 0; run < runs; run++) await embed(text);
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000 / runs);
  }
  return least;
}

async function measure(load: () => Promise<Embed>): Promise<Figures> {
  const resident = process.memoryUsage().rss;
  const before = process.cpuUsage();
  const embed = await load();
  const { user, system } = process.cpuUsage(before);
  const vectors = [await embed(question), await embed(passage)];
  return {
    loadMs: (user + system) / 1000,
    questionMs: await leastProcessorMs(embed, question, 20),
    passageMs: await leastProcessorMs(embed, passage, 5),
    residentMegabytes: (process.memoryUsage().rss - resident) / 1e6,
    vectors: vectors.map((vector) => [...vector]),
  };
}

function inProcess(child: string, rest: readonly string[]): Figures {
  const script = fileURLToPath(import.meta.url);
  const run = spawnSync(process.execPath, ['--import', 'tsx', script, '--child', child, ...rest], {
    encoding: 'utf8',
    maxBuffer: 1 << 24,
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return figuresShape.parse(JSON.parse(run.stdout.trim().split('\n').at(-1) ?? ''));
}

const { values } = parseArgs({
  options: { runtime: { type: 'string' }, model: { type: 'string' }, child: { type: 'string' } },
});
const { runtime = '', model = '' } = values;
if (values.child !== undefined) {
  const figures = await measure(values.child === 'onnx' ? () => loadOnnx(runtime, model) : loadBundled);
  console.log(JSON.stringify(figures));
} else if (runtime === '' || model === '') {
  console.log('Not compared with ONNX Runtime Web: --runtime and --model were not given.');
} else {
  const onnx = inProcess('onnx', ['--runtime', runtime, '--model', model]);
  const own = inProcess('bundled', []);
  const row = (name: string, key: Exclude<keyof Figures, 'vectors'>): void =>
    console.log(`| ${name} | ${own[key].toFixed(1)} | ${onnx[key].toFixed(1)} | ${(own[key] / onnx[key]).toFixed(2)} |`);
  console.log('| processor ms, one thread | bundled | ONNX Runtime Web | ratio |\n|---|---|---|---|');
  row('load', 'loadMs');
  row('question of 12 tokens', 'questionMs');
  row('passage of about 128 tokens', 'passageMs');
  row('resident memory added, MB', 'residentMegabytes');
  const cosines = own.vectors.map((vector, i) => vector.reduce((sum, value, j) => sum + value * (onnx.vectors[i]?.[j] ?? 0), 0));
  console.log(`cosine of the two: ${cosines.map((value) => value.toFixed(4)).join(', ')}`);
} // prettier-ignore
