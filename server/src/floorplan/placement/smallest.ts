/** The smallest place of one region alone. */
import type { Resources } from '../../base/resources';
import type { Bytes } from '../../base/units';
import type { Part } from '../../device';
import { gridOf, resourcesIn } from '../grid';
import { candidatesFor } from './candidates';

/** A rectangle that a region may have, by what it costs and holds. */
export interface SmallestPlace {
  readonly bytes: Bytes;
  readonly resources: Resources;
}

/** The legal rectangle with the fewest bytes that holds a need, with nothing else on the part; undefined if none does. */
export function smallestPlace(part: Part, need: Resources, reset: boolean): SmallestPlace | undefined {
  const grid = gridOf(part);
  const [best] = candidatesFor(grid, need, reset, () => false);
  return best && { bytes: best.bytes, resources: resourcesIn(grid, best) };
}
