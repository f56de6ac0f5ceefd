/** A lower bound for regions that have the same places. */
import type { Bytes } from '../../base/units';
import type { Candidate } from './candidates';

/** Whether a region over a cell would own frames there. */
export type Owned = (row: number, unit: number) => boolean;

/**
 * Lower bound on the total bytes of `regions` regions with the same places (sorted by bytes). Places that cover a common
 * owned cell exclude each other, so places fall into groups that provide at most one each, and the bound is the sum of the
 * cheapest places of the first groups. Infinite if there are fewer groups than regions.
 *
 * Example for two regions in one row with the places 0-1 (20 bytes), 1-2 (22), 2-3 (24) and 3-4 (26): the first group is the
 * places over unit 1, a corner of the cheapest; the cheapest of the rest is 2-3, so the bound is 20 + 24 = 44.
 */
export function leastTogether(places: readonly Candidate[], regions: number, owned: Owned): Bytes {
  let bytes = 0;
  let left = places;
  for (let region = 0; region < regions; region += 1) {
    const cheapest = left[0];
    if (!cheapest) return Infinity;
    bytes += cheapest.bytes;
    if (region + 1 < regions) left = withoutMost(left, cheapest, owned);
  }
  return bytes;
}

/** The places that remain without those over one corner cell of a place, for the corner that removes most. */
function withoutMost(places: readonly Candidate[], at: Candidate, owned: Owned): readonly Candidate[] {
  let least: readonly Candidate[] = places.slice(1);
  for (const row of new Set([at.r0, at.r1])) {
    for (const unit of new Set([at.u0, at.u1])) {
      if (!owned(row, unit)) continue;
      const rest = places.filter(({ r0, r1, u0, u1 }) => r0 > row || r1 < row || u0 > unit || u1 < unit);
      if (rest.length < least.length) least = rest;
    }
  }
  return least;
}
