/**
 * The inner loop of dense search (AssemblyScript, WASM SIMD): integer dot products of every row with every query in
 * one pass over the rows. Rows are int8, queries int16, `stride` elements each, a multiple of 16, zero beyond the
 * dimensions. `products` gets int32[queryCount][rowCount]. The caller keeps queries small enough for 32-bit sums.
 */

export function scan(
  rows: usize,
  rowCount: i32,
  stride: i32,
  queries: usize,
  queryCount: i32,
  products: usize,
): void {
  const queryBytes = (<usize>stride) << 1;
  const productBytes = (<usize>rowCount) << 2;
  let row = rows;
  for (let number = 0; number < rowCount; number++) {
    let query = queries;
    let product = products + ((<usize>number) << 2);
    let left = queryCount;
    for (; left >= 2; left -= 2) {
      pair(row, query, query + queryBytes, <usize>stride, product, product + productBytes);
      query += queryBytes << 1;
      product += productBytes << 1;
    }
    if (left == 1) store<i32>(product, single(row, query, <usize>stride));
    row += <usize>stride;
  }
}

function sum(lanes: v128): i32 {
  return (
    i32x4.extract_lane(lanes, 0) +
    i32x4.extract_lane(lanes, 1) +
    i32x4.extract_lane(lanes, 2) +
    i32x4.extract_lane(lanes, 3)
  );
}

function single(row: usize, query: usize, stride: usize): i32 {
  let low = i32x4.splat(0);
  let high = i32x4.splat(0);
  for (let at: usize = 0; at < stride; at += 16) {
    const place = query + (at << 1);
    low = i32x4.add(low, i32x4.dot_i16x8_s(v128.load_ext<i8>(row + at), v128.load(place)));
    high = i32x4.add(high, i32x4.dot_i16x8_s(v128.load_ext<i8>(row + at, 8), v128.load(place, 16)));
  }
  return sum(i32x4.add(low, high));
}

// Two queries share the widening of a row.
function pair(
  row: usize,
  first: usize,
  second: usize,
  stride: usize,
  firstOut: usize,
  secondOut: usize,
): void {
  let firstSum = i32x4.splat(0);
  let secondSum = i32x4.splat(0);
  for (let at: usize = 0; at < stride; at += 16) {
    const low = v128.load_ext<i8>(row + at);
    const high = v128.load_ext<i8>(row + at, 8);
    const a = first + (at << 1);
    const b = second + (at << 1);
    firstSum = i32x4.add(firstSum, i32x4.dot_i16x8_s(low, v128.load(a)));
    secondSum = i32x4.add(secondSum, i32x4.dot_i16x8_s(low, v128.load(b)));
    firstSum = i32x4.add(firstSum, i32x4.dot_i16x8_s(high, v128.load(a, 16)));
    secondSum = i32x4.add(secondSum, i32x4.dot_i16x8_s(high, v128.load(b, 16)));
  }
  store<i32>(firstOut, sum(firstSum));
  store<i32>(secondOut, sum(secondSum));
}
