/** How many inputs leave at each exit of a subset, and how often they must be right. */
import { RATE_TOLERANCE } from '../../analysis/figures/profile';
import type { Share } from '../../base/units';
import { countLeaving } from '../../explore/exits/leaving-counts';
import type { ScheduleProblem } from '../../schedule/index';
import type { ExitSpec } from '../../semantics/design';
import type { State } from '../trial';

export interface RequiredAccuracy {
  readonly accuracy: Share;
  readonly by: 'asked' | 'budget' | 'as now';
}

export interface Leaving {
  /** Share of all inputs that leave at the last exit of a mask. */
  readonly rateOf: (exits: number) => Share;
  /** Undefined without a trace. */
  readonly accuracyOf: ((exits: number) => Share) | undefined;
}

/**
 * With a trace, sample by sample. Without one, the share confident at an exit or before is the sum of the written rates up
 * to it: those who would have left at an exit that is gone leave at the next.
 */
export function leavingOf({ analysis }: State, problem: ScheduleProblem, exits: readonly string[]): Leaving {
  const { counted, rates } = analysis.profile ?? {};
  if (counted && rates) {
    const rules = exits.flatMap((name) => counted.rules[rates.exits.findIndex((e) => e.name === name)] ?? []);
    const counts = countLeaving(counted.trace, rules, counted.end);
    return {
      rateOf: (mask) => counts.leaving(mask) / counts.samples,
      accuracyOf: (mask) => counts.right(mask) / counts.samples,
    };
  }
  const timed = [...(problem.exits ?? []), ...problem.stages.flatMap((s) => s.exits ?? [])];
  // An exit that no stage ends at is not on the timeline yet.
  const written = exits.map((name) => ({
    rate:
      timed.find((e) => e.name === name)?.rate ??
      analysis.design.exits.find((e) => e.name === name)?.rate?.value ??
      0,
  }));
  return {
    rateOf(mask) {
      const last = 31 - Math.clz32(mask);
      const before = 31 - Math.clz32(mask & ~(1 << last));
      return written.slice(before + 1, last + 1).reduce((sum, e) => sum + e.rate, 0);
    },
    accuracyOf: undefined,
  };
}

/**
 * What the rates of a subset of the exits are to be written as: without a trace all of them, with one those that would be wrong.
 *
 * @param exits in the order of the bits
 */
export function writtenRates(
  exits: readonly Pick<ExitSpec, 'name' | 'rate'>[],
  mask: number,
  { accuracyOf, rateOf }: Leaving,
): ReadonlyMap<string, Share> {
  const rates = new Map<string, Share>();
  for (const [bit, { name, rate }] of exits.entries()) {
    if (((mask >> bit) & 1) === 0) continue;
    const share = rateOf(mask & (2 ** (bit + 1) - 1));
    const isWrong = rate !== undefined && Math.abs(rate.value - share) > RATE_TOLERANCE;
    if (accuracyOf === undefined || isWrong) rates.set(name, share);
  }
  return rates;
}

export function requiredOf(
  { analysis }: State,
  accuracy: Share | undefined,
  now: Share | undefined,
): RequiredAccuracy | undefined {
  if (now === undefined) return undefined;
  if (accuracy !== undefined) return { accuracy, by: 'asked' };
  const budget = analysis.design.budgets.find((b) => b.metric === 'accuracy' && b.comparison === '>=');
  // With fixed thresholds and no limit, the fastest subset would win by being wrong.
  return budget ? { accuracy: Number(budget.value), by: 'budget' } : { accuracy: now, by: 'as now' };
}
