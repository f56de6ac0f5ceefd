/** The columns and rows that a pblock's ranges cover. */
import { perObject } from '../base/memo';
import { type Intervals, intersect, noIntervals, subtract, union } from './intervals';
import { blocksOf } from './hard-sites';
import { slicesAcross, type Part } from './part';
import type { SiteKind, SiteRange } from './pblock-syntax';

/** Rows covered by a pblock's ranges, for each column. */
export interface Coverage {
  /** Both slices of a CLB, or the block sites of the column. */
  readonly full: readonly Intervals[];
  /** 7 series: the two slices of a CLB column apart. */
  readonly even: readonly Intervals[];
  readonly odd: readonly Intervals[];
  /** First and last column that any range spans; last < first if none does. */
  readonly first: number;
  readonly last: number;
  /** Kinds that some range names: an interior column of another kind is spanned but provides no resources. */
  readonly names: {
    readonly bram: boolean;
    readonly dsp: boolean;
    readonly uram: boolean;
    /** UltraScale+: blocks beside the fabric whose sites some range names: `io`, `gt`, `pcie` … */
    readonly blocks: ReadonlySet<string>;
  };
}

type FabricKind = Exclude<SiteKind, 'CLOCKREGION' | 'hard'>;

/** Height of one site in rows of the CLB grid: SLICE_Y = row, RAMB36_Y = row / 5, DSP_Y = RAMB18_Y = 2 (row / 5), URAM_Y = 4 (row / 15). */
const siteHeight: Record<FabricKind, number> = {
  SLICE: 1,
  DSP48: 2.5,
  DSP48E2: 2.5,
  RAMB18: 2.5,
  RAMB36: 5,
  URAM288: 3.75,
};

/**
 * A range as a box of columns x0..x1 and CLB rows low..high (high excluded). On 7 series a range may start with the odd
 * slice of a CLB or end with the even one; it then has half of that column.
 */
export interface Box {
  readonly kind: FabricKind;
  readonly x0: number;
  readonly x1: number;
  readonly low: number;
  readonly high: number;
  readonly fromOdd: boolean;
  readonly toEven: boolean;
}

export function coverageOf(part: Part, ranges: readonly SiteRange[]): Coverage {
  const boxes = ranges.flatMap((range) => boxesOf(part, range));
  const names = {
    bram: boxes.some((box) => box.kind.startsWith('RAMB')),
    dsp: boxes.some((box) => box.kind.startsWith('DSP')),
    uram: boxes.some((box) => box.kind === 'URAM288'),
    blocks: new Set(ranges.flatMap((range) => (range.kind === 'hard' ? blocksOf(range.site ?? '') : []))),
  };
  const first = Math.min(...boxes.map((box) => box.x0));
  const last = Math.max(...boxes.map((box) => box.x1));
  const even: Intervals[] = new Array<Intervals>(part.columns.length).fill(noIntervals);
  const odd = even.slice();
  for (const box of boxes) addBox(part, box, names, even, odd);
  for (const hole of part.holes) {
    for (let x = Math.max(hole.x0, first); x <= Math.min(hole.x1, last); x += 1) {
      even[x] = subtract(even[x] ?? noIntervals, hole.y0, hole.y1 + 1);
      odd[x] = subtract(odd[x] ?? noIntervals, hole.y0, hole.y1 + 1);
    }
  }
  const full = even.slice();
  if (part.family === '7series') {
    for (let x = first; x <= last; x += 1) full[x] = intersect(even[x] ?? noIntervals, odd[x] ?? noIntervals);
  }
  return { full, even, odd, first, last, names };
}

function addBox(part: Part, box: Box, names: Coverage['names'], even: Intervals[], odd: Intervals[]): void {
  const rows: Intervals = [box.low, box.high];
  for (let x = box.x0; x <= box.x1; x += 1) {
    const column = part.columns[x];
    if (!column || !belongs(column.kind, box.kind, names)) continue;
    if (!(box.fromOdd && x === box.x0)) even[x] = union(even[x] ?? noIntervals, rows);
    if (!(box.toEven && x === box.x1)) odd[x] = union(odd[x] ?? noIntervals, rows);
  }
}

/** A column belongs to a box of its own kind; interior BRAM, DSP and URAM columns also count as spanned if no range names their kind. */
function belongs(column: string, box: Box['kind'], names: Coverage['names']): boolean {
  switch (column) {
    case 'clb-l':
    case 'clb-m':
      return box === 'SLICE';
    case 'bram':
      return names.bram ? box.startsWith('RAMB') : true;
    case 'dsp':
      return names.dsp ? box.startsWith('DSP') : true;
    case 'uram':
      return names.uram ? box === 'URAM288' : true;
    default:
      return false;
  }
}

/** The boxes of a range: one, for a clock region one per kind of site, none for sites beside the fabric. */
export function boxesOf(part: Part, range: SiteRange): Box[] {
  if (range.kind === 'hard') return [];
  if (range.kind === 'CLOCKREGION') return clockRegionBoxes(part, range);
  const height = siteHeight[range.kind];
  const across = range.kind === 'SLICE' ? slicesAcross(part.family) : 1;
  const x0 = columnAt(part, range.kind, Math.floor(range.x0 / across) * across);
  const x1 = columnAt(part, range.kind, Math.floor(range.x1 / across) * across);
  if (x0 < 0 || x1 < 0) return [];
  return [
    {
      kind: range.kind,
      x0,
      x1,
      low: range.y0 * height,
      high: (range.y1 + 1) * height,
      fromOdd: across === 2 && range.x0 % 2 === 1,
      toEven: across === 2 && range.x1 % 2 === 0,
    },
  ];
}

/** A clock region names every kind of site inside it. */
function clockRegionBoxes(part: Part, range: SiteRange): Box[] {
  const starts = part.clockRegionStarts;
  if (starts === undefined) return [];
  const x0 = starts[range.x0] ?? 0;
  const x1 = (starts[range.x1 + 1] ?? part.columns.length) - 1;
  const low = range.y0 * part.rowHeight;
  const high = (range.y1 + 1) * part.rowHeight;
  const kinds = ['SLICE', part.family === '7series' ? 'DSP48' : 'DSP48E2', 'RAMB36', 'URAM288'] as const;
  return kinds.map((kind) => ({ kind, x0, x1, low, high, fromOdd: false, toEven: false }));
}

/** Index of the column with a site coordinate; -1 if the die has none. */
function columnAt(part: Part, kind: Box['kind'], siteX: number): number {
  return columnsByX(part).get(key(columnKind[kind], siteX)) ?? -1;
}

const columnsByX = perObject(
  (part: Part) =>
    new Map(
      part.columns
        .filter((column) => column.siteX >= 0)
        .map((column) => [key(column.kind, column.siteX), column.index]),
    ),
);
const columnKind = {
  SLICE: 'clb',
  DSP48: 'dsp',
  DSP48E2: 'dsp',
  RAMB18: 'bram',
  RAMB36: 'bram',
  URAM288: 'uram',
};

function key(kind: string, x: number): string {
  return `${kind.startsWith('clb') ? 'clb' : kind}${x}`;
}
