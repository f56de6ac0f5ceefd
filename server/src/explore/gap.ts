/** How far what was found may be above the least that is possible. */
import type { Share } from '../base/units';

/**
 * As a share of what was found: 0 if it is proved to be the least. Undefined if it is below the bound: then the bound is not of
 * this one, and says nothing about it.
 *
 * @param unit what rounding may take off a figure
 */
export function gapBetween(found: number, bound: number, unit = 0): Share | undefined {
  if (found < bound - unit) return undefined;
  return found <= bound ? 0 : 1 - bound / found;
}
