/** Of every number of exits, the subsets that are best at something. */
import type { Joules, Nanoseconds, Share } from '../../base/units';
import type { SubsetTimes } from '../../schedule/index';

export type Objective = 'latency' | 'worst' | 'energy';

/** Figures of one subset. */
export interface Subset extends Timed {
  /** Bit mask of its exits, the first of the path in bit 0. */
  readonly exits: number;
  /** Share of all samples that are right where they leave; undefined without a trace. */
  readonly accuracy: Share | undefined;
}

interface Timed {
  readonly meanNs: Nanoseconds;
  readonly worstNs: Nanoseconds;
  /** Of one input; undefined unless energy is asked for. */
  readonly joules?: Joules | undefined;
}

interface Wanted {
  /** How many exits the design has. */
  readonly exits: number;
  readonly objective: Objective;
  /** By mask, if energy is the objective. */
  readonly joules?: Float64Array | undefined;
  /** By mask; undefined without a trace. */
  readonly accuracyOf: ((exits: number) => Share) | undefined;
  /** Subsets that are right less often do not count. */
  readonly accuracy: Share | undefined;
  /** How many of each number of exits. */
  readonly most: number;
}

/** What sums of shares may be off. */
const TOLERANCE = 1e-9;

/**
 * For 0, 1, … exits, the best subsets that are right often enough, best first. What is equal by the objective is ordered by the other
 * time; then the earlier exits come first.
 */
export function bestSubsets(times: SubsetTimes, wanted: Wanted): readonly (readonly Subset[])[] {
  const { exits, objective, joules, accuracyOf, accuracy: needed, most } = wanted;
  const best: Subset[][] = Array.from({ length: exits + 1 }, () => []);
  const isBefore = (a: Timed, b: Timed): boolean => {
    const [mean, worst] = [a.meanNs - b.meanNs, a.worstNs - b.worstNs];
    const energy = (a.joules ?? 0) - (b.joules ?? 0);
    return (energy || (objective === 'worst' ? worst || mean : mean || worst)) < 0;
  };
  for (let mask = 0; mask < 2 ** exits; mask++) {
    const list = best[bitsOf(mask)];
    const timed = {
      meanNs: times.meanNs[mask] ?? 0,
      worstNs: times.worstNs[mask] ?? 0,
      joules: joules?.[mask],
    };
    const last = list?.[most - 1];
    if (list === undefined || (last && !isBefore(timed, last))) continue;
    const accuracy = accuracyOf?.(mask);
    if (needed !== undefined && accuracy !== undefined && accuracy < needed - TOLERANCE) continue;
    const place = list.findIndex((other) => isBefore(timed, other));
    list.splice(place === -1 ? list.length : place, 0, { exits: mask, ...timed, accuracy });
    list.length = Math.min(list.length, most);
  }
  return best;
}

export type Shape = 'falling' | 'rising' | 'U-shaped' | 'flat';

/** Differences of less than this share are none. */
export const FLAT = 0.001;

/** How a time changes with the number of exits, where it is known: `U-shaped` if it neither only falls nor only rises. */
export function shapeOf(byCount: readonly (Nanoseconds | undefined)[]): Shape | undefined {
  const known = byCount.filter((ns) => ns !== undefined);
  if (known.length < 2) return undefined;
  const steps = known.slice(1).map((ns, i) => ns / (known[i] ?? ns) - 1);
  const [falls, rises] = [steps.some((step) => step < -FLAT), steps.some((step) => step > FLAT)];
  if (falls && rises) return 'U-shaped';
  return falls ? 'falling' : rises ? 'rising' : 'flat';
}

/** How many exits a mask has. */
export function bitsOf(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}
