import type { Bytes } from '../../base/units';
import type { Candidate } from './candidates';

/** Whether a region over a cell would own frames there. */
export type Owned = (row: number, unit: number) => boolean;

/**
 * Fewest bytes that so many regions with the same places (sorted by bytes) can weigh together. Places over one owned cell
 * exclude each other; so the places fall into groups of which each gives at most one, and the bound is the sum of the
 * cheapest of the first groups. Infinite if there are fewer groups than regions.
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

/** The places that remain when those over one cell of a place are struck, for the corner cell that strikes most. */
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
