import { combine, resourceKinds, type ResourceKind, type Resources } from '../../base/resources';
import { resourcesIn, type Area, type Grid } from '../grid';

export interface AutoRegion {
  readonly name: string;
  /** What the region must hold: its largest module, reserve and utilisation limit already divided out (`requiredResources`). */
  readonly need: Resources;
}

/** Which resource is missing where, in whole sites, never fewer than none: `region` is undefined for the static part. */
export interface Shortfall {
  readonly region: string | undefined;
  readonly kind: ResourceKind;
  readonly need: number;
  readonly have: number;
  /** What takes the rest of it: nothing where the part itself has no more. */
  readonly beside: 'nothing' | 'the static part' | 'the regions' | 'the other regions';
}

/**
 * Why nothing fits. Named is what is short by itself: the static part that the part is too small for, else a region that has no place
 * however the others lie, else one that has none that leaves the static part its need. Where each would have one, the
 * largest is what finds none beside the others.
 * @param free what the regions placed by hand leave of the part
 */
export function* shortfallOf(
  grid: Grid,
  regions: readonly AutoRegion[],
  blocked: (area: Area) => boolean,
  free: Resources,
  staticNeed: Resources,
): Generator<void, Shortfall> {
  const resident = worstOf(staticNeed, free);
  if (isShort(resident)) return { region: undefined, ...resident, beside: 'nothing' };
  const left = combine(free, staticNeed, (have, need) => have - need);
  const smallestFirst = [...regions].sort((a, b) => share(grid, a.need) - share(grid, b.need));
  const largestFirst = smallestFirst.toReversed();
  const alone = new Map<string, Area>();
  for (const { name, need } of largestFirst) {
    const { worst, area } = yield* bestPlace(grid, need, (a) => !blocked(a));
    if (isShort(worst)) return { region: name, ...worst, beside: 'nothing' };
    if (area) alone.set(name, area);
  }
  for (const { name, need } of largestFirst) {
    const { worst } = yield* bestPlace(grid, need, (area) => !blocked(area), left);
    if (!isShort(worst)) continue;
    const area = alone.get(name);
    // Of two that are too much together, the larger is too large.
    if (area === undefined || share(grid, need) >= share(grid, staticNeed))
      return { region: name, ...worst, beside: 'the static part' };
    const besides = combine(free, resourcesIn(grid, area), (have, gone) => have - gone);
    return { region: undefined, ...worstOf(staticNeed, besides), beside: 'the regions' };
  }
  const taken: Area[] = [];
  let rest = left;
  for (const { name, need } of smallestFirst) {
    const isFree = (area: Area): boolean =>
      !blocked(area) && taken.every((other) => !overlaps(grid, area, other));
    const { worst, area } = yield* bestPlace(grid, need, isFree, rest);
    if (isShort(worst) || area === undefined) return { region: name, ...worst, beside: 'the other regions' };
    taken.push(area);
    rest = combine(rest, resourcesIn(grid, area), (have, gone) => have - gone);
  }
  // All of them find a place one after the other, but no legal one together.
  const [largest] = largestFirst;
  const worst = worstOf(largest?.need ?? zero, rest);
  return { region: largest?.name, ...worst, beside: 'the other regions' };
}

const zero: Resources = { lut: 0, ff: 0, dsp: 0, bram18: 0, uram: 0 };

function isShort({ need, have }: Lack): boolean {
  return need > have;
}

interface Lack {
  readonly kind: ResourceKind;
  readonly need: number;
  readonly have: number;
}

/** The smallest free rectangle that holds the need and no more than `most`, or the one that comes closest to it. */
function* bestPlace(
  grid: Grid,
  need: Resources,
  free: (area: Area) => boolean,
  most?: Resources,
): Generator<void, { area?: Area; worst: Lack }> {
  let best: Attempt = { worst: worstOf(need, zero), covered: -1, met: 0, size: Infinity };
  for (let r0 = 0; r0 < grid.rows; r0 += 1) {
    for (let r1 = r0; r1 < grid.rows; r1 += 1) {
      yield;
      for (let u0 = 0; u0 < grid.units; u0 += 1) {
        for (let u1 = u0; u1 < grid.units; u1 += 1) {
          const area = { u0, u1, r0, r1 };
          if (!free(area)) break;
          const attempt = attemptAt(grid, area, need);
          if (most && resourceKinds.some((kind) => grid.amountIn(area, kind) > most[kind])) break;
          if (isBetter(attempt, best)) best = attempt;
          if (attempt.covered >= 1) break;
        }
      }
    }
  }
  return best;
}

interface Attempt {
  readonly area?: Area;
  readonly worst: Lack;
  /** Share of the need that is there, of the kind that is shortest. */
  readonly covered: number;
  /** Kinds that are there in full. */
  readonly met: number;
  readonly size: number;
}

function attemptAt(grid: Grid, area: Area, need: Resources): Attempt {
  const have = resourcesIn(grid, area);
  const worst = worstOf(need, have);
  const met = resourceKinds.filter((kind) => have[kind] >= need[kind]).length;
  return { area, worst, covered: Math.min(1, ratio(worst)), met, size: grid.ownedIn(area) };
}

function isBetter(a: Attempt, b: Attempt): boolean {
  if (a.covered !== b.covered) return a.covered > b.covered;
  return a.met !== b.met ? a.met > b.met : a.size < b.size;
}

/** The kind of which the smallest share of the need is there. */
function worstOf(need: Resources, have: Resources): Lack {
  const lacks = resourceKinds.map((kind) => ({ kind, need: need[kind], have: Math.max(0, have[kind]) }));
  return lacks.reduce((worst, each) => (ratio(each) < ratio(worst) ? each : worst));
}

function ratio({ need, have }: Lack): number {
  return need <= 0 ? Infinity : have / need;
}

/** The largest share of the die that a need takes of any kind. */
function share(grid: Grid, need: Resources): number {
  const die = resourcesIn(grid, { u0: 0, u1: grid.units - 1, r0: 0, r1: grid.rows - 1 });
  return Math.max(
    ...resourceKinds.map((kind) => (need[kind] <= 0 ? 0 : need[kind] / Math.max(die[kind], 1))),
  );
}

function overlaps(grid: Grid, a: Area, b: Area): boolean {
  const u0 = Math.max(a.u0, b.u0);
  const u1 = Math.min(a.u1, b.u1);
  const r0 = Math.max(a.r0, b.r0);
  const r1 = Math.min(a.r1, b.r1);
  return u0 <= u1 && r0 <= r1 && grid.ownedIn({ u0, u1, r0, r1 }) > 0;
}
