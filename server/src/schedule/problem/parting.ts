/**
 * How a batch splits. Each of its inputs takes its own path through the decisions and exits; what runs depends on which
 * modules at least one of them reaches. Sets of modules are bit masks over their occurrences on the paths.
 *
 * Example: a batch of 2, in which 70 % of all inputs are `easy`, 30 % `hard`, and 10 % leave at the exit `late`. Masks are
 * written with bit 0 on the right.
 *
 * ```
 * bit 0     1              2                  3
 *               ┌─ easy ── shallow ────────── tail    way 0: 0001111
 * front ─ gate ─┤
 *               └─ hard ── deep ──── late ─── tail    way 1: 1110011
 *                   bit    4         5        6
 *
 * routes of one input         outcomes of two inputs
 * 0001111 easy        70 %    0001111 both easy                         0.7²              = 49 %
 * 0110011 leaves      10 %    0110011 both leave at late                0.1²              =  1 %
 * 1110011 hard        20 %    0111111 one easy, one leaves              2 · 0.7 · 0.1     = 14 %
 *                             1110011 both hard, or one of them leaves  0.2² + 2 · 0.2 · 0.1 = 8 %
 *                             1111111 one easy, one hard                2 · 0.7 · 0.2     = 28 %
 * ```
 *
 * `tail` has two bits but one rank, after `shallow` and `late`: it runs once for both groups. The most likely set of cases
 * is `easy` alone (49 %).
 */
import { at } from '../at';
import type { ScheduledPath } from './problem';
import { type Choice, goingOn, type PlacedModule, type Way, waysOf } from './shares';

export interface Parting {
  /** Position of each module, by name, in the order in which a batch runs them. */
  readonly rank: ReadonlyMap<string, number>;
  readonly ways: readonly MaskedWay[];
  /** Possible outcomes of a batch: each set of occurrences that its inputs reach, with the share of batches. */
  readonly outcomes: readonly Outcome[];
  /** For each decision, the positions of the cases that a batch most likely takes together. */
  readonly likeliest: ReadonlyMap<string, ReadonlySet<number>>;
}

export interface MaskedWay {
  readonly way: Way;
  /** Bit of each module of the way. */
  readonly bits: readonly bigint[];
  readonly mask: bigint;
}

export interface Outcome {
  readonly mask: bigint;
  /** Share of batches. */
  readonly share: number;
  readonly leaving: readonly { readonly route: Route; readonly share: number }[];
}

/** What one input can do: leave at an exit, or take a path to its end. */
export interface Route {
  readonly choices: readonly Choice[];
  readonly last: PlacedModule;
  readonly leavesAtExit: boolean;
  /** All occurrences up to the last. */
  readonly mask: bigint;
  /** Share of all inputs. */
  readonly share: number;
}

/** Limited, since every state of a stream runs every outcome. */
const MOST_OUTCOMES = 256;
/** Limited, since every set of paths is timed. */
const MOST_PARTED_WAYS = 6;
/** Differences of powers of shares below this are rounding errors. */
const SHARE_TOLERANCE = 1e-12;

/** Why a batch on these paths cannot be timed, or undefined if it can. */
export function partingError(ways: readonly Way[], batch: number): string | undefined {
  if (ways.length > MOST_PARTED_WAYS)
    return `a batch can split over at most ${MOST_PARTED_WAYS} paths, and the switches make ${ways.length}: write \`batch 1\``;
  if (mergedOrder(ways) === undefined)
    return 'two cases run the same stages in opposite orders, so the groups of a batch cannot wait for each other: write `batch 1`';
  const masked = maskWays(ways);
  if (unions(possibleRoutes(masked), batch) === undefined)
    return `exits and switches split a batch in more than ${MOST_OUTCOMES} ways: write \`batch 1\`, or use fewer exits`;
  return undefined;
}

/** @throws RangeError with the text of `partingError` */
export function partingOf(ways: readonly Way[], batch: number): Parting {
  const rank = mergedOrder(ways);
  const masked = maskWays(ways);
  const routes = possibleRoutes(masked);
  const masks = unions(routes, batch);
  if (rank === undefined || masks === undefined) throw new RangeError(partingError(ways, batch));
  return {
    rank,
    ways: masked,
    outcomes: outcomesOf(routes, masks, batch),
    likeliest: likeliestCases(ways, batch),
  };
}

/**
 * One order for the modules of all paths: a module comes after all that precede it on any path, so that groups which join
 * again wait for each other; otherwise text order. Undefined if the paths contradict each other.
 */
function mergedOrder(ways: readonly Way[]): ReadonlyMap<string, number> | undefined {
  const before = new Map<string, Set<string>>();
  for (const { modules } of ways) {
    modules.forEach(({ name }, i) => {
      const own = before.get(name) ?? new Set<string>();
      before.set(name, own);
      const previous = modules[i - 1];
      if (previous !== undefined) own.add(previous.name);
    });
  }
  const rank = new Map<string, number>();
  while (rank.size < before.size) {
    const next = [...before].find(([name, own]) => !rank.has(name) && [...own].every((b) => rank.has(b)));
    if (next === undefined) return undefined;
    rank.set(next[0], rank.size);
  }
  return rank;
}

function maskWays(ways: readonly Way[]): readonly MaskedWay[] {
  const bitOf = new Map<PlacedModule, bigint>();
  return ways.map((way) => {
    const bits = way.modules.map((placed) => {
      const bit = bitOf.get(placed) ?? 1n << BigInt(bitOf.size);
      bitOf.set(placed, bit);
      return bit;
    });
    return { way, bits, mask: unionOf(bits) };
  });
}

/** The position of each module, by name, in the order in which a batch runs them; undefined if paths contradict each other. */
export function batchOrder(problem: ScheduledPath): ReadonlyMap<string, number> | undefined {
  return mergedOrder(waysOf(problem));
}

export function unionOf(masks: readonly bigint[]): bigint {
  return masks.reduce((all, mask) => all | mask, 0n);
}

/** The routes with a share above zero. */
function possibleRoutes(ways: readonly MaskedWay[]): readonly Route[] {
  const routes: Route[] = [];
  const seen = new Set<PlacedModule>();
  for (const { way, bits, mask } of ways) {
    way.modules.forEach((last, i) => {
      if (last.kind !== 'check' || !(last.leaving > 0) || seen.has(last)) return;
      seen.add(last);
      const before = way.modules.slice(0, i).filter((m) => m.kind === 'decision').length;
      const choices = way.choices.slice(0, before);
      routes.push({
        choices,
        last,
        leavesAtExit: true,
        mask: unionOf(bits.slice(0, i + 1)),
        share: last.leaving,
      });
    });
    const last = at(way.modules, way.modules.length - 1);
    const share = goingOn(last);
    if (share > 0) routes.push({ choices: way.choices, last, leavesAtExit: false, mask, share });
  }
  return routes;
}

/** The unions of routes of up to `batch` inputs, subsets first; undefined if there are too many. */
function unions(routes: readonly Route[], batch: number): readonly bigint[] | undefined {
  const all = new Set(routes.map((r) => r.mask));
  let grown: readonly bigint[] = [...all];
  for (let size = 2; size <= batch && grown.length > 0; size++) {
    const next: bigint[] = [];
    for (const mask of grown) {
      for (const route of routes) {
        const union = mask | route.mask;
        if (all.has(union)) continue;
        all.add(union);
        next.push(union);
      }
      if (all.size > MOST_OUTCOMES) return undefined;
    }
    grown = next;
  }
  // A subset is a smaller number.
  return [...all].sort((a, b) => (a < b ? -1 : 1));
}

function outcomesOf(routes: readonly Route[], masks: readonly bigint[], batch: number): readonly Outcome[] {
  const shares = sharesOfUnions(routes, masks, batch);
  // One input takes its route independently of the others in its batch.
  const others = sharesOfUnions(routes, masks, batch - 1);
  const leaving = new Map(masks.map((mask) => [mask, new Map<Route, number>()]));
  masks.forEach((mask, i) => {
    for (const route of routes) {
      const share = at(others, i) * route.share;
      const own = leaving.get(mask | route.mask);
      if (share > 0) own?.set(route, (own.get(route) ?? 0) + share);
    }
  });
  return masks.flatMap((mask, i): Outcome[] => {
    const left = [...(leaving.get(mask) ?? [])].map(([route, share]) => ({ route, share }));
    return at(shares, i) > 0 || left.length > 0 ? [{ mask, share: at(shares, i), leaving: left }] : [];
  });
}

/** For each mask, the share of groups of `count` inputs that reach exactly it: those within it, less those within a proper subset. */
function sharesOfUnions(
  routes: readonly Route[],
  masks: readonly bigint[],
  count: number,
): readonly number[] {
  const shares: number[] = [];
  for (const mask of masks) {
    const within = routes.reduce((sum, r) => sum + ((r.mask & mask) === r.mask ? r.share : 0), 0);
    let share = Math.min(1, within) ** count;
    shares.forEach((s, i) => {
      if ((at(masks, i) & mask) === at(masks, i)) share -= s;
    });
    shares.push(share > SHARE_TOLERANCE ? share : 0);
  }
  return shares;
}

function likeliestCases(ways: readonly Way[], batch: number): ReadonlyMap<string, ReadonlySet<number>> {
  /** For each decision and case, the share of all inputs that take it. */
  const taking = new Map<string, Map<number, number>>();
  const seen = new Set<PlacedModule>();
  for (const { modules, choices } of ways) {
    let made = 0;
    modules.forEach((placed, i) => {
      if (placed.kind !== 'decision') return;
      const index = choices[made++]?.index ?? 0;
      const next = modules[i + 1];
      if (next === undefined || seen.has(next)) return;
      seen.add(next);
      const cases = taking.get(placed.name) ?? new Map<number, number>();
      taking.set(placed.name, cases);
      cases.set(index, (cases.get(index) ?? 0) + placed.alive * next.caseShare);
    });
  }
  return new Map([...taking].map(([name, cases]) => [name, likeliestSet([...cases], batch)]));
}

function likeliestSet(cases: readonly (readonly [number, number])[], batch: number): ReadonlySet<number> {
  const reach = cases.reduce((sum, [, share]) => sum + share, 0);
  const sets = 2 ** cases.length;
  const shares: number[] = [];
  let best = 1;
  for (let set = 0; set < sets; set++) {
    const within = cases.reduce((sum, [, share], i) => sum + ((set >> i) & 1 ? share : 0), 1 - reach);
    let share = within ** batch;
    for (let part = 0; part < set; part++) if ((part & set) === part) share -= shares[part] ?? 0;
    shares.push(share);
    if (set > 0 && share > (shares[best] ?? 0) + SHARE_TOLERANCE) best = set;
  }
  return new Set(cases.flatMap(([index], i) => ((best >> i) & 1 ? [index] : [])));
}
