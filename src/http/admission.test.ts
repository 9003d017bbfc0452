import { describe, expect, it } from 'vitest';
import { createAdmission, type Admission } from './admission.js';

const never = new AbortController().signal;

function open(maximumRunning: number, options: { queueMs?: number; lateMs?: () => number } = {}): Admission {
  return createAdmission({
    maximumRunning,
    limits: { queueMs: options.queueMs ?? 60_000, loopDelayMs: 250 },
    loopDelay: { mean: options.lateMs ?? (() => 0), close: () => undefined },
  });
}

const overloaded = { code: 'overloaded' };

describe('createAdmission', () => {
  it('hands places on in the order of arrival', async () => {
    const admission = open(2);
    const first = await admission.enter(never);
    const second = await admission.enter(never);
    const begun: string[] = [];
    const third = admission.enter(never).then((leave) => {
      begun.push('third');
      return leave;
    });
    const fourth = admission.enter(never).then((leave) => {
      begun.push('fourth');
      return leave;
    });
    expect([admission.running(), admission.waiting()]).toEqual([2, 2]);
    await expect(admission.enter(never)).rejects.toMatchObject(overloaded);
    first();
    await third;
    expect([begun, admission.running(), admission.waiting()]).toEqual([['third'], 2, 1]);
    second();
    for (const leave of [await third, await fourth]) leave();
    expect([begun, admission.running(), admission.waiting()]).toEqual([['third', 'fourth'], 0, 0]);
  });

  it('counts a place that is given back twice once', async () => {
    const admission = open(1);
    const leave = await admission.enter(never);
    leave();
    leave();
    expect(admission.running()).toBe(0);
  });

  it('takes out of the line who leaves or waits too long', async () => {
    const admission = open(1, { queueMs: 5 });
    await admission.enter(never);
    const leaving = new AbortController();
    const left = admission.enter(leaving.signal);
    leaving.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    await expect(admission.enter(never)).rejects.toMatchObject(overloaded);
    expect([admission.running(), admission.waiting()]).toEqual([1, 0]);
  });

  it('begins nothing on a loop that is late, unless nothing is in work', async () => {
    let late = 300;
    const admission = open(4, { lateMs: () => late });
    await admission.enter(never);
    await expect(admission.enter(never)).rejects.toMatchObject(overloaded);
    late = 250;
    await expect(admission.enter(never)).resolves.toBeTypeOf('function');
  });
});
