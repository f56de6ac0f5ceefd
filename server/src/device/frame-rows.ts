import { touches, type Intervals } from './coverage';
import type { Part } from './part';

/** A run of neighbouring columns that one write to the configuration port covers. */
export interface Run {
  readonly frames: number;
  /** Pad frames that end the write. */
  readonly pad: number;
}

/** One clock-region row of the device as the frame address register counts it. */
export interface FrameRow {
  /** Columns that exist in the row: a 7 series transceiver column cuts the row off. */
  readonly columns: number;
  /** Frames of the whole row, content of BRAM apart. */
  readonly frames: number;
  readonly bramColumns: number;
}

/** Frames of the transceiver column that ends a 7 series row with GT quads. */
const gtFrames = 32;

export function frameRows(part: Part): FrameRow[] {
  return Array.from({ length: part.rows }, (_, row) => {
    const cut = cutOf(part, row);
    const inside = part.columns.slice(0, cut ?? part.columns.length);
    return {
      columns: inside.length + (cut === undefined ? 0 : 1),
      frames: inside.reduce((sum, column) => sum + column.frames, cut === undefined ? 0 : gtFrames),
      bramColumns: inside.filter((column) => column.kind === 'bram').length,
    };
  });
}

function cutOf(part: Part, row: number): number | undefined {
  if (part.family !== '7series') return undefined;
  const low = row * part.rowHeight;
  return part.holes.find((hole) => hole.kind === 'gt' && hole.y0 < low + part.rowHeight && hole.y1 >= low)
    ?.x0;
}

/** By clock-region row: the columns whose frames a pblock owns; a frame is always a whole clock region high. */
export function ownedColumns(part: Part, rows: readonly Intervals[]): number[][] {
  return Array.from({ length: part.rows }, (_, row) => {
    const low = row * part.rowHeight;
    const owned: number[] = [];
    rows.forEach((intervals, column) => {
      if (touches(intervals, low, low + part.rowHeight)) owned.push(column);
    });
    return owned;
  });
}

/** Runs of columns next to each other; the pad is 2 frames where a run ends on the last column of its row, else 1. */
export function runsOf(
  columns: readonly number[],
  lastOfRow: number,
  frames: (column: number) => number,
): Run[] {
  const runs: Run[] = [];
  let sum = 0;
  columns.forEach((column, index) => {
    sum += frames(column);
    if (columns[index + 1] === column + 1) return;
    runs.push({ frames: sum, pad: column === lastOfRow ? 2 : 1 });
    sum = 0;
  });
  return runs;
}
