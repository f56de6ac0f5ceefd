/** Lists the places worth trying for a region. */
import { resourceKinds, type Resources } from '../../base/resources';
import type { Bytes } from '../../base/units';
import { bytesOfRowWords, sharedBramWords } from '../../device';
import type { Area, Grid } from '../grid';

/** A place for a region, in cells, and the bytes of its partial bitstream. */
export interface Candidate extends Area {
  readonly bytes: Bytes;
}

/**
 * All places worth trying for a region with a given need, sorted by bytes: rectangles that hold it, cover no blocked cell,
 * and contain no smaller rectangle that also holds it. Bytes grow with area, so a larger one neither costs less nor leaves
 * more room.
 */
export function candidatesFor(
  grid: Grid,
  need: Resources,
  reset: boolean,
  blocked: (area: Area) => boolean,
): Candidate[] {
  const found: Area[] = [];
  for (let height = 1; height <= grid.rows; height += 1) {
    for (let r0 = 0; r0 + height <= grid.rows; r0 += 1) {
      found.push(...narrowest(grid, need, r0, r0 + height - 1));
    }
  }
  return minimal(grid, found)
    .filter((area) => !blocked(area))
    .map((area) => ({ ...area, bytes: bytesOf(grid, area, reset) }))
    .sort((a, b) => a.bytes - b.bytes || a.r0 - b.r0 || a.u0 - b.u0);
}

export function bytesOf(grid: Grid, area: Area, reset: boolean): Bytes {
  let words = 0;
  for (let row = area.r0; row <= area.r1; row += 1) {
    words += grid.words(row, area.u0, area.u1);
    if (row > area.r0 && grid.sharesBram(row, area.u0, area.u1)) words -= sharedBramWords;
  }
  return bytesOfRowWords(grid.part, words, reset);
}

export function holds(grid: Grid, area: Area, need: Resources): boolean {
  return resourceKinds.every((kind) => need[kind] <= 0 || grid.amountIn(area, kind) >= need[kind]);
}

/** For rows r0..r1: the rectangles that no longer hold the need if a unit is removed from either side. */
function narrowest(grid: Grid, need: Resources, r0: number, r1: number): Area[] {
  const areas: Area[] = [];
  let u1 = 0;
  for (let u0 = 0; u0 < grid.units; u0 += 1) {
    u1 = Math.max(u1, u0);
    while (u1 < grid.units && !usable(grid, { u0, u1, r0, r1 }, need)) u1 += 1;
    if (u1 >= grid.units) break;
    const narrower = { u0: u0 + 1, u1, r0, r1 };
    if (u0 < u1 && usable(grid, narrower, need)) continue;
    areas.push({ u0, u1, r0, r1 });
  }
  return areas;
}

/** A region must own at least one cell even if it needs nothing. */
function usable(grid: Grid, area: Area, need: Resources): boolean {
  return grid.ownedIn(area) > 0 && holds(grid, area, need);
}

/** Removes rectangles that contain another one; lower rectangles must come first. */
function minimal(grid: Grid, areas: readonly Area[]): Area[] {
  const kept: Area[] = [];
  const reach = new Int32Array(grid.rows * grid.rows * grid.units).fill(grid.units);
  for (const area of areas) {
    if (containsKept(grid, reach, area)) continue;
    kept.push(area);
    reach[(area.r0 * grid.rows + area.r1) * grid.units + area.u0] = area.u1;
  }
  return kept;
}

function containsKept(grid: Grid, reach: Int32Array, area: Area): boolean {
  for (let r0 = area.r0; r0 <= area.r1; r0 += 1) {
    for (let r1 = r0; r1 <= area.r1; r1 += 1) {
      const row = (r0 * grid.rows + r1) * grid.units;
      for (let u0 = area.u0; u0 <= area.u1; u0 += 1) {
        if ((reach[row + u0] ?? grid.units) <= area.u1) return true;
      }
    }
  }
  return false;
}
