import { describe, expect, it } from 'vitest';
import { lemmaOf, otherForms, termsWithLemmas } from './lemmas.js';
import { stem } from './terms.js';

describe('lemmas', () => {
  it.each([
    ['went', 'go'],
    ['kept', 'keep'],
    ['chosen', 'choose'],
    ['written', 'write'],
    ['deployed', 'deploy'],
    ['service', 'service'],
  ])('%s is a form of %s', (form, verb) => expect(lemmaOf(stem(form))).toBe(stem(verb)));

  it('knows the other forms of an irregular verb, from each of them', () => {
    expect([...otherForms('go')].sort()).toEqual(['gone', 'went']);
    expect([...otherForms('went')].sort()).toEqual(['go', 'gone']);
    expect(otherForms(stem('deployed'))).toEqual([]);
  });

  it('puts verbs beside their forms', () => {
    expect([...termsWithLemmas('The site went down')]).toEqual(
      expect.arrayContaining(['site', 'went', 'go']),
    );
  });
});
