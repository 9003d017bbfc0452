/** Blocks -> units: the pieces that a chunk is never cut inside (a sentence, a list item, a table row, a code block). */
import type { ChunkKind, Span, Standing } from '../../src/domain/chunk.js';
import { splitSentences } from '../../src/text/sentences.js';
import { countWords } from '../../src/text/terms.js';
import type { Block, ListBlock, ParagraphBlock, TableBlock } from '../blocks.js';
import { standingOfSentence } from './standing.js';

export interface Unit {
  readonly text: string;
  /** Citable spans inside `text`; none for a heading line. */
  readonly spans: readonly Span[];
  readonly words: number;
  readonly kind: ChunkKind;
  /** Stands between this unit and the one before it in the same chunk. */
  readonly separator: string;
  /** Put in front when a chunk begins here: the header row of a table, the lead-in of a list. */
  readonly head?: string;
  /** Belongs to the unit before it. */
  readonly isGlued: boolean;
  /** First of its block: the best place to cut. */
  readonly startsBlock: boolean;
  readonly standing: Standing;
  readonly line: number;
  readonly endLine: number;
  readonly page?: number;
}

/** Longest unit in characters; longer ones (a text without any end mark, a whole file as code) are cut between words or lines. */
const maximumUnitLength = 6_000;

function cutLong(text: string, boundary: RegExp): string[] {
  if (text.length <= maximumUnitLength) return [text];
  const parts: string[] = [];
  let rest = text;
  while (rest.length > maximumUnitLength) {
    const window = rest.slice(0, maximumUnitLength);
    const last = [...window.matchAll(boundary)].at(-1)?.index ?? 0;
    const at = last > maximumUnitLength / 4 ? last : maximumUnitLength;
    // Never between the halves of a surrogate pair.
    const cut = /[\uD800-\uDBFF]/.test(rest.charAt(at - 1)) ? at - 1 : at;
    parts.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  return rest === '' ? parts : [...parts, rest];
}

const whole = (text: string, from = 0): Span[] => [{ start: from, end: text.length }];

function paragraphUnits(block: ParagraphBlock, base: Standing): Unit[] {
  const units: Unit[] = [];
  for (const span of splitSentences(block.text)) {
    for (const text of cutLong(block.text.slice(span.start, span.end), / /g)) {
      units.push({
        text,
        spans: whole(text),
        words: countWords(text),
        kind: 'prose',
        separator: units.length === 0 ? '\n\n' : ' ',
        isGlued: false,
        startsBlock: units.length === 0,
        standing: standingOfSentence(text) ?? base,
        line: block.line,
        endLine: block.endLine,
        ...(block.page === undefined ? {} : { page: block.page }),
      });
    }
  }
  return units;
}

interface LeadIn {
  readonly text: string;
  readonly standing: Standing;
}

function listUnits(block: ListBlock, base: Standing, leadIn: LeadIn | undefined): Unit[] {
  const inherited = leadIn?.standing ?? base;
  let parent = inherited;
  return block.items.map((item, index): Unit => {
    const isNested = item.marker.startsWith('  ');
    const said =
      item.checked === undefined ? standingOfSentence(item.text) : item.checked ? 'done' : 'planned';
    const standing = said ?? (isNested ? parent : inherited);
    if (!isNested) parent = standing;
    const text =
      item.marker +
      (item.isCode === true ? item.text.replace(/\n/g, `\n${' '.repeat(item.marker.length)}`) : item.text);
    const head = leadIn?.text;
    return {
      text,
      spans: whole(text, item.marker.length),
      words: countWords(text),
      kind: item.isCode === true ? 'code' : 'list',
      separator: index === 0 ? '\n\n' : '\n',
      ...(head === undefined || head.length > 300 ? {} : { head: `${head}\n\n` }),
      isGlued: (index === 0 && leadIn !== undefined) || (isNested && item.marker.trim() === ''),
      startsBlock: index === 0,
      standing,
      line: item.line,
      endLine: item.endLine,
      ...(item.page === undefined ? {} : { page: item.page }),
    };
  });
}

function tableUnits(block: TableBlock, base: Standing, leadIn: LeadIn | undefined): Unit[] {
  const inherited = leadIn?.standing ?? base;
  const head = `${block.head.join('\n')}\n`;
  const rows = block.rows.length > 0 ? block.rows : [{ text: '', line: block.line }];
  return rows.map((row, index): Unit => {
    const text = index === 0 ? head + row.text : row.text;
    return {
      text: text.trimEnd(),
      spans: row.text === '' ? whole(block.head[0] ?? '') : whole(text, text.length - row.text.length),
      words: countWords(text),
      kind: 'table',
      separator: index === 0 ? '\n\n' : '\n',
      ...(index === 0 ? {} : { head }),
      isGlued: index === 0 && leadIn !== undefined,
      startsBlock: index === 0,
      standing: standingOfSentence(row.text) ?? inherited,
      line: row.line,
      endLine: row.line,
      ...(block.page === undefined ? {} : { page: block.page }),
    };
  });
}

function codeUnits(
  text: string,
  isGlued: boolean,
  place: { line: number; endLine: number },
  standing: Standing,
): Unit[] {
  const fence = /^(`{3,}|~{3,})[^\n]*/.exec(text);
  const parts = cutLong(text, /\n/g).map((part, index, all) => {
    if (all.length === 1 || fence === null) return part;
    return (index === 0 ? '' : `${fence[0]}\n`) + part + (index === all.length - 1 ? '' : `\n${fence[1]}`);
  });
  return parts.map((part, index): Unit => ({
    text: part,
    spans: whole(part),
    words: countWords(part),
    kind: 'code',
    separator: '\n\n',
    isGlued: isGlued && index === 0,
    startsBlock: true,
    standing,
    ...place,
  }));
}

/** A line that carries a heading inside a chunk; it is shown and searched, never cited. */
export function headingUnit(
  heading: string,
  place: { line: number; endLine: number },
  standing: Standing,
): Unit {
  const text = `**${heading}**`;
  return {
    text,
    spans: [],
    words: countWords(text),
    kind: 'prose',
    separator: '\n\n',
    isGlued: false,
    startsBlock: true,
    standing,
    ...place,
  };
}

/** The same units with one standing: for text that speaks about a document as a whole. */
export function withStanding(units: readonly Unit[], standing: Standing): Unit[] {
  return units.map((unit) => ({ ...unit, standing }));
}

/** Units of the blocks under one heading. `base` is the standing that the heading gives them. */
export function unitsOf(blocks: readonly Block[], base: Standing): Unit[] {
  const units: Unit[] = [];
  blocks.forEach((block, index) => {
    const before = blocks[index - 1];
    const last = units.at(-1);
    const isLed = before?.type === 'paragraph' && before.text.endsWith(':') && last !== undefined;
    const leadIn = isLed ? { text: last.text, standing: last.standing } : undefined;
    if (block.type === 'paragraph') units.push(...paragraphUnits(block, base));
    else if (block.type === 'list') units.push(...listUnits(block, base, leadIn));
    else if (block.type === 'table') units.push(...tableUnits(block, base, leadIn));
    else if (block.type === 'code')
      units.push(
        ...codeUnits(
          block.text,
          before?.type === 'paragraph',
          { line: block.line, endLine: block.endLine },
          last?.standing ?? base,
        ),
      );
  });
  return units;
}
