/** Labels of vertical lines, in rows under the lanes: exits on the left of time, budgets on the right. */
import type { Font, Measure } from '../scene/shapes';

export interface Flag {
  id: string;
  /** Where its line stands. */
  x: number;
  /** Longest first. */
  wordings: readonly string[];
}

export interface PlacedFlag {
  flag: Flag;
  /** Row of its label, 0 the nearest to the lanes; its line reaches down to there. */
  row: number;
  /** Null where no wording fits: the line stays. */
  text: string | null;
  side: 'left' | 'right';
}

export const flagFont: Font = { size: 11, bold: true };
const gap = 4;

/**
 * Places labels so that none touches another one or another flag's line. A line reaches through all rows down to its
 * own label, so a label further left that is longer than the way to the next line has to go deeper: right to left.
 */
export function placeFlags(
  flags: readonly Flag[],
  left: number,
  right: number,
  rows: number,
  measure: Measure,
): PlacedFlag[] {
  const placed: (PlacedFlag & { from: number; to: number })[] = [];
  for (const flag of [...flags].sort((a, b) => b.x - a.x)) {
    placed.push(placeOne(flag, placed, left, right, rows, measure));
  }
  return placed.map(({ flag, row, text, side }) => ({ flag, row, text, side })).reverse();
}

type Spot = PlacedFlag & { from: number; to: number };

function placeOne(
  flag: Flag,
  others: readonly Spot[],
  left: number,
  right: number,
  rows: number,
  measure: Measure,
): Spot {
  for (const text of flag.wordings) {
    const width = measure(text, flagFont);
    for (let row = 0; row < rows; row++) {
      for (const side of ['right', 'left'] as const) {
        const from = side === 'right' ? flag.x + gap : flag.x - gap - width;
        const spot: Spot = { flag, row, text, side, from, to: from + width };
        if (from >= left && spot.to <= right && others.every((other) => apart(spot, other))) return spot;
      }
    }
  }
  return { flag, row: -1, text: null, side: 'right', from: flag.x, to: flag.x };
}

function apart(a: Spot, b: Spot): boolean {
  const textsMeet =
    a.text !== null && b.text !== null && a.row === b.row && a.from < b.to + gap && b.from < a.to + gap;
  return !textsMeet && !lineCrosses(a, b) && !lineCrosses(b, a);
}

/** Whether the line of the one runs through the label of the other. */
function lineCrosses(line: Spot, label: Spot): boolean {
  if (label.text === null || line.row < label.row) return false;
  return line.flag.x > label.from - gap / 2 && line.flag.x < label.to + gap / 2;
}
