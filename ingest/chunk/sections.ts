/** Blocks -> sections: what stands under one heading, with the path to it; very short neighbours are joined. */
import type { Standing } from '../../src/domain/chunk.js';
import type { Block } from '../blocks.js';
import { stripMarks } from '../readers/inline.js';
import type { ChunkSize } from './pack.js';
import { standingOfHeading } from './standing.js';
import { headingUnit, unitsOf } from './units.js';
import type { Unit } from './units.js';

export interface Section {
  readonly path: readonly string[];
  readonly units: readonly Unit[];
}

interface OpenHeading {
  readonly depth: number;
  readonly text: string;
}

/** Standing that the headings of a path give, the innermost that says something first. */
function standingOfPath(path: readonly string[], base: Standing): Standing {
  for (let index = path.length - 1; index >= 0; index--) {
    const standing = standingOfHeading(path[index] ?? '');
    if (standing !== undefined) return standing;
  }
  return base;
}

/** Sections in order. Headings without text under them live on in the paths below them, or alone when nothing follows. */
export function sectionsOf(blocks: readonly Block[], base: Standing): Section[] {
  const sections: Section[] = [];
  let open: OpenHeading[] = [];
  let gathered: Block[] = [];
  const close = (): void => {
    const path = open.map((heading) => heading.text);
    if (gathered.length > 0) {
      const units = unitsOf(gathered, standingOfPath(path, base));
      if (units.length > 0) sections.push({ path, units });
    }
    gathered = [];
  };
  for (const block of blocks) {
    if (block.type === 'qa') {
      close();
      sections.push(
        qaSection(
          block,
          open.map((heading) => heading.text),
          base,
        ),
      );
    } else if (block.type === 'heading') {
      close();
      const depth = block.depth;
      open = [...open.filter((heading) => heading.depth < depth), { depth, text: stripMarks(block.text) }];
    } else {
      gathered.push(block);
    }
  }
  close();
  return sections;
}

function qaSection(block: Extract<Block, { type: 'qa' }>, path: readonly string[], base: Standing): Section {
  const { line, endLine } = block;
  const question = stripMarks(block.question);
  const answer = unitsOf([{ type: 'paragraph', text: block.answer, line, endLine }], base);
  const units = answer.map((unit): Unit => ({ ...unit, kind: 'qa', isGlued: true }));
  return {
    path: [...path, question],
    units: [{ ...headingUnit(question, { line, endLine }, base), kind: 'qa' }, ...units],
  };
}

/** Fewer words than this do not make a run of their own standing inside a section. */
const smallestRun = 15;

/** Cuts a section where done, planned and opinion text clearly part; a stray short sentence stays with its neighbours. */
export function splitByStanding(section: Section): Section[] {
  const runs: Unit[][] = [];
  for (const unit of section.units) {
    const last = runs.at(-1);
    if (last?.[0]?.standing === unit.standing || (last !== undefined && unit.isGlued)) last.push(unit);
    else runs.push([unit]);
  }
  const words = (run: readonly Unit[]): number => run.reduce((sum, unit) => sum + unit.words, 0);
  const joined: Unit[][] = [];
  for (const run of runs) {
    const last = joined.at(-1);
    const isSmall = words(run) < smallestRun;
    const lastIsSmall = last !== undefined && words(last) < smallestRun;
    if (last !== undefined && (isSmall || lastIsSmall || last[0]?.standing === run[0]?.standing))
      last.push(...run);
    else joined.push([...run]);
  }
  return joined.map((units) => ({ path: section.path, units }));
}

/** Standing that most words of the units have. */
export function standingOfUnits(units: readonly Unit[]): Standing {
  const words: Record<Standing, number> = { done: 0, planned: 0, opinion: 0 };
  for (const unit of units) words[unit.standing] += unit.words;
  if (words.planned > words.done && words.planned >= words.opinion) return 'planned';
  return words.opinion > words.done ? 'opinion' : 'done';
}

const wordsOf = (section: Section): number => section.units.reduce((sum, unit) => sum + unit.words, 0);
const isQa = (section: Section): boolean => section.units[0]?.kind === 'qa';

function isPrefix(path: readonly string[], of: readonly string[]): boolean {
  return path.length < of.length && path.every((heading, index) => heading === of[index]);
}

function areSiblings(a: readonly string[], b: readonly string[]): boolean {
  return (
    a.length === b.length && a.length > 0 && a.slice(0, -1).every((heading, index) => heading === b[index])
  );
}

function withHeading(section: Section): readonly Unit[] {
  const first = section.units[0];
  const heading = section.path.at(-1);
  if (first === undefined || heading === undefined || first.spans.length === 0) return section.units;
  return [headingUnit(heading, { line: first.line, endLine: first.line }, first.standing), ...section.units];
}

function join(a: Section, b: Section): Section {
  if (!areSiblings(a.path, b.path)) return { path: b.path, units: [...a.units, ...b.units] };
  const last = a.path.at(-1);
  const heading = last === b.path.at(-1) ? (last ?? '') : `${last} / ${b.path.at(-1)}`;
  const units = last === b.path.at(-1) ? [...a.units, ...b.units] : [...withHeading(a), ...withHeading(b)];
  return { path: [...a.path.slice(0, -1), heading], units };
}

/** A joined heading ("A / B / C") grows no longer than about this, in characters. */
const longestJoinedHeading = 100;

/** Joins a very short section with a neighbour of the same parent, or a short introduction with the first section below it. */
export function joinShortSections(sections: readonly Section[], size: ChunkSize): Section[] {
  const short = size.minimumWords / 2;
  const joined: Section[] = [];
  for (const section of sections) {
    const last = joined.at(-1);
    const mayJoin =
      last !== undefined &&
      !isQa(last) &&
      !isQa(section) &&
      (wordsOf(last) < short || wordsOf(section) < short) &&
      wordsOf(last) + wordsOf(section) <= size.targetWords &&
      (last.path.at(-1)?.length ?? 0) < longestJoinedHeading &&
      (areSiblings(last.path, section.path) ||
        (isPrefix(last.path, section.path) && wordsOf(last) < short)) &&
      standingOfUnits(last.units) === standingOfUnits(section.units);
    if (mayJoin) joined[joined.length - 1] = join(last, section);
    else joined.push(section);
  }
  return joined;
}
