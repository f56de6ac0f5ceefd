/** Explains why no placement exists. */
import { combine, resourceKinds, type ResourceKind, type Resources } from '../../base/resources';
import { resourcesIn, type Area, type Grid } from '../grid';

export interface AutoRegion {
  readonly name: string;
  /** Resources the region must contain for its largest module, including reserve and utilisation limit (`requiredResources`). */
  readonly need: Resources;
}

/** The resource that is short and where, in whole sites, not negative: `region` is undefined for the static part. */
export interface Shortfall {
  readonly region: string | undefined;
  readonly kind: ResourceKind;
  readonly need: number;
  readonly have: number;
  /** What takes the rest of the resource: nothing if the part itself has no more. */
  readonly beside: 'nothing' | 'the static part' | 'the regions' | 'the other regions';
}

/**
 * Why nothing fits, as the first of: a static part larger than the part; a region that has no place even without the
 * others; a region whose places all leave too little for the static part. If each has a place on its own, the largest
 * region is named as finding none beside the others.
 * @param free resources left by the regions placed by hand
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
    // If the two are too large together, blame the larger one.
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
  // Each finds a place one after the other, but there is no legal placement of all.
  const [largest] = largestFirst;
  const worst = worstOf(largest?.need ?? zero, rest);
  return { region: largest?.name, ...worst, beside: 'the other regions' };
}

const zero: Resources = { lut: 0, ff: 0, dsp: 0, bram18: 0, uram: 0 };

function isShort({ need, have }: Shortage): boolean {
  return need > have;
}

interface Shortage {
  readonly kind: ResourceKind;
  readonly need: number;
  readonly have: number;
}

/** The smallest free rectangle that holds the need and at most `most`, or the one that comes closest. */
function* bestPlace(
  grid: Grid,
  need: Resources,
  free: (area: Area) => boolean,
  most?: Resources,
): Generator<void, { area?: Area; worst: Shortage }> {
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
  readonly worst: Shortage;
  /** Share of the need that is covered, for the scarcest kind. */
  readonly covered: number;
  /** Number of kinds that are fully covered. */
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

/** The kind with the smallest covered share of the need. */
function worstOf(need: Resources, have: Resources): Shortage {
  const shortages = resourceKinds.map((kind) => ({ kind, need: need[kind], have: Math.max(0, have[kind]) }));
  return shortages.reduce((worst, each) => (ratio(each) < ratio(worst) ? each : worst));
}

function ratio({ need, have }: Shortage): number {
  return need <= 0 ? Infinity : have / need;
}

/** The largest share of the die that a need takes, over all kinds. */
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
