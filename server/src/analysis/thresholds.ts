import type { Nanoseconds, Share } from '../base/units';
import { ThresholdSearch, type TunedThresholds } from '../explore/thresholds';
import { type Trace, bindTrace } from '../schedule/index';
import type { Analysis } from './analysis';

/** Thresholds for the exits of a design, from its trace and its timeline. */
export interface ThresholdTuning {
  /** Names of the exits that thresholds belong to, in their order. */
  readonly exits: readonly string[];
  /** What is asked for: the design's budget, or what it reaches now. */
  readonly required: { readonly accuracy: Share; readonly by: 'budget' | 'as now' };
  readonly now: { readonly accuracy: Share; readonly meanNs: Nanoseconds };
  /** The fastest that are right often enough; undefined where none are. */
  readonly best: TunedThresholds | undefined;
  /** Least mean latency for each accuracy, fastest first. */
  readonly curve: () => readonly TunedThresholds[];
}

const tunings = new WeakMap<Analysis, ThresholdTuning | { readonly missing: string }>();

/** The tuning for the design's own trace, worked out once a version; or in words what it lacks. */
export function thresholdTuning(analysis: Analysis): ThresholdTuning | { readonly missing: string } {
  let tuning = tunings.get(analysis);
  if (tuning === undefined) tunings.set(analysis, (tuning = tune(analysis)));
  return tuning;
}

/**
 * @param accuracy instead of the budget's
 * @param other a trace to choose on instead of the design's own
 */
export function tune(
  analysis: Analysis,
  accuracy?: Share,
  other?: Trace,
): ThresholdTuning | { readonly missing: string } {
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
    latencyNs: path.exits.find((e) => e.name === names[i])?.latencyNs ?? path.endLatencyNs,
  }));
  const search = new ThresholdSearch({
    trace: other ?? trace,
    exits,
    end: { column: bound?.binding.end ?? end, latencyNs: path.endLatencyNs },
  });
  const now = search.at(rules.map((r) => r.threshold));
  const budget = analysis.design.budgets.find((b) => b.metric === 'accuracy' && b.comparison === '>=');
  const asked: Share | undefined = accuracy ?? (budget && Number(budget.value));
  return {
    exits: names,
    required: { accuracy: asked ?? now.accuracy, by: asked === undefined ? 'as now' : 'budget' },
    now,
    best: search.atLeast(asked ?? now.accuracy),
    curve: () => search.curve(),
  };
}
