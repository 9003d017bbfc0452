/**
 * A sentence model of two layers with random weights, in the folder layout that @huggingface/transformers reads: for tests of the adapter, not for
 * answers. The tokenizer is a real one: BERT's, with the vocabulary of the bundled model.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundledModelPath } from '../../src/embedding/model-memory-node.js';
import type { ModelHeader } from '../../src/embedding/model-file.js';
import { createSeededRandom } from '../../src/index/testing/generation-content.js';
import { onnxFile, type OnnxGraph } from './onnx-file.js';

const size = 24;

/** Tokens of the bundled model in the order of their ids. */
export function bundledVocabulary(): string[] {
  const file = readFileSync(bundledModelPath());
  const header = JSON.parse(file.toString('utf8', 64, 16 * 1024)) as ModelHeader;
  const [start = 0, length = 0] = header.sections['vocabulary'] ?? [];
  return file.toString('utf8', start, start + length).split('\n');
}

/** Each token's row through a layer, plus the mean over the text: what stands beside a token matters, and padding must not. */
function graphOf(tokens: number, seed: number): OnnxGraph {
  const random = createSeededRandom(seed);
  const weights = (count: number): Float32Array => Float32Array.from({ length: count }, () => random() - 0.5);
  const input = (name: string) => ({ name, type: 'int64' as const, dimensions: ['batch', 'length'] });
  return {
    inputs: [input('input_ids'), input('attention_mask'), input('token_type_ids')],
    outputs: [{ name: 'last_hidden_state', type: 'float', dimensions: ['batch', 'length', size] }],
    tensors: [
      { name: 'rows', dimensions: [tokens, size], values: weights(tokens * size) },
      { name: 'layer', dimensions: [size, size], values: weights(size * size) },
      { name: 'last', dimensions: [1], values: BigInt64Array.of(2n) },
      { name: 'middle', dimensions: [1], values: BigInt64Array.of(1n) },
    ],
    nodes: [
      { operator: 'Gather', inputs: ['rows', 'input_ids'], output: 'embedded' },
      { operator: 'MatMul', inputs: ['embedded', 'layer'], output: 'mixed' },
      { operator: 'Tanh', inputs: ['mixed'], output: 'hidden' },
      { operator: 'Cast', inputs: ['attention_mask'], output: 'mask', attributes: { to: 1 } },
      { operator: 'Unsqueeze', inputs: ['mask', 'last'], output: 'column' },
      { operator: 'Mul', inputs: ['hidden', 'column'], output: 'kept' },
      { operator: 'ReduceSum', inputs: ['kept', 'middle'], output: 'sum' },
      { operator: 'ReduceSum', inputs: ['column', 'middle'], output: 'count' },
      { operator: 'Div', inputs: ['sum', 'count'], output: 'mean' },
      { operator: 'Add', inputs: ['hidden', 'mean'], output: 'last_hidden_state' },
    ],
  };
}

function tokenizerOf(vocabulary: readonly string[]): unknown {
  const id = (token: string): number => vocabulary.indexOf(token);
  const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'].filter((token) => id(token) >= 0);
  return {
    version: '1.0',
    added_tokens: special.map((content) => ({ id: id(content), content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true })),
    normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [{ SpecialToken: { id: '[CLS]', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }, { SpecialToken: { id: '[SEP]', type_id: 0 } }],
      pair: [],
      special_tokens: Object.fromEntries(['[CLS]', '[SEP]'].map((token) => [token, { id: token, ids: [id(token)], tokens: [token] }])),
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: { type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##', max_input_chars_per_word: 100, vocab: Object.fromEntries(vocabulary.map((token, at) => [token, at])) },
  }; // prettier-ignore
}

/** Writes `<folder>/<name>`; `seed` decides the weights. Returns the path of the ONNX file. */
export async function writeTinyModel(folder: string, name: string, seed: number): Promise<string> {
  const vocabulary = bundledVocabulary();
  const root = join(folder, name);
  await mkdir(join(root, 'onnx'), { recursive: true });
  const write = (file: string, content: unknown) => writeFile(join(root, file), JSON.stringify(content));
  await write('config.json', {
    architectures: ['BertModel'],
    model_type: 'bert',
    hidden_size: size,
    vocab_size: vocabulary.length,
    max_position_embeddings: 512,
  });
  await write('tokenizer.json', tokenizerOf(vocabulary));
  await write('tokenizer_config.json', {
    tokenizer_class: 'BertTokenizer',
    do_lower_case: true,
    model_max_length: 512,
    pad_token: '[PAD]',
    unk_token: '[UNK]',
    cls_token: '[CLS]',
    sep_token: '[SEP]',
    mask_token: '[MASK]',
  });
  const path = join(root, 'onnx', 'model.onnx');
  await writeFile(path, onnxFile(graphOf(vocabulary.length, seed)));
  return path;
}
