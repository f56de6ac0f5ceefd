/** Snaps pblocks to whole reconfigurable units, as Vivado does. */
import { coverageOf, type Coverage } from './coverage';
import { intersect, noIntervals, type Intervals } from './intervals';
import type { Part } from './part';
import type { SiteRange } from './pblock-syntax';
import { freeRows, rowsBehind, type Unit } from './units';

/** A pblock with its edges moved inwards to whole reconfigurable units (UG909, SNAPPING_MODE ON). */
export interface Snapped {
  readonly coverage: Coverage;
  /** For each column with sites, the rows in which its whole unit is inside the pblock. */
  readonly rows: readonly Intervals[];
}

export function snap(part: Part, ranges: readonly SiteRange[]): Snapped {
  const coverage = coverageOf(part, ranges);
  const rows: Intervals[] = new Array<Intervals>(part.columns.length).fill(noIntervals);
  let previous: Unit | undefined;
  for (let x = coverage.first; x <= coverage.last; x += 1) {
    const unit = part.units[part.unitOf[x] ?? -1];
    if (unit === undefined || unit === previous) continue;
    previous = unit;
    const inside = insideOf(part, unit, coverage);
    if (inside.length === 0) continue;
    for (const column of unit.columns) rows[column] = inside;
    const behind = rowsBehind(unit, inside, coverage.names.blocks);
    for (const column of unit.behind) rows[column] = behind;
  }
  return { coverage, rows };
}

function insideOf(part: Part, unit: Unit, { full, names }: Coverage): Intervals {
  let inside: Intervals | undefined;
  for (const column of unit.columns) {
    // It has no sites of its own, so it is inside with its partner.
    if (part.columns[column]?.kind === 'config') continue;
    const rows = full[column] ?? noIntervals;
    if (rows.length === 0) return noIntervals;
    inside = inside === undefined ? rows : intersect(inside, rows);
  }
  return inside === undefined ? noIntervals : drawIn(freeRows(unit, inside, names.blocks), unit.grain);
}

/** Shrinks every interval to whole grains: CLB rows, 5-row tiles or 15-row URAM tiles. */
function drawIn(intervals: Intervals, grain: number): Intervals {
  if (intervals.every((row) => row % grain === 0)) return intervals;
  const result: number[] = [];
  for (let i = 0; i < intervals.length; i += 2) {
    const low = Math.ceil((intervals[i] ?? 0) / grain) * grain;
    const high = Math.floor((intervals[i + 1] ?? 0) / grain) * grain;
    if (low < high) result.push(low, high);
  }
  return result;
}
