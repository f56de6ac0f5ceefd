/** Columns and frames of each clock-region row. */
import type { Column } from './column';
import type { Intervals } from './intervals';
import type { Family, Hole } from './data-types';

/** One clock-region row of the device, in terms of frame addresses. */
export interface FrameRow {
  /** Number of columns in the row: a 7 series transceiver column ends the row. */
  readonly columns: number;
  /** Frames of the whole row, without BRAM content. */
  readonly frames: number;
  readonly bramColumns: number;
}

/** Frames of the transceiver column that ends a 7 series row with GT quads. */
const gtFrames = 32;

export function frameRowsOf(
  columns: readonly Column[],
  holes: readonly Hole[],
  family: Family,
  rows: number,
  rowHeight: number,
): FrameRow[] {
  return Array.from({ length: rows }, (_, row) => {
    const cut = family === '7series' ? cutOf(holes, row * rowHeight, rowHeight) : undefined;
    const inside = columns.slice(0, cut ?? columns.length);
    return {
      columns: inside.length + (cut === undefined ? 0 : 1),
      frames: inside.reduce((sum, column) => sum + column.frames, cut === undefined ? 0 : gtFrames),
      bramColumns: inside.filter((column) => column.kind === 'bram').length,
    };
  });
}

function cutOf(holes: readonly Hole[], low: number, height: number): number | undefined {
  return holes.find((hole) => hole.kind === 'gt' && hole.y0 < low + height && hole.y1 >= low)?.x0;
}

/** For each clock-region row, the columns whose frames a pblock owns; a frame is always a whole clock region high. */
export function ownedColumns(rows: readonly Intervals[], count: number, rowHeight: number): number[][] {
  const owned: number[][] = Array.from({ length: count }, () => []);
  rows.forEach((intervals, column) => {
    for (let i = 0; i < intervals.length; i += 2) {
      const last = Math.ceil((intervals[i + 1] ?? 0) / rowHeight) - 1;
      for (let row = Math.floor((intervals[i] ?? 0) / rowHeight); row <= last; row += 1) {
        const columns = owned[row];
        if (columns && columns[columns.length - 1] !== column) columns.push(column);
      }
    }
  });
  return owned;
}
