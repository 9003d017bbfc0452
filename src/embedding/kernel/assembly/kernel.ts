/**
 * The arithmetic of the encoder in WebAssembly SIMD (AssemblyScript). Every function works on addresses of one imported
 * memory and keeps no state, so that several threads may share the weights. No relaxed SIMD and no host functions: the
 * same input gives the same bits on every machine. Rows are padded to a multiple of four by the caller.
 */

// Largest magnitude of a quantised activation: 127 * 8191 * 1536 stays below 2^31, so int32 sums cannot overflow.
const ACTIVATION_LIMIT: f32 = 8191;

/** XXH64 (seed 0) of `length` bytes: the checksum of the model file. */
export function hash64(address: usize, length: i32): u64 {
  const p1: u64 = 0x9e3779b185ebca87;
  const p2: u64 = 0xc2b2ae3d27d4eb4f;
  const p3: u64 = 0x165667b19e3779f9;
  const p4: u64 = 0x85ebca77c2b2ae63;
  const p5: u64 = 0x27d4eb2f165667c5;
  const end = address + length;
  let at = address;
  let hash: u64;
  if (length >= 32) {
    let a: u64 = p1 + p2;
    let b: u64 = p2;
    let c: u64 = 0;
    let d: u64 = 0 - p1;
    while (at + 32 <= end) {
      a = rotl<u64>(a + load<u64>(at) * p2, 31) * p1;
      b = rotl<u64>(b + load<u64>(at, 8) * p2, 31) * p1;
      c = rotl<u64>(c + load<u64>(at, 16) * p2, 31) * p1;
      d = rotl<u64>(d + load<u64>(at, 24) * p2, 31) * p1;
      at += 32;
    }
    hash = rotl<u64>(a, 1) + rotl<u64>(b, 7) + rotl<u64>(c, 12) + rotl<u64>(d, 18);
    hash = (hash ^ (rotl<u64>(a * p2, 31) * p1)) * p1 + p4;
    hash = (hash ^ (rotl<u64>(b * p2, 31) * p1)) * p1 + p4;
    hash = (hash ^ (rotl<u64>(c * p2, 31) * p1)) * p1 + p4;
    hash = (hash ^ (rotl<u64>(d * p2, 31) * p1)) * p1 + p4;
  } else {
    hash = p5;
  }
  hash += <u64>length;
  while (at + 8 <= end) {
    hash = rotl<u64>(hash ^ (rotl<u64>(load<u64>(at) * p2, 31) * p1), 27) * p1 + p4;
    at += 8;
  }
  if (at + 4 <= end) {
    hash = rotl<u64>(hash ^ (<u64>load<u32>(at) * p1), 23) * p2 + p3;
    at += 4;
  }
  while (at < end) {
    hash = rotl<u64>(hash ^ (<u64>load<u8>(at) * p5), 11) * p1;
    at += 1;
  }
  hash = (hash ^ (hash >> 33)) * p2;
  hash = (hash ^ (hash >> 29)) * p3;
  return hash ^ (hash >> 32);
}

/** Sum of the four lanes, always in the same order. */
function sumLanes(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) +
    f32x4.extract_lane(v, 1) +
    (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
  );
}

/**
 * out[row] = table[ids[row]] * scale + positions[row]. Token rows hold six-bit numbers (value + 32), four in three bytes,
 * the first one lowest; each row has a scale.
 */
export function embed(
  ids: usize,
  rows: i32,
  table: usize,
  scales: usize,
  positions: usize,
  out: usize,
  width: i32,
): void {
  const packed = (<usize>width * 3) / 4;
  const outBytes = (<usize>width) << 2;
  for (let row = 0; row < rows; row++) {
    const id = <usize>load<u32>(ids + ((<usize>row) << 2));
    const scale = load<f32>(scales + (id << 2));
    let from = table + id * packed;
    for (let i: usize = 0; i < outBytes; i += 16) {
      const four = (<i32>load<u16>(from)) | ((<i32>load<u8>(from, 2)) << 16);
      store<f32>(out + i, <f32>((four & 63) - 32) * scale + load<f32>(positions + i));
      store<f32>(out + i, <f32>(((four >> 6) & 63) - 32) * scale + load<f32>(positions + i, 4), 4);
      store<f32>(out + i, <f32>(((four >> 12) & 63) - 32) * scale + load<f32>(positions + i, 8), 8);
      store<f32>(out + i, <f32>((four >> 18) - 32) * scale + load<f32>(positions + i, 12), 12);
      from += 3;
    }
    out += outBytes;
    positions += outBytes;
  }
}

/** x[row] = normalise(x[row] + residual[row]) * gamma + beta, in place; `residual` 0 means none. */
export function layerNorm(x: usize, residual: usize, rows: i32, gamma: usize, beta: usize, width: i32): void {
  const bytes = (<usize>width) << 2;
  for (let row = 0; row < rows; row++) {
    let sum = f32x4.splat(0);
    for (let i: usize = 0; i < bytes; i += 16) {
      let value = v128.load(x + i);
      if (residual != 0) {
        value = f32x4.add(value, v128.load(residual + i));
        v128.store(x + i, value);
      }
      sum = f32x4.add(sum, value);
    }
    const mean = f32x4.splat(sumLanes(sum) / <f32>width);
    let squares = f32x4.splat(0);
    for (let i: usize = 0; i < bytes; i += 16) {
      const centred = f32x4.sub(v128.load(x + i), mean);
      squares = f32x4.add(squares, f32x4.mul(centred, centred));
    }
    const inverse = f32x4.splat(1 / sqrt<f32>(sumLanes(squares) / <f32>width + 1e-12));
    for (let i: usize = 0; i < bytes; i += 16) {
      const normal = f32x4.mul(f32x4.sub(v128.load(x + i), mean), inverse);
      v128.store(x + i, f32x4.add(f32x4.mul(normal, v128.load(gamma + i)), v128.load(beta + i)));
    }
    x += bytes;
    if (residual != 0) residual += bytes;
  }
}

/** Each row as int16 in [-8191, 8191] and the scale that gives it back. A row of zeros has the scale 0. */
export function quantise(x: usize, rows: i32, width: i32, out: usize, scales: usize): void {
  const bytes = (<usize>width) << 2;
  for (let row = 0; row < rows; row++) {
    let peak = f32x4.splat(0);
    for (let i: usize = 0; i < bytes; i += 16) peak = f32x4.max(peak, f32x4.abs(v128.load(x + i)));
    const largest = max<f32>(
      max<f32>(f32x4.extract_lane(peak, 0), f32x4.extract_lane(peak, 1)),
      max<f32>(f32x4.extract_lane(peak, 2), f32x4.extract_lane(peak, 3)),
    );
    const factor = f32x4.splat(largest > 0 ? ACTIVATION_LIMIT / largest : 0);
    for (let i: usize = 0; i < bytes; i += 32) {
      const low = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(v128.load(x + i), factor)));
      const high = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(v128.load(x + i, 16), factor)));
      v128.store(out + (i >> 1), i16x8.narrow_i32x4_s(low, high));
    }
    store<f32>(scales, largest / ACTIVATION_LIMIT);
    x += bytes;
    out += bytes >> 1;
    scales += 4;
  }
}

/** [a0+a1+a2+a3, the same of b, of c, of d] of int32 lanes. */
function sumFour(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = i32x4.add(v128.shuffle<i32>(a, b, 0, 4, 1, 5), v128.shuffle<i32>(a, b, 2, 6, 3, 7));
  const cd = i32x4.add(v128.shuffle<i32>(c, d, 0, 4, 1, 5), v128.shuffle<i32>(c, d, 2, 6, 3, 7));
  return i32x4.add(v128.shuffle<i64>(ab, cd, 0, 2), v128.shuffle<i64>(ab, cd, 1, 3));
}

/**
 * out[rows][n] = x[rows][k] * w[n][k] (transposed) + bias[n], from int16 activations and int8 weights with int32 sums.
 * `rows` is a multiple of 4, `n` of 2, `k` of 16. Four rows by two columns fill the sixteen registers of x64.
 */
export function matmul(
  x: usize,
  xScales: usize,
  rows: i32,
  w: usize,
  wScales: usize,
  bias: usize,
  out: usize,
  n: i32,
  k: i32,
): void {
  const rowBytes = (<usize>k) << 1;
  const outBytes = (<usize>n) << 2;
  for (let row = 0; row < rows; row += 4) {
    const scales = v128.load(xScales + ((<usize>row) << 2));
    const scales01 = v128.shuffle<i32>(scales, scales, 0, 0, 1, 1);
    const scales23 = v128.shuffle<i32>(scales, scales, 2, 2, 3, 3);
    const o0 = out + <usize>row * outBytes;
    const o1 = o0 + outBytes;
    const o2 = o1 + outBytes;
    const o3 = o2 + outBytes;
    let w0 = w;
    for (let column: usize = 0; column < outBytes; column += 8) {
      let a0 = i32x4.splat(0),
        a1 = i32x4.splat(0),
        a2 = i32x4.splat(0),
        a3 = i32x4.splat(0);
      let b0 = i32x4.splat(0),
        b1 = i32x4.splat(0),
        b2 = i32x4.splat(0),
        b3 = i32x4.splat(0);
      let x0 = x + <usize>row * rowBytes;
      let x1 = x0 + rowBytes;
      let x2 = x1 + rowBytes;
      let x3 = x2 + rowBytes;
      let w1 = w0 + k;
      const end = w1;
      while (w0 < end) {
        let wa = v128.load_ext<i8>(w0);
        let wb = v128.load_ext<i8>(w1);
        let v = v128.load(x0);
        a0 = i32x4.add(a0, i32x4.dot_i16x8_s(v, wa));
        b0 = i32x4.add(b0, i32x4.dot_i16x8_s(v, wb));
        v = v128.load(x1);
        a1 = i32x4.add(a1, i32x4.dot_i16x8_s(v, wa));
        b1 = i32x4.add(b1, i32x4.dot_i16x8_s(v, wb));
        v = v128.load(x2);
        a2 = i32x4.add(a2, i32x4.dot_i16x8_s(v, wa));
        b2 = i32x4.add(b2, i32x4.dot_i16x8_s(v, wb));
        v = v128.load(x3);
        a3 = i32x4.add(a3, i32x4.dot_i16x8_s(v, wa));
        b3 = i32x4.add(b3, i32x4.dot_i16x8_s(v, wb));
        wa = v128.load_ext<i8>(w0, 8);
        wb = v128.load_ext<i8>(w1, 8);
        v = v128.load(x0, 16);
        a0 = i32x4.add(a0, i32x4.dot_i16x8_s(v, wa));
        b0 = i32x4.add(b0, i32x4.dot_i16x8_s(v, wb));
        v = v128.load(x1, 16);
        a1 = i32x4.add(a1, i32x4.dot_i16x8_s(v, wa));
        b1 = i32x4.add(b1, i32x4.dot_i16x8_s(v, wb));
        v = v128.load(x2, 16);
        a2 = i32x4.add(a2, i32x4.dot_i16x8_s(v, wa));
        b2 = i32x4.add(b2, i32x4.dot_i16x8_s(v, wb));
        v = v128.load(x3, 16);
        a3 = i32x4.add(a3, i32x4.dot_i16x8_s(v, wa));
        b3 = i32x4.add(b3, i32x4.dot_i16x8_s(v, wb));
        w0 += 16;
        w1 += 16;
        x0 += 32;
        x1 += 32;
        x2 += 32;
        x3 += 32;
      }
      w0 = w1;
      const columnScales = v128.load64_splat(wScales + column);
      const columnBias = v128.load64_splat(bias + column);
      const top = f32x4.mul(
        f32x4.convert_i32x4_s(sumFour(a0, b0, a1, b1)),
        f32x4.mul(scales01, columnScales),
      );
      const bottom = f32x4.mul(
        f32x4.convert_i32x4_s(sumFour(a2, b2, a3, b3)),
        f32x4.mul(scales23, columnScales),
      );
      const topBiased = f32x4.add(top, columnBias);
      const bottomBiased = f32x4.add(bottom, columnBias);
      v128.store64_lane(o0 + column, topBiased, 0);
      v128.store64_lane(o1 + column, topBiased, 1);
      v128.store64_lane(o2 + column, bottomBiased, 0);
      v128.store64_lane(o3 + column, bottomBiased, 1);
    }
  }
}

/** e^x for x <= 88 (Cephes expf: range reduction by ln 2 in two parts, degree 6), about 2 units in the last place. */
function exponential(x: v128): v128 {
  const clamped = f32x4.max(x, f32x4.splat(-87));
  const power = f32x4.nearest(f32x4.mul(clamped, f32x4.splat(1.44269504088896341)));
  let r = f32x4.sub(clamped, f32x4.mul(power, f32x4.splat(0.693359375)));
  r = f32x4.add(r, f32x4.mul(power, f32x4.splat(2.1219444e-4)));
  let y = f32x4.splat(1.98756915e-4);
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(1.3981999507e-3));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(8.3334519073e-3));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(4.1665795894e-2));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(1.6666665459e-1));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(5.0000001201e-1));
  y = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(y, r), r), r), f32x4.splat(1));
  const exponent = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(power), i32x4.splat(127)), 23);
  return f32x4.mul(y, exponent);
}

/** x = x * Phi(x) in place, with erf by Abramowitz and Stegun 7.1.26 (absolute error below 2e-7). `count` is a multiple of 4. */
export function gelu(x: usize, count: i32): void {
  const end = x + ((<usize>count) << 2);
  const one = f32x4.splat(1);
  for (; x < end; x += 16) {
    const value = v128.load(x);
    const z = f32x4.mul(f32x4.abs(value), f32x4.splat(0.70710678118654752));
    const t = f32x4.div(one, f32x4.add(one, f32x4.mul(z, f32x4.splat(0.3275911))));
    let y = f32x4.splat(1.061405429);
    y = f32x4.add(f32x4.mul(y, t), f32x4.splat(-1.453152027));
    y = f32x4.add(f32x4.mul(y, t), f32x4.splat(1.421413741));
    y = f32x4.add(f32x4.mul(y, t), f32x4.splat(-0.284496736));
    y = f32x4.add(f32x4.mul(y, t), f32x4.splat(0.254829592));
    const tail = f32x4.mul(f32x4.mul(y, t), exponential(f32x4.neg(f32x4.mul(z, z))));
    // gelu(v) = max(v, 0) - |v| * tail / 2: no cancellation on either side.
    const half = f32x4.mul(f32x4.mul(f32x4.abs(value), tail), f32x4.splat(0.5));
    v128.store(x, f32x4.sub(f32x4.max(value, f32x4.splat(0)), half));
  }
}

/** c[m][n] = a[m][k] * b[k][n] in float32; strides in bytes, `m` a multiple of 4, `n` of 8. */
function multiplyFloats(
  a: usize,
  aStride: usize,
  b: usize,
  bStride: usize,
  c: usize,
  cStride: usize,
  m: i32,
  n: i32,
  k: i32,
): void {
  const nBytes = (<usize>n) << 2;
  for (let row = 0; row < m; row += 4) {
    for (let column: usize = 0; column < nBytes; column += 32) {
      let p0 = f32x4.splat(0),
        p1 = f32x4.splat(0),
        p2 = f32x4.splat(0),
        p3 = f32x4.splat(0);
      let q0 = f32x4.splat(0),
        q1 = f32x4.splat(0),
        q2 = f32x4.splat(0),
        q3 = f32x4.splat(0);
      let a0 = a;
      let a1 = a0 + aStride;
      let a2 = a1 + aStride;
      let a3 = a2 + aStride;
      let from = b + column;
      const end = a0 + ((<usize>k) << 2);
      while (a0 < end) {
        const left = v128.load(from);
        const right = v128.load(from, 16);
        let v = v128.load32_splat(a0);
        p0 = f32x4.add(p0, f32x4.mul(v, left));
        q0 = f32x4.add(q0, f32x4.mul(v, right));
        v = v128.load32_splat(a1);
        p1 = f32x4.add(p1, f32x4.mul(v, left));
        q1 = f32x4.add(q1, f32x4.mul(v, right));
        v = v128.load32_splat(a2);
        p2 = f32x4.add(p2, f32x4.mul(v, left));
        q2 = f32x4.add(q2, f32x4.mul(v, right));
        v = v128.load32_splat(a3);
        p3 = f32x4.add(p3, f32x4.mul(v, left));
        q3 = f32x4.add(q3, f32x4.mul(v, right));
        a0 += 4;
        a1 += 4;
        a2 += 4;
        a3 += 4;
        from += bStride;
      }
      let to = c + column;
      v128.store(to, p0);
      v128.store(to, q0, 16);
      to += cStride;
      v128.store(to, p1);
      v128.store(to, q1, 16);
      to += cStride;
      v128.store(to, p2);
      v128.store(to, q2, 16);
      to += cStride;
      v128.store(to, p3);
      v128.store(to, q3, 16);
    }
    a += aStride << 2;
    c += cStride << 2;
  }
}

/** Softmax of `rows` rows of `tokens` values, in place; the padding of a row (`padded` values) becomes about 0. */
function softmax(x: usize, rows: i32, tokens: i32, padded: i32): void {
  const bytes = (<usize>padded) << 2;
  for (let row = 0; row < rows; row++) {
    for (let i = (<usize>tokens) << 2; i < bytes; i += 4) store<f32>(x + i, -1e30);
    let peak = v128.load(x);
    for (let i: usize = 16; i < bytes; i += 16) peak = f32x4.max(peak, v128.load(x + i));
    const largest = f32x4.splat(
      max<f32>(
        max<f32>(f32x4.extract_lane(peak, 0), f32x4.extract_lane(peak, 1)),
        max<f32>(f32x4.extract_lane(peak, 2), f32x4.extract_lane(peak, 3)),
      ),
    );
    let sum = f32x4.splat(0);
    for (let i: usize = 0; i < bytes; i += 16) {
      const power = exponential(f32x4.sub(v128.load(x + i), largest));
      v128.store(x + i, power);
      sum = f32x4.add(sum, power);
    }
    const inverse = f32x4.splat(1 / sumLanes(sum));
    for (let i: usize = 0; i < bytes; i += 16) v128.store(x + i, f32x4.mul(v128.load(x + i), inverse));
    x += bytes;
  }
}

/**
 * Attention of all heads over `qkv` [rows][3 * heads * 32], whose queries carry the factor 1 / sqrt(32) already.
 * `keys` is scratch for 32 * padded floats, `scores` for rows * padded; `padded` is `tokens` up to a multiple of 8.
 */
export function attention(
  qkv: usize,
  tokens: i32,
  rows: i32,
  heads: i32,
  keys: usize,
  scores: usize,
  out: usize,
): void {
  const padded = (tokens + 7) & ~7;
  const width = (<usize>heads) << 7;
  const stride = width * 3;
  for (let head = 0; head < heads; head++) {
    const query = qkv + ((<usize>head) << 7);
    for (let token = 0; token < tokens; token++) {
      const from = query + width + <usize>token * stride;
      for (let i = 0; i < 32; i++) {
        store<f32>(keys + ((<usize>(i * padded + token)) << 2), load<f32>(from + ((<usize>i) << 2)));
      }
    }
    multiplyFloats(query, stride, keys, (<usize>padded) << 2, scores, (<usize>padded) << 2, rows, padded, 32);
    softmax(scores, rows, tokens, padded);
    multiplyFloats(
      scores,
      (<usize>padded) << 2,
      query + (width << 1),
      stride,
      out + ((<usize>head) << 7),
      width,
      rows,
      32,
      tokens,
    );
  }
}

/** out[width] = sum of rows `from` to `to` (exclusive) of x. */
export function sumRows(x: usize, from: i32, to: i32, out: usize, width: i32): void {
  const bytes = (<usize>width) << 2;
  for (let i: usize = 0; i < bytes; i += 16) {
    let sum = f32x4.splat(0);
    for (let row = from; row < to; row++) sum = f32x4.add(sum, v128.load(x + <usize>row * bytes + i));
    v128.store(out + i, sum);
  }
}
