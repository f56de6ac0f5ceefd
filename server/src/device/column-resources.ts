/** Counts the resources in the covered rows of each column. */
import type { Resources } from '../base/resources';
import type { Column } from './column';
import type { Coverage } from './coverage';
import type { Intervals } from './intervals';
import type { Part } from './part';

/** LUTs and flip-flops of a slice: 4 and 8 on 7 series, 8 and 16 on UltraScale+ (DS190, DS891). */
function sliceResources(part: Part): { lut: number; ff: number } {
  return part.family === '7series' ? { lut: 4, ff: 8 } : { lut: 8, ff: 16 };
}

/** Covered rows by column; on 7 series a CLB column has an even and an odd slice. */
export interface Held {
  readonly even: readonly Intervals[];
  readonly odd: readonly Intervals[];
}

/** Resources of the covered rows; kinds that no range names do not count, even if their columns are spanned. */
export function countResources(
  part: Part,
  held: Held,
  { names, first, last }: Coverage,
): { resources: Resources; lutM: number } {
  const slice = sliceResources(part);
  const count = { slices: 0, slicesM: 0, dsp: 0, bram18: 0, uram: 0 };
  for (let x = first; x <= last; x += 1) {
    const column = part.columns[x];
    const rows = length(held.even[x]);
    const odd = part.family === '7series' ? length(held.odd[x]) : 0;
    if (!column || (rows === 0 && odd === 0)) continue;
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
    // These have no resources for a design.
    case 'clock':
    case 'config':
    case 'empty':
    case 'gt':
    case 'hard':
    case 'interconnect':
    case 'interface':
    case 'io':
    case 'ps':
      break;
  }
}

function length(intervals: Intervals = []): number {
  let sum = 0;
  for (let i = 0; i < intervals.length; i += 2) sum += (intervals[i + 1] ?? 0) - (intervals[i] ?? 0);
  return sum;
}
