import { describe, expect, it } from 'vitest';
import { terms } from '../text/terms.js';
import { aspectOfComparison, shareOfAspect, sharesRoot, tellingAspect } from './comparison-aspect.js';

describe('the aspect of a comparison', () => {
  it('is what is asked beyond the sides', () => {
    expect(aspectOfComparison('Compare how trams and buses pay drivers', ['trams', 'buses'])).toEqual(terms('pay drivers'));
    expect(aspectOfComparison('How do trams differ from buses?', ['trams', 'buses'])).toEqual([]);
  }); // prettier-ignore

  it('is told by words of one root', () => {
    expect(sharesRoot('store', 'storag')).toBe(true);
    expect(sharesRoot('stop', 'store')).toBe(false);
    expect(shareOfAspect(['store', 'data'], ['storag', 'ship'])).toBe(0.5);
  });

  it('leaves out what most sentences tell', () => {
    expect(tellingAspect(['search', 'price'], [['search'], ['search', 'price'], ['search']])).toEqual(['price']);
  }); // prettier-ignore
});
