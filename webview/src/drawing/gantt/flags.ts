/** Labels of vertical lines (exits, budgets) in rows under the lanes. */
import type { Font, Measure } from '../scene/shapes';

export interface Flag {
  id: string;
  /** Position of its line. */
  x: number;
  /** Longest first. */
  wordings: readonly string[];
}

export interface PlacedFlag {
  flag: Flag;
  /** Row of its label; row 0 is next to the lanes. The line extends down to it. */
  row: number;
  /** Null if no wording fits; the line is still drawn. */
  text: string | null;
  /** Left edge of the label. */
  textX: number;
}

export const flagFont: Font = { size: 11, bold: true };
const gap = 4;

/** Cost of a placement: a dropped label is worst, then a shorter wording, then a deeper row, then the left side. */
const cost = { gone: 20, wording: 3, row: 1, left: 0.5 };
/** Number of partial placements kept in the beam search. */
const beamWidth = 40;

interface Partial {
  cost: number;
  spots: readonly Spot[];
}

interface Spot extends PlacedFlag {
  to: number;
  cost: number;
}

/**
 * Places labels so that none touches another label or another flag's line; a line extends through all rows down to
 * its own label. Returns the cheapest placement of a beam search from right to left.
 */
export function placeFlags(
  flags: readonly Flag[],
  left: number,
  right: number,
  rows: number,
  measure: Measure,
): PlacedFlag[] {
  let beam: Partial[] = [{ cost: 0, spots: [] }];
  for (const flag of [...flags].sort((a, b) => b.x - a.x)) {
    const choices = spotsOf(flag, left, right, rows, measure);
    beam = beam
      .flatMap((partial) =>
        choices
          .filter((spot) => partial.spots.every((other) => apart(spot, other)))
          .map((spot) => ({ cost: partial.cost + spot.cost, spots: [...partial.spots, spot] })),
      )
      .sort((a, b) => a.cost - b.cost)
      .slice(0, beamWidth);
  }
  const best = beam[0]?.spots ?? [];
  return best.map(({ flag, row, text, textX }) => ({ flag, row, text, textX })).reverse();
}

function spotsOf(flag: Flag, left: number, right: number, rows: number, measure: Measure): Spot[] {
  const gone: Spot = { flag, row: -1, text: null, textX: flag.x, to: flag.x, cost: cost.gone };
  const spots = flag.wordings.flatMap((text, wording) => {
    const width = measure(text, flagFont);
    const sides = [flag.x + gap, flag.x - gap - width];
    return sides.flatMap((textX, side) => {
      const to = textX + width;
      if (textX < left || to > right) return [];
      return Array.from({ length: rows }, (_, row): Spot => {
        const price = wording * cost.wording + row * cost.row + side * cost.left;
        return { flag, row, text, textX, to, cost: price };
      });
    });
  });
  return [...spots, gone];
}

function apart(a: Spot, b: Spot): boolean {
  const sameRow = a.text !== null && b.text !== null && a.row === b.row;
  if (sameRow && a.textX < b.to + gap && b.textX < a.to + gap) return false;
  return !lineCrosses(a, b) && !lineCrosses(b, a);
}

/** Whether the line of one flag crosses the label of the other. */
function lineCrosses(line: Spot, label: Spot): boolean {
  if (label.text === null || line.row < label.row) return false;
  return line.flag.x > label.textX - gap / 2 && line.flag.x < label.to + gap / 2;
}
