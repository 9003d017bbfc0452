/** A list of unsigned 32-bit numbers that grows: a plain array of millions of numbers costs twice the memory. */

export interface NumberList {
  push(...numbers: [number, number, number]): void;
  length(): number;
  /** The numbers so far; the list must not be used afterwards. */
  take(): Uint32Array;
}

export function createNumberList(): NumberList {
  let values = new Uint32Array(1024);
  let used = 0;
  return {
    push(first, second, third) {
      if (used + 3 > values.length) {
        const larger = new Uint32Array(values.length * 2);
        larger.set(values);
        values = larger;
      }
      values[used++] = first;
      values[used++] = second;
      values[used++] = third;
    },
    length: () => used,
    take: () => values.subarray(0, used),
  };
}
