/** Writes ONNX model files: the few fields of the protobuf schema (onnx.proto3) that a small float graph needs. Reads nothing. */

export interface OnnxTensor {
  readonly name: string;
  readonly dimensions: readonly number[];
  readonly values: Float32Array | BigInt64Array;
}

export interface OnnxNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly output: string;
  /** Integer attributes. */
  readonly attributes?: Readonly<Record<string, number>>;
}

/** `type` int64 or float; a dimension is a number, or the name of one that varies. */
export interface OnnxValue {
  readonly name: string;
  readonly type: 'int64' | 'float';
  readonly dimensions: readonly (number | string)[];
}

export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly tensors: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

const elementTypes = { float: 1, int64: 7 } as const;
const integerAttribute = 2;

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = BigInt(value);
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  return Buffer.from([...bytes, Number(rest)]);
}

/** A field that holds a whole number. */
function whole(field: number, value: number): Buffer {
  return Buffer.concat([varint(field << 3), varint(value)]);
}

/** A field that holds text, bytes or a message. */
function block(field: number, content: string | Uint8Array): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([varint((field << 3) | 2), varint(bytes.length), bytes]);
}

function tensorOf({ name, dimensions, values }: OnnxTensor): Buffer {
  const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return Buffer.concat([
    ...dimensions.map((size) => whole(1, size)),
    whole(2, values instanceof Float32Array ? elementTypes.float : elementTypes.int64),
    block(8, name),
    block(9, raw),
  ]);
}

function nodeOf({ operator, inputs, output, attributes = {} }: OnnxNode): Buffer {
  return Buffer.concat([
    ...inputs.map((name) => block(1, name)),
    block(2, output),
    block(3, output),
    block(4, operator),
    ...Object.entries(attributes).map(([name, value]) =>
      block(5, Buffer.concat([block(1, name), whole(3, value), whole(20, integerAttribute)])),
    ),
  ]);
}

function valueOf({ name, type, dimensions }: OnnxValue): Buffer {
  const shape = Buffer.concat(
    dimensions.map((size) => block(1, typeof size === 'number' ? whole(1, size) : block(2, size))),
  );
  const tensor = Buffer.concat([whole(1, elementTypes[type]), block(2, shape)]);
  return Buffer.concat([block(1, name), block(2, block(1, tensor))]);
}

/** The bytes of a model in operator set 13. */
export function onnxFile({ nodes, tensors, inputs, outputs }: OnnxGraph): Buffer {
  const graph = Buffer.concat([
    ...nodes.map((node) => block(1, nodeOf(node))),
    block(2, 'graph'),
    ...tensors.map((tensor) => block(5, tensorOf(tensor))),
    ...inputs.map((value) => block(11, valueOf(value))),
    ...outputs.map((value) => block(12, valueOf(value))),
  ]);
  const operatorSet = Buffer.concat([block(1, ''), whole(2, 13)]);
  return Buffer.concat([whole(1, 8), block(2, 'askfolio'), block(7, graph), block(8, operatorSet)]);
}
