import type { Resources } from '../base/resources';
import type { Bytes } from '../base/units';
import { partialBitstreamBytes } from './bitstream';
import type { Coverage, Intervals } from './coverage';
import { ownedColumns } from './frame-rows';
import type { Column } from './column';
import type { Part } from './part';
import type { SiteRange } from './pblock-syntax';
import { snap } from './snapping';

export interface PblockOptions {
  /** SNAPPING_MODE ON: resources are those inside whole reconfigurable units. UltraScale+ always snaps. */
  readonly snapping: boolean;
  /** RESET_AFTER_RECONFIG, 7 series; UltraScale+ always resets. Default true. */
  readonly reset?: boolean;
}

/** Columns x0..x1 and CLB rows y0..y1, both ends included, for drawing. */
export interface Rectangle {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

export interface PblockFigures {
  readonly resources: Resources;
  /** LUTs of SLICEM columns: the part of `resources.lut` that can be memory. */
  readonly lutM: number;
  /** The area that the resources lie in. */
  readonly rectangles: readonly Rectangle[];
  /** Frames that the region owns, without pads and expanded routing. */
  readonly frames: { readonly config: number; readonly bram: number };
  /** Columns owned, by clock-region row: two regions must not share one. */
  readonly ownedColumns: readonly (readonly number[])[];
  readonly bitstreamBytes: Bytes;
}

/** LUTs and flip-flops of a slice: 4 and 8 on 7 series, 8 and 16 on UltraScale+ (DS190, DS891). */
export function sliceResources(part: Part): { lut: number; ff: number } {
  return part.family === '7series' ? { lut: 4, ff: 8 } : { lut: 8, ff: 16 };
}

/**
 * What the ranges hold and what their partial bitstream weighs. Frames and bytes are those of the snapped pblock in
 * any case, since Vivado writes no bitstream of another one. A region without whole units has zero bytes.
 */
export function evaluatePblock(
  part: Part,
  ranges: readonly SiteRange[],
  options: PblockOptions,
): PblockFigures {
  const snapped = snap(part, ranges);
  const owned = ownedColumns(part, snapped.rows);
  const snapping = options.snapping || part.family === 'ultrascale+';
  const held = snapping
    ? { even: snapped.rows, odd: snapped.rows }
    : { even: snapped.coverage.even, odd: snapped.coverage.odd };
  const drawn = snapping
    ? snapped.rows
    : held.even.map((rows, x) => (rows.length > 0 ? rows : (held.odd[x] ?? rows)));
  const { resources, lutM } = countResources(part, held, snapped.coverage.names);
  return {
    resources,
    lutM,
    rectangles: rectanglesOf(part, drawn),
    frames: countFrames(part, owned),
    ownedColumns: owned,
    bitstreamBytes: partialBitstreamBytes(part, owned, options.reset ?? true),
  };
}

interface Held {
  readonly even: readonly Intervals[];
  readonly odd: readonly Intervals[];
}

function countResources(
  part: Part,
  held: Held,
  names: Coverage['names'],
): { resources: Resources; lutM: number } {
  const slice = sliceResources(part);
  const count = { slices: 0, slicesM: 0, dsp: 0, bram18: 0, uram: 0 };
  for (const column of part.columns) {
    const rows = length(held.even[column.index] ?? []);
    const odd = part.family === '7series' ? length(held.odd[column.index] ?? []) : 0;
    if (rows === 0 && odd === 0) continue;
    addColumn(count, column, rows, odd, names);
  }
  const lut = count.slices * slice.lut;
  const { dsp, bram18, uram } = count;
  return {
    resources: { lut, ff: count.slices * slice.ff, dsp, bram18, uram },
    lutM: count.slicesM * slice.lut,
  };
}

function addColumn(
  count: { slices: number; slicesM: number; dsp: number; bram18: number; uram: number },
  column: Column,
  rows: number,
  odd: number,
  names: Coverage['names'],
): void {
  switch (column.kind) {
    case 'clb-m':
      // On 7 series only the even slice of a CLBLM column is a SLICEM.
      count.slicesM += rows;
      count.slices += rows + odd;
      break;
    case 'clb-l':
      count.slices += rows + odd;
      break;
    case 'dsp':
      if (names.dsp) count.dsp += Math.floor(rows / 2.5);
      break;
    case 'bram':
      if (names.bram) count.bram18 += Math.floor(rows / 2.5);
      break;
    case 'uram':
      if (names.uram) count.uram += Math.floor(rows / 3.75);
      break;
  }
}

function length(intervals: Intervals): number {
  let sum = 0;
  for (let i = 0; i < intervals.length; i += 2) sum += (intervals[i + 1] ?? 0) - (intervals[i] ?? 0);
  return sum;
}

function countFrames(part: Part, owned: readonly (readonly number[])[]): { config: number; bram: number } {
  let [config, bram] = [0, 0];
  for (const columns of owned) {
    for (const x of columns) {
      const column = part.columns[x];
      if (!column) continue;
      config += column.frames;
      if (column.kind === 'bram') bram += part.bramFrames;
    }
  }
  return { config, bram };
}

/** Joins neighbouring columns of equal rows; interconnect columns between two of them belong to both. */
function rectanglesOf(part: Part, rows: readonly Intervals[]): Rectangle[] {
  const open = new Map<string, Rectangle>();
  const done: Rectangle[] = [];
  for (const column of part.columns) {
    if (column.kind === 'interconnect') continue;
    const here = new Map<string, Rectangle>();
    const intervals = rows[column.index] ?? [];
    for (let i = 0; i < intervals.length; i += 2) {
      const [low, high] = [Math.floor(intervals[i] ?? 0), Math.ceil(intervals[i + 1] ?? 0)];
      const start = open.get(`${low}:${high}`)?.x0 ?? column.index;
      here.set(`${low}:${high}`, { x0: start, y0: low, x1: column.index, y1: high - 1 });
    }
    for (const [key, rectangle] of open) if (!here.has(key)) done.push(rectangle);
    open.clear();
    for (const [key, rectangle] of here) open.set(key, rectangle);
  }
  return [...done, ...open.values()];
}
