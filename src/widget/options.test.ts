import { describe, expect, it } from 'vitest';
import { contrast, inkOn, parseColour, readableOn, type Colour } from './colour.js';
import { readOptions } from './options.js';

describe('readOptions', () => {
  it('reads data attributes', () => {
    const { options, problems } = readOptions({
      title: ' Ask me ',
      suggestions: 'One? | Two? |',
      accent: '#2f6f4f',
      position: 'left',
      theme: 'dark',
      language: 'ar-EG',
      open: '',
      contact: 'mailto:me@example.com',
      unrelated: 'x',
    });
    expect(problems).toEqual([]);
    expect(options).toEqual({
      title: 'Ask me',
      suggestions: ['One?', 'Two?'],
      accent: '#2f6f4f',
      position: 'left',
      theme: 'dark',
      language: 'ar',
      open: true,
      contact: 'mailto:me@example.com',
    });
  });

  it.each([
    ['theme', 'blue'],
    ['theme', '__proto__'],
    ['accent', 'red;background:url(//x)'],
    ['accent', '#12345'],
    ['position', 'up'],
    ['language', 'xx'],
    ['open', 'perhaps'],
    ['contact', 'javascript:alert(1)'],
    ['title', 5],
    ['suggestions', 7],
  ])('names %s=%j and leaves it out', (key, value) => {
    const { options, problems } = readOptions({ [key]: value });
    expect(options).toEqual({});
    expect(problems).toEqual([expect.stringMatching(`^${key}=.* is ignored: .* is expected$`)]);
  });
});

describe('colours', () => {
  const colours: Colour[] = [];
  for (let red = 0; red < 256; red += 51) {
    for (let green = 0; green < 256; green += 51) {
      for (let blue = 0; blue < 256; blue += 51) colours.push([red, green, blue]);
    }
  }
  const parsed = (text: string): Colour => parseColour(text) ?? [-1, -1, -1];

  it('puts readable ink on every accent', () => {
    const ink = { '#fff': [255, 255, 255], '#000': [0, 0, 0] } as Record<string, Colour>;
    const worst = Math.min(...colours.map((colour) => contrast(colour, ink[inkOn(colour)] ?? colour)));
    expect(worst).toBeGreaterThanOrEqual(4.5);
  });

  it.each(['#ffffff', '#eef1ee', '#262b29', '#000000'])('makes every accent readable on %s', (ground) => {
    const worst = Math.min(
      ...colours.map((colour) => contrast(parsed(readableOn(colour, parsed(ground))), parsed(ground))),
    );
    expect(worst).toBeGreaterThanOrEqual(4.5);
  });

  it('knows the contrast of black on white', () => {
    expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21);
    expect(parseColour('#0g0000')).toEqual(undefined);
  });
});
