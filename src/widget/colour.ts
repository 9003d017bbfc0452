/** Contrast of colours as WCAG 2.2 defines it (relative luminance), and the nearest readable shade of an accent. */

export type Colour = readonly [red: number, green: number, blue: number];

/** `#rrggbb`; undefined for anything else. */
export function parseColour(value: unknown): Colour | undefined {
  const parts = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(String(value))?.slice(1);
  return parts?.map((part) => parseInt(part, 16)) as Colour | undefined;
}

export function contrast(one: Colour, other: Colour): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: Colour): number {
  const [red, green, blue] = colour.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Black or white, whichever reads better on the colour: never under 4.5. */
export function inkOn(colour: Colour): string {
  // Where both have the same contrast: 1.05 / (x + 0.05) = (x + 0.05) / 0.05.
  return luminance(colour) < 0.179 ? '#fff' : '#000';
}

/** The colour, moved towards black or white until it has the contrast on the background. */
export function readableOn(colour: Colour, background: Colour, wanted = 4.5): string {
  const end = luminance(background) > 0.18 ? 0 : 255;
  for (let share = 0; share <= 1; share += 0.05) {
    const moved = colour.map((value) => Math.round(value + (end - value) * share)) as unknown as Colour;
    if (contrast(moved, background) >= wanted) return toHex(moved);
  }
  return toHex([end, end, end]);
}

function toHex(colour: Colour): string {
  return `#${colour.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}
