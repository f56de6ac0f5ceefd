/** Searches thresholds for the exits of a design. */
import type { Checkpoint } from '../../base/checkpoint';
import { formatNs, formatShare } from '../../base/format';
import { type Steps, runAtOnce, runBetween } from '../../base/steps';
import type { Share } from '../../base/units';
import type { Effort } from '../../explore/chain-proof';
import { type LeastThresholds, ThresholdSearch, type TunedThresholds } from '../../explore/thresholds';
import { type Trace, bindTrace } from '../../schedule/index';
import type { Analysis } from '../analysis';

/** Thresholds found from the design's trace and timeline. */
export interface ThresholdTuning {
  /** Names of the exits, in the order of their thresholds. */
  readonly exits: readonly string[];
  /** Required accuracy: the design's budget, or its current accuracy. */
  readonly required: { readonly accuracy: Share; readonly by: 'budget' | 'as now' };
  readonly now: TunedThresholds;
  /** The fastest thresholds that reach it; undefined if none were found. */
  readonly best: LeastThresholds | undefined;
  /** The highest accuracy found. */
  readonly mostAccurate: Share;
  /** Least mean latency for each accuracy, fastest first. */
  readonly curve: readonly TunedThresholds[];
}

/** What the tuning needs and the design lacks, in words. */
export interface TuningLacks {
  readonly missing: string;
}

type Tunings = WeakMap<Analysis, ThresholdTuning | TuningLacks>;

const tunings: Readonly<Record<Effort, Tunings>> = { whole: new WeakMap(), brief: new WeakMap() };

/**
 * The tuning for the design's own trace, computed once per version; or what is missing for it.
 *
 * @param effort `brief` where nobody waits for a proof, as in a report
 */
export function thresholdTuning(analysis: Analysis, effort: Effort = 'whole'): ThresholdTuning | TuningLacks {
  const known = tunings[effort].get(analysis);
  return known ?? remember(analysis, effort, runAtOnce(tune(analysis, undefined, undefined, effort)));
}

/** Like `thresholdTuning`, but yields to other work and can be cancelled. */
export async function thresholdTuningBetween(
  analysis: Analysis,
  checkpoint: Checkpoint,
  effort: Effort = 'whole',
): Promise<ThresholdTuning | TuningLacks> {
  const known = tunings[effort].get(analysis);
  if (known) return known;
  const steps = tune(analysis, undefined, undefined, effort);
  return remember(analysis, effort, await runBetween(steps, checkpoint));
}

/** Whether the tuning has been computed, with the whole effort. */
export function isTuned(analysis: Analysis): boolean {
  return tunings.whole.has(analysis);
}

/** How far thresholds may be above the optimum, as far as proved. */
export function howNear({ gap, boundNs }: Pick<LeastThresholds, 'gap' | 'boundNs'>): string {
  return gap === 0
    ? 'proved to be the least on this trace'
    : `not proved: none below ${formatNs(boundNs)}, a gap of ${formatShare(gap)}`;
}

function remember(
  analysis: Analysis,
  effort: Effort,
  tuning: ThresholdTuning | TuningLacks,
): ThresholdTuning | TuningLacks {
  tunings[effort].set(analysis, tuning);
  return tuning;
}

/**
 * @param accuracy instead of the budget's
 * @param other a trace to choose on instead of the design's own
 */
export function* tune(
  analysis: Analysis,
  accuracy?: Share,
  other?: Trace,
  effort: Effort = 'whole',
): Steps<ThresholdTuning | TuningLacks> {
  const { profile, timeline } = analysis;
  if (profile?.counted === undefined || profile.rates === undefined) {
    return {
      missing: `a trace of every exit${profile?.fault ? `: ${profile.fault.message}` : ' (`profile "x.csv"`)'}`,
    };
  }
  const [path, ...more] = timeline?.schedule.paths ?? [];
  if (path === undefined || more.length > 0) return { missing: 'a timeline of one path' };
  const names = profile.rates.exits.map((e) => e.name);
  if (names.length === 0) return { missing: 'an exit' };
  const bound = other ? bindTrace(other, names) : undefined;
  if (bound && !('binding' in bound)) return { missing: bound.message };
  const { trace, rules, end } = profile.counted;
  const exits = rules.map((rule, i) => ({
    column: bound?.binding.columns[i] ?? rule.column,
    criterion: rule.criterion,
    comparison: rule.comparison,
    threshold: rule.threshold,
    latencyNs: path.exits.find((e) => e.name === names[i])?.latencyNs ?? path.endLatencyNs,
  }));
  const search = new ThresholdSearch({
    trace: other ?? trace,
    exits,
    end: { column: bound?.binding.end ?? end, latencyNs: path.endLatencyNs },
    effort,
  });
  const now = search.now();
  const budget = analysis.design.budgets.find((b) => b.metric === 'accuracy' && b.comparison === '>=');
  const asked: Share | undefined = accuracy ?? (budget && Number(budget.value));
  const required = asked ?? now.accuracy;
  const best = yield* search.atLeast(required);
  const curve = yield* search.curve(best);
  return {
    exits: names,
    required: { accuracy: required, by: asked === undefined ? 'as now' : 'budget' },
    now,
    best,
    mostAccurate:
      best === undefined ? (yield* search.mostAccurate()).accuracy : (curve.at(-1)?.accuracy ?? 0),
    curve,
  };
}
