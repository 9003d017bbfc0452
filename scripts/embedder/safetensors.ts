/** Reads the float32 tensors of a safetensors file: eight bytes of length, a JSON header, raw little-endian numbers. */
import { z } from 'zod';

export interface Tensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

const headerSchema = z.record(
  z.string(),
  z.object({
    dtype: z.string(),
    shape: z.array(z.number().int()),
    data_offsets: z.tuple([z.number().int(), z.number().int()]),
  }),
);

/** All F32 tensors by name; other types are left out. Throws when the header is malformed. */
export function readSafetensors(bytes: Uint8Array): Map<string, Tensor> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = Number(view.getBigUint64(0, true));
  const { __metadata__: _, ...entries } = JSON.parse(
    new TextDecoder().decode(bytes.subarray(8, 8 + headerLength)),
  ) as Record<string, unknown>;
  const tensors = new Map<string, Tensor>();
  for (const [name, entry] of Object.entries(headerSchema.parse(entries))) {
    if (entry.dtype !== 'F32') continue;
    const [start, end] = entry.data_offsets;
    // A copy, because the numbers need not lie on a four-byte boundary (and slice() of a Buffer does not copy).
    const values = new Float32Array((end - start) / 4);
    new Uint8Array(values.buffer).set(bytes.subarray(8 + headerLength + start, 8 + headerLength + end));
    tensors.set(name, { shape: entry.shape, values });
  }
  return tensors;
}
