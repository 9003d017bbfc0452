import { describe, expect, it } from 'vitest';
import { carryHeads, shareVerbPhrase } from './shared-heads.js';

describe('carryHeads', () => {
  it.each([
    [['the first winter of the greenhouse', 'the second'], ['the first winter of the greenhouse', 'the second winter of the greenhouse']],
    [['the old scheduler of the ferry', 'the new one'], ['the old scheduler of the ferry', 'the new scheduler of the ferry']],
    [['the first', 'the second release of the board'], ['the first release of the board', 'the second release of the board']],
    [['optimistic', 'pessimistic record locking'], ['optimistic record locking', 'pessimistic record locking']],
    [['optimistic', 'pessimistic locking'], ['optimistic locking', 'pessimistic locking']],
    [['the first draft', 'the final text'], ['the first draft', 'the final text']],
    [['the latency of trams', 'buses'], ['the latency of trams', 'the latency of buses']],
  ])('%j -> %j', (sides, expected) => {
    expect(carryHeads(sides)).toEqual(expected);
  }); // prettier-ignore
});

describe('shareVerbPhrase', () => {
  it.each([
    [['trams', 'buses pay drivers'], ['trams', 'buses'], 'pay drivers'],
    [['Ferry timetable', 'Harbour board paint their hulls'], ['Ferry timetable', 'Harbour board'], 'paint their hulls'],
    [['the shop', 'the blog deploy to the cloud'], ['the shop', 'the blog'], 'deploy to the cloud'],
    [['the shop', 'the mail order'], ['the shop', 'the mail order'], ''],
  ])('%j: %j share "%s"', (sides, expected, phrase) => {
    expect(shareVerbPhrase(sides)).toEqual({ sides: expected, phrase });
  }); // prettier-ignore
});
