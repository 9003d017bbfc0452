/** Ids that sort by time (ULID), from random numbers that are drawn in bulk: one system call for each character costs more than the rest of a cached answer's id. */
import { randomFillSync } from 'node:crypto';
import { ulid } from 'ulid';

const drawnAtOnce = 1024;

export function createAnswerIds(): () => string {
  const drawn = new Uint8Array(drawnAtOnce);
  let used = drawnAtOnce;
  /** 0 to less than 1, in steps of 1/256: a ULID takes five bits of it. */
  const random = (): number => {
    if (used === drawnAtOnce) {
      randomFillSync(drawn);
      used = 0;
    }
    return (drawn[used++] ?? 0) / 256;
  };
  return () => ulid(undefined, random);
}
