import { describe, expect, it } from 'vitest';
import { terms } from '../text/terms.js';
import { clauseOf, namesEverySide, namesSide, opensWithSide, sideNames, stemsSpokenOf } from './contrast.js';

const stemsOf = (text: string): ReadonlySet<string> => new Set(terms(text));

describe('names of the sides', () => {
  it('are told apart by what they do not share', () => {
    const [normal] = sideNames(['normal faults', 'thrust faults']);
    expect([...(normal?.distinct ?? [])]).toEqual(terms('normal'));
  });

  it('do not hold the shorter side when the longer one is named', () => {
    const sides = sideNames(['revolutionary disobedience', 'non-revolutionary disobedience']);
    const [short, long] = sides;
    if (short === undefined || long === undefined) throw new Error('two sides');
    const stems = stemsOf('Non-revolutionary disobedience breaks one law.');
    expect(namesSide(stems, short, [long])).toBe(false);
    expect(namesSide(stems, long, [short])).toBe(true);
  });

  it.each([
    ['The boundary lies between the high and the upper river.', true],
    ['The upper river is 300 km long.', false],
  ])('%s names both: %s', (text, expected) => {
    expect(namesEverySide(stemsOf(text), sideNames(['the high river', 'the upper river']))).toBe(expected);
  });
});

describe('a sentence that names both sides', () => {
  const sides = sideNames(['trams', 'buses']);

  it('gives each side its clause', () => {
    const text = 'Trams run on rails, while buses use the road.';
    expect(clauseOf(text, 0, sides)).toBe('Trams run on rails');
    expect(clauseOf(text, 1, sides)).toBe('buses use the road.');
  });

  it('is about the side that it opens with', () => {
    const text = 'The trams of this town carry more people than buses.';
    expect(opensWithSide(text, 0, sides)).toBe(true);
    expect(opensWithSide(text, 1, sides)).toBe(false);
    expect(opensWithSide('Between trams and buses lies a lawn.', 0, sides)).toBe(false);
  });
});

describe('stems of what a sentence speaks of', () => {
  const sides = sideNames(['diesel ferries', 'battery ferries']);
  const [diesel, battery] = sides;

  it.each([
    ['A crossing costs 40 percent less than with diesel ferries.', false],
    ['Unlike diesel ferries, these boats cannot sail in a storm.', false],
    ['Guests ask for this one rather than diesel ferries.', false],
    ['Diesel ferries carry 300 people.', true],
    ['Diesel ferries are louder than battery ferries.', true],
  ])('%s tells of diesel ferries: %s', (text, expected) => {
    if (diesel === undefined || battery === undefined) throw new Error('two sides');
    expect(namesSide(stemsSpokenOf({ text, stems: stemsOf(text) }), diesel, [battery])).toBe(expected);
  });
});
