/** How a tried design stands: whether it fits, which budgets it misses, and its figure for an objective. */
import { standingOf } from '../analysis/figures/fits';
import { isBudgetCode } from '../analysis/figures/budgets';
import { formatMetric } from '../analysis/presentation/metric';
import type { Nanoseconds, Share } from '../base/units';
import { type State, errorsOf, troubles } from './trial';

/** What a search lowers: the mean of one input from home, its worst case, or the time per input of a stream. */
export type TimeObjective = 'latency' | 'worst' | 'throughput';

export type Fits = 'yes' | 'undecided' | 'no';

/** `undecided`: within the band of an estimate, or something is not modelled. */
export function fitsOf(after: State): Fits {
  if (errorsOf(after).some((d) => !isBudgetCode(d.code))) return 'no';
  const { regions, staticPart, budgets } = after.analysis;
  const standing = standingOf({ regions, staticPart, budgets });
  if (standing === 'does not fit') return 'no';
  const isNarrow = budgets.some((b) => b.verdict === 'may not fit');
  return standing === 'unknown' || isNarrow || troubles(after).length > 0 ? 'undecided' : 'yes';
}

export interface MissedBudget {
  /** As in the text: `latency mean <= 1 ms`. */
  readonly limit: string;
  readonly actual: string;
  /** By how much, as a share of the limit; undefined if the figure is not known, or the limit is 0. */
  readonly missBy: Share | undefined;
}

/** Budgets that are certainly missed, the farthest first. */
export function missedBudgets({ analysis }: State): readonly MissedBudget[] {
  return analysis.budgets
    .filter((b) => b.verdict === 'does not fit')
    .map(({ limit: { metric, comparison, value }, actual }) => ({
      limit: `${metric} ${comparison} ${formatMetric(metric, value)}`,
      actual: actual === undefined ? 'not known' : formatMetric(metric, actual),
      missBy: actual === undefined || value === 0 ? undefined : Math.abs(actual / value - 1),
    }))
    .sort((a, b) => (b.missBy ?? Infinity) - (a.missBy ?? Infinity));
}

/** Undefined without a timeline, or where the stream is not modelled. */
export function timeFor(
  { analysis: { timeline } }: State,
  objective: TimeObjective,
): Nanoseconds | undefined {
  switch (objective) {
    case 'latency':
      return timeline?.schedule.meanNs;
    case 'worst':
      return timeline?.schedule.worstNs;
    case 'throughput':
      return timeline?.stream?.periodPerInputNs;
  }
}

/** Mean latency at batch 1, else the period. */
export function usualObjective({ analysis }: State): TimeObjective {
  return analysis.design.schedule.batch > 1 ? 'throughput' : 'latency';
}

const order: Readonly<Record<Fits, number>> = { yes: 0, undecided: 1, no: 2 };

/** For sorting: what fits before what may, what meets the budgets before what comes near them, then the faster. */
export function betterFirst(
  objective: TimeObjective,
): (
  a: { readonly after: State; readonly fits: Fits },
  b: { readonly after: State; readonly fits: Fits },
) => number {
  const missOf = (after: State): number =>
    missedBudgets(after).reduce((sum, { missBy }) => sum + (missBy ?? 1), 0);
  return (a, b) =>
    order[a.fits] - order[b.fits] ||
    missOf(a.after) - missOf(b.after) ||
    (timeFor(a.after, objective) ?? Infinity) - (timeFor(b.after, objective) ?? Infinity);
}
