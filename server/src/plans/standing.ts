/** How a tried design stands: whether it fits, which budgets it misses, and its figure for an objective. */
import { standingOf } from '../analysis/figures/fits';
import { isBudgetCode } from '../analysis/figures/budgets';
import { formatMetric } from '../analysis/presentation/metric';
import { formatJoules, formatNs } from '../base/format';
import type { Nanoseconds, Share } from '../base/units';
import { type State, errorsOf, troubles } from './trial';

/** What a search lowers: the mean of one input from home, its worst case, or the time per input of a stream. */
export type TimeObjective = 'latency' | 'worst' | 'throughput';

/** Or the joules of an input in the long run. */
export type DesignObjective = TimeObjective | 'energy';

export const timeObjectives = ['latency', 'worst', 'throughput'] as const satisfies readonly TimeObjective[];
export const designObjectives = [...timeObjectives, 'energy'] as const satisfies readonly DesignObjective[];

/** Of what, in words. */
export const measured = {
  latency: 'mean',
  worst: 'worst case',
  throughput: 'time per input',
  energy: 'energy of an input',
} as const satisfies Record<DesignObjective, string>;

/**
 * What is lowered while nothing has a text yet: base power by the time of an input is nearly all of its energy, and what the
 * modules take decides between designs that were analysed.
 */
export function searchedBy(objective: DesignObjective): TimeObjective {
  return objective === 'energy' ? 'throughput' : objective;
}

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

/** What a search for the least energy lacks on a part that no report is of. */
export const powerNeeded =
  'figures of power: no power report of this part is known, so state the metered power of the board as `idle`';

/** Nanoseconds, or joules; undefined where it is not modelled. */
export function valueFor(state: State, objective: DesignObjective): number | undefined {
  return objective === 'energy' ? state.analysis.energy?.stream?.perInput.value : timeFor(state, objective);
}

export function formatValue(objective: DesignObjective, value: number): string {
  return objective === 'energy' ? formatJoules(value, 3) : formatNs(value);
}

/** Mean latency at batch 1, else the period. */
export function usualObjective({ analysis }: State): TimeObjective {
  return analysis.design.schedule.batch > 1 ? 'throughput' : 'latency';
}

const order: Readonly<Record<Fits, number>> = { yes: 0, undecided: 1, no: 2 };

/** For sorting: what fits before what may, what meets the budgets before what comes near them, then the faster. */
export function betterFirst(
  objective: DesignObjective,
): (
  a: { readonly after: State; readonly fits: Fits },
  b: { readonly after: State; readonly fits: Fits },
) => number {
  const missOf = (after: State): number =>
    missedBudgets(after).reduce((sum, { missBy }) => sum + (missBy ?? 1), 0);
  return (a, b) =>
    order[a.fits] - order[b.fits] ||
    missOf(a.after) - missOf(b.after) ||
    by(valueFor(a.after, objective), valueFor(b.after, objective));
}

/** What is not modelled comes last. */
function by(a = Number.MAX_VALUE, b = Number.MAX_VALUE): number {
  return a - b;
}
