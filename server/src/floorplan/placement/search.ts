/**
 * Branch and bound over the places of all regions. Example in one row, places written as units (bytes):
 *
 * ```
 * A: 0-1 (20)  1-2 (22)  2-3 (24)      B: 1 (9)  3 (11)
 *
 * B has the fewest places:
 *   B = 1, bound  9 + 20 = 29: removes 0-1 and 1-2 from A, leaves 2-3      → 33 bytes
 *   B = 3, bound 11 + 20 = 31 < 33: removes 2-3 from A, takes 0-1          → 31 bytes, the optimum
 * ```
 */
import { addResources, noResources, resourceKinds, type Resources } from '../../base/resources';
import type { Bytes } from '../../base/units';
import { leastTogether, type Owned } from './bounds';
import type { Candidate } from './candidates';

export interface SearchProblem {
  /** Places of each region, sorted by bytes; no list is empty. */
  readonly candidates: readonly (readonly Candidate[])[];
  readonly conflict: (a: Candidate, b: Candidate) => boolean;
  readonly held: (candidate: Candidate) => Resources;
  readonly owned: Owned;
  /** Resources that all regions together may take from the static part. */
  readonly allowance: Resources;
  /** Comparisons of two places before the search stops with the best found; ten times as many if none is found. */
  readonly budget: number;
}

export interface SearchResult {
  /** One place per region, or undefined if none was found. */
  readonly best: readonly Candidate[] | undefined;
  /** No placement has fewer bytes. */
  readonly lowerBound: Bytes;
  /** Whether the search is exhaustive: `best` is the optimum, or there is no placement. */
  readonly complete: boolean;
}

/** Factor on the budget while nothing has been found. */
const patienceWithoutAny = 10;

/** Comparisons between two yields: about a millisecond. */
const slice = 50_000;

/**
 * Searches for the placement with the fewest bytes. Each step takes the region with the fewest places left, tries them in
 * order of bytes, and removes colliding places from the lists of the others; the bound is the sum of the cheapest places
 * left. Yields regularly, so that the caller can do other work or stop.
 */
export function* searchPlacement(problem: SearchProblem): Generator<void, SearchResult> {
  const state = new SearchState(problem);
  const lists = problem.candidates.map((list, region) => ({ region, list }));
  if (lists.every(({ list }) => list.length > 0)) yield* descend(state, lists, 0, noResources);
  const lowerBound = Math.min(state.bestBytes, state.openBound);
  return { best: state.best, lowerBound, complete: !state.exhausted };
}

interface Open {
  readonly region: number;
  readonly list: readonly Candidate[];
}

class SearchState {
  best: readonly Candidate[] | undefined;
  bestBytes = Infinity;
  /** Least bound of the branches not searched. */
  openBound = Infinity;
  exhausted = false;
  readonly placed: Candidate[] = [];
  readonly #leastHeld: readonly Resources[];
  #comparisons = 0;
  #untilYield = slice;

  constructor(readonly problem: SearchProblem) {
    // Regions with the same need share a list.
    const least = new Map<readonly Candidate[], Resources>();
    for (const list of problem.candidates)
      if (!least.has(list)) least.set(list, leastOf(list.map(problem.held)));
    this.#leastHeld = problem.candidates.map((list) => least.get(list) ?? noResources);
  }

  /** Whether enough is left for the static part with these regions placed and the others at their smallest. */
  leavesEnough(taken: Resources, open: readonly Open[]): boolean {
    let least = taken;
    for (const { region } of open) least = addResources(least, this.#leastHeld[region] ?? noResources);
    return resourceKinds.every((kind) => least[kind] <= this.problem.allowance[kind]);
  }

  /** Counts comparisons; returns true when it is time to yield. */
  spend(comparisons: number): boolean {
    this.#comparisons += comparisons;
    this.#untilYield -= comparisons;
    const patience = this.best === undefined ? patienceWithoutAny : 1;
    if (this.#comparisons > this.problem.budget * patience) this.exhausted = true;
    if (this.#untilYield > 0) return false;
    this.#untilYield = slice;
    return true;
  }

  keep(bytes: Bytes): void {
    if (bytes >= this.bestBytes) return;
    this.best = [...this.placed];
    this.bestBytes = bytes;
  }
}

function* descend(
  state: SearchState,
  open: readonly Open[],
  spent: Bytes,
  taken: Resources,
): Generator<void> {
  if (!state.leavesEnough(taken, open)) return;
  if (open.length === 0) {
    state.keep(spent);
    return;
  }
  if (state.best !== undefined && spent + leastOfTwins(state, open) >= state.bestBytes) return;
  const next = fewest(open);
  let others = open.filter((other) => other !== next);
  for (const candidate of next.list) {
    const bound = spent + candidate.bytes + cheapest(others);
    if (bound >= state.bestBytes) return;
    if (state.exhausted) {
      state.openBound = Math.min(state.openBound, bound);
      return;
    }
    if (state.spend(others.reduce((sum, { list }) => sum + list.length, 1))) yield;
    const left = strike(state, others, candidate);
    if (left) {
      state.placed[next.region] = candidate;
      const bytes = spent + candidate.bytes;
      yield* descend(state, left, bytes, addResources(taken, state.problem.held(candidate)));
    }
    others = others.map((other) => withoutTwin(state, next, other, candidate));
    if (others.some(({ list }) => list.length === 0)) return;
  }
}

/** Cells with which `leastTogether` compares each place, per region. */
const cornersTried = 4;

/** Lower bound that takes into account that regions with the same places exclude each other; groups of such regions add up. */
function leastOfTwins(state: SearchState, open: readonly Open[]): Bytes {
  const twins = new Map<readonly Candidate[] | undefined, Open[]>();
  for (const each of open) {
    const key = state.problem.candidates[each.region];
    twins.set(key, [...(twins.get(key) ?? []), each]);
  }
  let bytes = 0;
  for (const [first, ...rest] of twins.values()) {
    if (!first) continue;
    bytes += leastTogether(first.list, rest.length + 1, state.problem.owned);
    state.spend(cornersTried * first.list.length * rest.length);
  }
  return bytes;
}

function fewest(open: readonly Open[]): Open {
  return open.reduce((least, each) => (each.list.length < least.list.length ? each : least));
}

function cheapest(open: readonly Open[]): Bytes {
  return open.reduce((sum, { list }) => sum + (list[0]?.bytes ?? 0), 0);
}

/** The lists without places that collide with a candidate; undefined if one becomes empty. */
function strike(state: SearchState, open: readonly Open[], taken: Candidate): Open[] | undefined {
  const left: Open[] = [];
  for (const { region, list } of open) {
    const free = list.filter((candidate) => !state.problem.conflict(taken, candidate));
    if (free.length === 0) return undefined;
    left.push({ region, list: free });
  }
  return left;
}

/** Regions with the same places are interchangeable: a place tried for one need not be tried for its twin. */
function withoutTwin(state: SearchState, next: Open, other: Open, candidate: Candidate): Open {
  const { candidates } = state.problem;
  if (candidates[next.region] !== candidates[other.region]) return other;
  return { ...other, list: other.list.filter((each) => each !== candidate) };
}

function leastOf(held: readonly Resources[]): Resources {
  const least = { ...(held[0] ?? noResources) };
  for (const each of held) {
    for (const kind of resourceKinds) least[kind] = Math.min(least[kind], each[kind]);
  }
  return least;
}
