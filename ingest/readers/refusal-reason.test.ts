import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { refusalReason } from './refusal-reason.js';

const shape = z.object({ cells: z.array(z.object({ source: z.string() })) });

describe('refusalReason', () => {
  it.each([
    [shape.safeParse({ cells: 'no' }).error, 'cells: expected array, received string'],
    [shape.safeParse([]).error, 'expected object, received array'],
    [
      shape.safeParse({ cells: [{ source: 1 }, { source: 2 }, { source: 3 }, { source: 4 }] }).error,
      [0, 1, 2].map((cell) => `cells.${cell}.source: expected string, received number`).join('; '),
    ],
    [new RangeError('Maximum call stack size exceeded'), 'it is nested too deeply'],
    [
      new Error('error: [xmldom error]\tentity not found:&a11;\n@#[line:undefined,col:undefined]'),
      'entity not found:&a11;',
    ],
    [new Error('the archive unpacks to more than 100 MB'), 'the archive unpacks to more than 100 MB'],
    [new Error('a'.repeat(500)), `${'a'.repeat(199)}…`],
    ['a string', 'a string'],
  ])('%#', (error, reason) => {
    expect(refusalReason(error)).toBe(reason);
  });
});
