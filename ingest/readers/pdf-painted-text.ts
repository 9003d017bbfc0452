/**
 * Follows the drawing operations of a PDF page as far as needed to tell which text a reader sees: position, colour, rendering mode and
 * opacity of each run of text, and what was painted before it. Knows boxes, not shapes; clipping, and what is painted over a text, are not seen.
 */

/** Names of operations -> their codes (`OPS` of pdf.js). */
export type OperationCodes = Readonly<Record<string, number>>;

export interface Operations {
  readonly fnArray: readonly number[];
  readonly argsArray: readonly unknown[];
}

export interface TextRun {
  readonly text: string;
  /** Of the first glyph, and of the end of the last one, in units of the page. */
  readonly x: number;
  readonly y: number;
  readonly endX: number;
  readonly size: number;
  readonly isHidden: boolean;
}

type Matrix = readonly [number, number, number, number, number, number];
interface Box {
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
  readonly top: number;
  /** Undefined: a picture, a pattern or a shading. */
  readonly colour: Colour | undefined;
}
type Colour = readonly [number, number, number];

interface State {
  matrix: Matrix;
  text: Matrix;
  line: Matrix;
  colour: Colour | undefined;
  opacity: number;
  mode: number;
  fontSize: number;
  characterSpacing: number;
  wordSpacing: number;
  scale: number;
  leading: number;
  rise: number;
}

const identity: Matrix = [1, 0, 0, 1, 0, 0];
const white: Colour = [255, 255, 255];
const black: Colour = [0, 0, 0];
/** Difference in every channel, of 255, up to which nobody tells two colours apart. */
const sameColour = 12;
const leastOpacity = 0.05;

const multiply = (a: Matrix, b: Matrix): Matrix => [
  a[0] * b[0] + a[1] * b[2],
  a[0] * b[1] + a[1] * b[3],
  a[2] * b[0] + a[3] * b[2],
  a[2] * b[1] + a[3] * b[3],
  a[4] * b[0] + a[5] * b[2] + b[4],
  a[4] * b[1] + a[5] * b[3] + b[5],
];

const numbersIn = (value: unknown): number[] =>
  Array.isArray(value) || ArrayBuffer.isView(value)
    ? Array.from(value as ArrayLike<unknown>, Number)
    : typeof value === 'number'
      ? [value]
      : [];

/** The arguments of an operation as numbers, whether they come one by one or as one array. */
const numbersOf = (values: unknown): number[] =>
  numbersIn(Array.isArray(values) ? values : []).some(Number.isNaN)
    ? numbersIn((values as readonly unknown[])[0])
    : numbersIn(values);

function matrixOf(values: unknown): Matrix {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = numbersOf(values);
  return [a, b, c, d, e, f];
}

function colourOf(values: unknown): Colour | undefined {
  const first: unknown = Array.isArray(values) ? values[0] : undefined;
  const hex = typeof first === 'string' ? /^#([0-9a-f]{6})/i.exec(first)?.[1] : undefined;
  if (hex !== undefined)
    return [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16)) as [number, number, number];
  const [red, green, blue] = numbersOf(values);
  return red === undefined || green === undefined || blue === undefined ? undefined : [red, green, blue];
}

function boxOf(matrix: Matrix, corners: readonly number[], colour: Colour | undefined): Box {
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = corners;
  const points = [x1, x2].flatMap((x) =>
    [y1, y2].map((y) => [
      matrix[0] * x + matrix[2] * y + matrix[4],
      matrix[1] * x + matrix[3] * y + matrix[5],
    ]),
  );
  const xs = points.map(([x = 0]) => x);
  const ys = points.map(([, y = 0]) => y);
  return {
    left: Math.min(...xs),
    bottom: Math.min(...ys),
    right: Math.max(...xs),
    top: Math.max(...ys),
    colour,
  };
}

const isAlike = (a: Colour, b: Colour): boolean =>
  a.every((channel, index) => Math.abs(channel - (b[index] ?? 0)) <= sameColour);

/** What lies under a point: undefined is a picture or the like, on which nothing can be said to be invisible. */
function groundAt(boxes: readonly Box[], x: number, y: number): Colour | undefined {
  const under = boxes.findLast((box) => x >= box.left && x <= box.right && y >= box.bottom && y <= box.top);
  return under === undefined ? white : under.colour;
}

function isHiddenOn(state: State, ground: Colour | undefined): boolean {
  // Over a picture, invisible text is what a text recognition has read from it.
  if (ground === undefined) return false;
  if (state.mode === 3 || state.opacity < leastOpacity) return true;
  return state.mode === 0 && state.colour !== undefined && isAlike(state.colour, ground);
}

interface Glyph {
  readonly unicode: string;
  readonly width: number;
  readonly isSpace?: boolean;
}

const isGlyph = (value: unknown): value is Glyph =>
  value !== null && typeof value === 'object' && 'unicode' in value && 'width' in value;

/** Text and width of the glyphs, in units of the text before its matrix. */
function spell(glyphs: readonly unknown[], state: State): { readonly text: string; readonly width: number } {
  let text = '';
  let width = 0;
  for (const glyph of glyphs) {
    if (typeof glyph === 'number') {
      width -= (glyph / 1000) * state.fontSize * state.scale;
      // As wide a gap between two words stands where a space would.
      if (glyph < -200 && !text.endsWith(' ')) text += ' ';
    } else if (isGlyph(glyph)) {
      text += glyph.unicode;
      const spacing = state.characterSpacing + (glyph.isSpace === true ? state.wordSpacing : 0);
      width += ((glyph.width / 1000) * state.fontSize + spacing) * state.scale;
    }
  }
  return { text, width };
}

function showText(state: State, glyphs: readonly unknown[], boxes: readonly Box[]): TextRun {
  const { text, width } = spell(glyphs, state);
  const start = multiply(multiply([1, 0, 0, 1, 0, state.rise], state.text), state.matrix);
  state.text = multiply([1, 0, 0, 1, width, 0], state.text);
  const end = multiply(state.text, state.matrix);
  const size = state.fontSize * Math.hypot(start[2], start[3]);
  const ground = groundAt(boxes, (start[4] + end[4]) / 2, (start[5] + end[5]) / 2 + size * 0.3);
  return {
    text,
    x: start[4],
    y: start[5],
    endX: end[4],
    size,
    isHidden: text.trim() !== '' && isHiddenOn(state, ground),
  };
}

const filled = ['fill', 'eoFill', 'fillStroke', 'eoFillStroke', 'closeFillStroke', 'closeEOFillStroke'];
const pictures = [
  'paintImageXObject',
  'paintInlineImageXObject',
  'paintImageMaskXObject',
  'paintSolidColorImageMask',
];

type Step = (state: State, values: readonly unknown[]) => void;

const nextLine = (state: State, x: number, y: number): void => {
  state.line = multiply([1, 0, 0, 1, x, y], state.line);
  state.text = state.line;
};
const setNumber =
  (name: 'characterSpacing' | 'wordSpacing' | 'leading' | 'rise' | 'mode', factor = 1): Step =>
  (state, [value]) =>
    void (state[name] = Number(value) * factor);

/** Operations that only change the state. */
const steps: Readonly<Record<string, Step>> = {
  transform: (state, values) => void (state.matrix = multiply(matrixOf(values), state.matrix)),
  setFillRGBColor: (state, values) => void (state.colour = colourOf(values)),
  setFillColorN: (state) => void (state.colour = undefined),
  setFillTransparent: (state) => void (state.opacity = 0),
  setTextRenderingMode: setNumber('mode'),
  setCharSpacing: setNumber('characterSpacing'),
  setWordSpacing: setNumber('wordSpacing'),
  setLeading: setNumber('leading', -1),
  setTextRise: setNumber('rise'),
  setHScale: (state, [value]) => void (state.scale = Number(value) / 100),
  setFont: (state, [, size]) => void (state.fontSize = Number(size)),
  beginText: (state) => void (state.text = state.line = identity),
  setTextMatrix: (state, values) => void (state.text = state.line = matrixOf(values)),
  moveText: (state, [x, y]) => nextLine(state, Number(x), Number(y)),
  setLeadingMoveText: (state, [x, y]) => {
    state.leading = Number(y);
    nextLine(state, Number(x), Number(y));
  },
  nextLine: (state) => nextLine(state, 0, state.leading),
  setGState: (state, [changes]) => {
    for (const change of Array.isArray(changes) ? (changes as unknown[]) : [])
      if (Array.isArray(change) && change[0] === 'ca') state.opacity = Number(change[1]);
  },
};

/** The runs of text of a page in the order of their painting. */
export function paintedText({ fnArray, argsArray }: Operations, codes: OperationCodes): TextRun[] {
  const names = new Map(Object.entries(codes).map(([name, code]) => [code, name]));
  const runs: TextRun[] = [];
  const boxes: Box[] = [];
  const saved: State[] = [];
  let state: State = {
    ...{ matrix: identity, text: identity, line: identity, colour: black, opacity: 1, mode: 0, fontSize: 0 },
    ...{ characterSpacing: 0, wordSpacing: 0, scale: 1, leading: 0, rise: 0 },
  };
  fnArray.forEach((code, at) => {
    const name = names.get(code) ?? '';
    const values = Array.isArray(argsArray[at]) ? (argsArray[at] as unknown[]) : [];
    if (name === 'save' || name === 'paintFormXObjectBegin') {
      saved.push({ ...state });
      if (Array.isArray(values[0]) || ArrayBuffer.isView(values[0]))
        state.matrix = multiply(matrixOf([values[0]]), state.matrix);
    } else if (name === 'restore' || name === 'paintFormXObjectEnd') {
      // A picture too large to be decoded leaves its frame only.
      if (name === 'restore' && names.get(fnArray[at - 1] ?? -1) === 'transform')
        boxes.push(boxOf(state.matrix, [0, 0, 1, 1], undefined));
      state = saved.pop() ?? state;
    } else if (name === 'constructPath') {
      const paints = names.get(Number(values[0])) ?? '';
      if (filled.includes(paints) && state.opacity > 0.5)
        boxes.push(boxOf(state.matrix, numbersIn(values[2]), state.colour));
    } else if (pictures.includes(name)) boxes.push(boxOf(state.matrix, [0, 0, 1, 1], undefined));
    else if (name === 'shadingFill') boxes.push(boxOf(identity, [-1e6, -1e6, 1e6, 1e6], undefined));
    else if (name === 'showText' && Array.isArray(values[0]))
      runs.push(showText(state, values[0] as unknown[], boxes));
    else steps[name]?.(state, values);
  });
  return runs;
}
