/** Places regions without a pblock automatically. */
import { combine, noResources, resourceKinds, type Resources } from '../../base/resources';
import type { Bytes } from '../../base/units';
import type { Checkpoint } from '../../base/checkpoint';
import { evaluatePblock, partByBase, partNames, type Part, type SiteRange } from '../../device';
import { gridOf, rectangleOf, resourcesIn, type Area, type Grid } from '../grid';
import { printRectangle } from '../ranges';
import { candidatesFor, type Candidate } from './candidates';
import { shortfallOf, type AutoRegion, type Shortfall } from './shortfall';
import { searchPlacement, type SearchResult } from './search';

export interface PlacementProblem {
  readonly part: Part;
  readonly regions: readonly AutoRegion[];
  /** Ranges of the regions placed by hand. */
  readonly fixed?: readonly (readonly SiteRange[])[];
  /** Resources that must remain outside all regions. */
  readonly staticNeed?: Resources;
  /** RESET_AFTER_RECONFIG, default true. */
  readonly reset?: boolean;
  /** Comparisons of places before the search stops with a gap. */
  readonly budget?: number;
}

export interface Placement {
  readonly region: string;
  /** Vivado ranges of every reconfigurable kind inside. */
  readonly ranges: readonly string[];
  readonly bytes: Bytes;
  readonly resources: Resources;
}

export type PlacementResult =
  | {
      readonly placements: readonly Placement[];
      readonly bytes: Bytes;
      /** No placement has fewer bytes; equal to `bytes` if exact. */
      readonly lowerBoundBytes: Bytes;
      readonly exact: boolean;
    }
  | { readonly infeasible: Shortfall; readonly smallestPart?: string }
  /** The search used up its budget before it found any placement. */
  | { readonly undecided: true; readonly lowerBoundBytes: Bytes };

/** Up to this many regions the search runs to the optimum, within about ten seconds. */
const exactRegions = 6;
const exactBudget = 1e9;
const quickBudget = 3e7;

/** Places all regions with the fewest bytes in total; calls the checkpoint every few milliseconds. */
export async function placeRegions(
  problem: PlacementProblem,
  checkpoint: Checkpoint,
): Promise<PlacementResult> {
  const steps = placementSteps(problem);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await checkpoint();
  }
}

/** The same without checkpoints. */
export function placeRegionsNow(problem: PlacementProblem): PlacementResult {
  const steps = placementSteps(problem);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

function* placementSteps(problem: PlacementProblem): Generator<void, PlacementResult> {
  const attempt = yield* search(problem);
  if (attempt.result.best) return placed(problem, attempt.result, attempt.result.best);
  if (!attempt.result.complete) return { undecided: true, lowerBoundBytes: attempt.result.lowerBound };
  const infeasible = yield* shortfallOf(
    attempt.grid,
    problem.regions,
    attempt.blocked,
    attempt.free,
    problem.staticNeed ?? noResources,
  );
  const smallestPart = yield* smallestFit(problem);
  return { infeasible, ...(smallestPart === undefined ? {} : { smallestPart }) };
}

interface Attempt {
  readonly grid: Grid;
  readonly blocked: (area: Area) => boolean;
  /** Resources of the part left by the regions placed by hand. */
  readonly free: Resources;
  readonly result: SearchResult;
}

function* search(problem: PlacementProblem): Generator<void, Attempt> {
  const grid = gridOf(problem.part);
  yield;
  const reset = problem.reset ?? true;
  const fixed = (problem.fixed ?? []).map((ranges) =>
    evaluatePblock(problem.part, ranges, { snapping: true, reset }),
  );
  const blocked = blockedBy(
    problem.part,
    fixed.map((figures) => figures.ownedColumns),
  );
  const taken = fixed.reduce((sum, figures) => combine(sum, figures.resources, (a, b) => a + b), noResources);
  const free = freeOf(problem.part, taken);
  const allowance = combine(free, problem.staticNeed ?? noResources, (have, need) => have - need);
  const lists = new Map<string, readonly Candidate[]>();
  const candidates: (readonly Candidate[])[] = [];
  for (const { need } of problem.regions) {
    const key = resourceKinds.map((kind) => need[kind]).join(' ');
    const list = lists.get(key) ?? candidatesFor(grid, need, reset, blocked);
    lists.set(key, list);
    candidates.push(list);
    yield;
  }
  const held = new Map<Candidate, Resources>();
  for (const list of lists.values()) {
    for (const area of list) held.set(area, resourcesIn(grid, area));
    yield;
  }
  const result = yield* searchPlacement({
    candidates,
    conflict: (a, b) => conflict(grid, a, b),
    owned: grid.owned,
    held: (candidate) => held.get(candidate) ?? noResources,
    allowance,
    budget: problem.budget ?? (candidates.length <= exactRegions ? exactBudget : quickBudget),
  });
  return { grid, blocked, free, result };
}

/** Whether two regions own a common cell, and so a common frame. */
function conflict(grid: Grid, a: Area, b: Area): boolean {
  const u0 = Math.max(a.u0, b.u0);
  const u1 = Math.min(a.u1, b.u1);
  if (u0 > u1) return false;
  const r0 = Math.max(a.r0, b.r0);
  const r1 = Math.min(a.r1, b.r1);
  return r0 <= r1 && grid.ownedIn({ u0, u1, r0, r1 }) > 0;
}

/** Cells whose frames a hand-placed region owns. */
function blockedBy(part: Part, owned: readonly (readonly (readonly number[])[])[]): (area: Area) => boolean {
  const cells = new Set<string>();
  for (const rows of owned) {
    rows.forEach((columns, row) => columns.forEach((x) => cells.add(`${row} ${part.unitOf[x]}`)));
  }
  const taken = [...cells].map((cell) => cell.split(' ').map(Number));
  return (area) =>
    taken.some(
      ([row = 0, unit = 0]) => row >= area.r0 && row <= area.r1 && unit >= area.u0 && unit <= area.u1,
    );
}

/** Resources left for other regions and the static part. A smaller licence limits what a design uses, not its areas. */
function freeOf(part: Part, taken: Resources): Resources {
  // The licence limits the whole design, regions and static part together.
  const { lut, ff, dsp, bram36, uram } = part.limits;
  const whole: Resources = { lut, ff, dsp, bram18: 2 * bram36, uram };
  return combine(whole, taken, (all, gone) => all - gone);
}

function placed(
  problem: PlacementProblem,
  result: SearchResult,
  best: readonly Candidate[],
): PlacementResult {
  const { part } = problem;
  const grid = gridOf(part);
  const placements = best.map((area, index) => ({
    region: problem.regions[index]?.name ?? '',
    ranges: printRectangle(part, rectangleOf(part, area)),
    bytes: area.bytes,
    resources: resourcesIn(grid, area),
  }));
  const bytes = best.reduce((sum, area) => sum + area.bytes, 0);
  return { placements, bytes, lowerBoundBytes: result.lowerBound, exact: result.complete };
}

/** The smallest part on which everything fits, those of the same family first; regions placed by hand are placed again. */
function* smallestFit(problem: PlacementProblem): Generator<void, string | undefined> {
  const fixed = (problem.fixed ?? []).map((ranges, index) => ({
    name: `placed ${index}`,
    need: evaluatePblock(problem.part, ranges, { snapping: true }).resources,
  }));
  const regions = [...problem.regions, ...fixed];
  const parts = partNames
    .flatMap((name) => partByBase(name) ?? [])
    .filter((part) => part.limits.lut > problem.part.limits.lut)
    .sort((a, b) => a.limits.lut - b.limits.lut);
  const own = parts.filter((part) => part.family === problem.part.family);
  for (const part of [...own, ...parts.filter((other) => other.family !== problem.part.family)]) {
    const { result } = yield* search({ ...problem, part, regions, fixed: [], budget: quickBudget });
    if (result.best) return part.name;
  }
  return undefined;
}
