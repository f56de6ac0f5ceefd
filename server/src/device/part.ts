/** Expands the compact data of a part into its geometry. */
import type { DieData, Family, Hole, PartData, Totals } from './data-types';
import type { Column, ColumnKind } from './column';
import { frameRowsOf, type FrameRow } from './frame-rows';
import { unitsOf, type Unit } from './units';

/** A clock region under Vivado's name: columns x0..x1 and CLB rows y0..y1, both ends included. */
export interface ClockRegion {
  readonly name: string;
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
}

export interface Part {
  readonly name: string;
  readonly die: string;
  readonly family: Family;
  /** Clock-region rows; row 0 is at the bottom. */
  readonly rows: number;
  /** CLB rows in a clock-region row. */
  readonly rowHeight: number;
  readonly wordsPerFrame: number;
  /** Content frames of one BRAM column in one clock-region row. */
  readonly bramFrames: number;
  readonly columns: readonly Column[];
  readonly holes: readonly Hole[];
  readonly hard: Readonly<Record<string, readonly string[]>>;
  /** Clock regions under Vivado's names; undefined where their columns are not known (UltraScale+). */
  readonly clockRegions: readonly ClockRegion[] | undefined;
  /** First column of each clock-region column; undefined where they are not known (UltraScale+). */
  readonly clockRegionStarts: readonly number[] | undefined;
  /** The rectangle of the processing system, if it covers columns of the fabric. */
  readonly ps: Hole | undefined;
  /** Columns that share interconnect and so can only be reconfigured together, left to right. */
  readonly units: readonly Unit[];
  /** For each column, interconnect included: index of its unit, or -1. */
  readonly unitOf: readonly number[];
  /** For each column: number of the stretch of columns that expanded routing does not leave. */
  readonly routingStretchOf: readonly number[];
  /** For each column: number of BRAM columns to its left, which is its address among BRAM content columns. */
  readonly bramIndex: readonly number[];
  /** Clock-region rows of the configuration memory, bottom up. */
  readonly frameRows: readonly FrameRow[];
  readonly dieTotals: Totals & { readonly slice: number; readonly sliceM: number };
  /** Resources for a whole design; less than `dieTotals` if the licence covers only part of the silicon. */
  readonly limits: Totals;
  /** Published length of a full, uncompressed bitstream in bits; computed for ZU4 and ZU5, whose row in UG570 is implausible. */
  readonly fullBits: number;
}

/** UG470 and UG570: words per frame. UG909: height of a clock region. BRAM content frames per column and row. */
const familyFigures = {
  '7series': { rowHeight: 50, wordsPerFrame: 101, bramFrames: 128 },
  'ultrascale+': { rowHeight: 60, wordsPerFrame: 93, bramFrames: 256 },
} as const;

const kinds: Record<Family, Record<string, { kind: ColumnKind; frames: number }>> = {
  '7series': {
    L: { kind: 'clb-l', frames: 36 },
    M: { kind: 'clb-m', frames: 36 },
    B: { kind: 'bram', frames: 28 },
    D: { kind: 'dsp', frames: 28 },
    I: { kind: 'io', frames: 42 },
    T: { kind: 'clock', frames: 30 },
    C: { kind: 'config', frames: 30 },
    K: { kind: 'clock', frames: 30 },
    G: { kind: 'gt', frames: 32 },
  },
  'ultrascale+': {
    n: { kind: 'interconnect', frames: 76 },
    L: { kind: 'clb-l', frames: 16 },
    M: { kind: 'clb-m', frames: 16 },
    B: { kind: 'bram', frames: 6 },
    D: { kind: 'dsp', frames: 8 },
    U: { kind: 'uram', frames: 9 },
    P: { kind: 'ps', frames: 16 },
    i: { kind: 'interface', frames: 4 },
    I: { kind: 'io', frames: 8 },
    H: { kind: 'hard', frames: 10 },
    G: { kind: 'gt', frames: 8 },
    '.': { kind: 'empty', frames: 0 },
  },
};

/** Slices side by side in one CLB column: a 7 series CLB has two, an UltraScale+ CLB is one. */
export function slicesAcross(family: Family): number {
  return family === '7series' ? 2 : 1;
}

/** Expands the compact data of a part: columns with coordinates, clock regions, reconfigurable units. */
export function expandPart(data: PartData): Part {
  const die = data.die;
  const figures = familyFigures[die.family];
  const columns = expandColumns(die);
  const stops = die.clockRegionStarts;
  const starts = die.family === '7series' ? stops : undefined;
  const units = unitsOf({ ...die, hard: die.hard ?? {}, rowHeight: figures.rowHeight }, columns);
  const unitOf = columns.map(() => -1);
  units.forEach((unit, index) => unitOf.fill(index, unit.x0, unit.x1 + 1));
  const bramIndex = columns.map(
    (column) => columns.slice(0, column.index).filter((other) => other.kind === 'bram').length,
  );
  return {
    name: data.name,
    die: die.name,
    family: die.family,
    rows: die.rows,
    ...figures,
    columns,
    holes: die.holes,
    hard: die.hard ?? {},
    clockRegionStarts: starts,
    clockRegions: starts && clockRegions(starts, columns.length, die.rows, figures.rowHeight),
    ps: die.holes.find((hole) => hole.kind === 'ps'),
    units,
    unitOf,
    routingStretchOf: columns.map((column) => stops.filter((stop) => stop <= column.index).length - 1),
    bramIndex,
    frameRows: frameRowsOf(columns, die.holes, die.family, die.rows, figures.rowHeight),
    dieTotals: die.totals,
    limits: data.limits,
    fullBits: die.fullBits,
  };
}

function expandColumns(die: DieData): Column[] {
  const letters = die.columns.replace(/(\d+)(\D)/g, (_, count: string, letter: string) =>
    letter.repeat(Number(count)),
  );
  const height = die.rows * familyFigures[die.family].rowHeight;
  const next = new Map<string, number>();
  return Array.from(letters, (letter, index) => {
    const known = kinds[die.family][letter];
    if (!known) throw new Error(`${die.name}: no column letter ${letter}`);
    const group = known.kind === 'clb-m' ? 'clb-l' : known.kind;
    const hasSites = /clb-l|bram|dsp|uram/.test(group) && rowsMissing(die.holes, index) < height;
    const siteX = hasSites ? (next.get(group) ?? 0) : -1;
    if (hasSites) next.set(group, siteX + (group === 'clb-l' ? slicesAcross(die.family) : 1));
    return { index, letter, kind: known.kind, frames: die.frames?.[index] ?? known.frames, siteX };
  });
}

/** Coordinates count only columns that have a site somewhere on the die. */
function rowsMissing(holes: readonly Hole[], column: number): number {
  return holes
    .filter((hole) => hole.x0 <= column && column <= hole.x1)
    .reduce((sum, hole) => sum + hole.y1 - hole.y0 + 1, 0);
}

function clockRegions(
  starts: readonly number[],
  columns: number,
  rows: number,
  rowHeight: number,
): ClockRegion[] {
  return Array.from({ length: rows }, (_, row) =>
    starts.map((x0, x) => ({
      name: `X${x}Y${row}`,
      x0,
      x1: (starts[x + 1] ?? columns) - 1,
      y0: row * rowHeight,
      y1: (row + 1) * rowHeight - 1,
    })),
  ).flat();
}
