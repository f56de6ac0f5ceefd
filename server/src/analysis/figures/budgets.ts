/** Compares a design's figures with its budgets. */
import type { Band } from '../../base/band';
import { type ResourceKind, type Resources, isAtLeast, unknownResources } from '../../base/resources';
import { formatNs } from '../../base/format';
import type { Nanoseconds, Share } from '../../base/units';
import { type Schedule, isContended, memoryDemand, residentBounds } from '../../schedule/index';
import type { BudgetLimit, BudgetMetric } from '../../semantics/design';
import type { BudgetResult, RegionFigures, StaticFigures, TimelineFigures } from '../analysis';
import { fitOf, ranks } from './against-capacity';
import { energyResult, isEnergyMetric } from './energy-budgets';
import type { EnergyFigures } from './energy-figures';
import { MOST_STAGES, stageCount } from './timeline';

interface Figures {
  readonly timeline: TimelineFigures | undefined;
  readonly regions: readonly RegionFigures[];
  readonly staticPart: StaticFigures | undefined;
  /** Share of all samples that are correct at their exit, if there is a profile. */
  readonly accuracy: Share | undefined;
  readonly energy: () => EnergyFigures | undefined;
}

export function budgetResults(limits: readonly BudgetLimit[], figures: Figures): BudgetResult[] {
  return limits.map((limit) => {
    const kind = resourceOf(limit.metric);
    if (isEnergyMetric(limit.metric)) return energyResult(limit, figures.timeline, figures.energy());
    return kind === undefined ? plain(limit, figures) : shareResult(limit, kind, figures);
  });
}

/** Codes of the diagnostics on missed limits. */
export const budgetCodes = {
  worst: 'EX6001',
  mean: 'EX6002',
  percentile: 'EX6010',
  throughput: 'EX6003',
  energy: 'EX6012',
  power: 'EX6013',
  battery: 'EX6014',
  accuracy: 'EX7004',
  resources: 'EX4005',
} as const;

export function isBudgetCode(code: string): boolean {
  return Object.values<string>(budgetCodes).includes(code);
}

export function resourceOf(metric: BudgetMetric): ResourceKind | undefined {
  return metric === 'lut' || metric === 'ff' || metric === 'dsp' || metric === 'bram18' || metric === 'uram'
    ? metric
    : undefined;
}

function plain(limit: BudgetLimit, figures: Figures): BudgetResult {
  const { metric, comparison, value } = limit;
  const bounded = boundedVerdict(limit, figures);
  if (bounded !== undefined)
    return {
      ...{ limit, verdict: bounded },
      // A bounded period is that of a stream.
      get actual() {
        return actualOf(metric, figures) ?? NaN;
      },
    };
  const actual = actualOf(metric, figures);
  if (actual === undefined) return { limit, verdict: 'not known' };
  const { timeline } = figures;
  const between = betweenOf(metric, actual, timeline);
  const told = between && timeline?.loadSpan && { between, since: timeline.loadSpan };
  const holds = (figure: number) => (comparison === '<=' ? figure <= value : figure >= value);
  const [best, worst] = comparison === '<=' ? (['low', 'high'] as const) : (['high', 'low'] as const);
  const holdsAtBest = holds(between?.[best] ?? actual);
  const contends = metric === 'throughput' && timeline?.stream?.atLeast === true;
  const isBound = metric !== 'accuracy' && (timeline?.atLeast === true || contends);
  if (!isBound) {
    const verdict = holds(between?.[worst] ?? actual) ? 'fits' : holdsAtBest ? 'may not fit' : 'does not fit';
    return { limit, actual, ...told, verdict };
  }
  // If times are lower bounds, throughput is an upper bound.
  const bound = metric === 'throughput' ? 'at most' : 'at least';
  const decides = (bound === 'at least') === (comparison === '<=');
  return { limit, actual, bound, ...told, verdict: decides && !holdsAtBest ? 'does not fit' : 'not known' };
}

/**
 * Whether a design that loads nothing keeps a throughput, where bounds of its period tell: its stream has many states, and searches
 * analyse many designs.
 */
function boundedVerdict(
  { metric, comparison, value }: BudgetLimit,
  { timeline }: Figures,
): BudgetResult['verdict'] | undefined {
  if (metric !== 'throughput' || comparison !== '>=' || timeline === undefined || value <= 0)
    return undefined;
  const { problem, atLeast, loadSpan } = timeline;
  const isOpen = atLeast || loadSpan !== undefined || Object.keys(problem.loadNs).length > 0;
  if (isOpen || stageCount(problem) > MOST_STAGES || isContended(memoryDemand(problem))) return undefined;
  const { least, most } = residentBounds(problem);
  const longest = (problem.batch * 1e9) / value;
  return most <= longest ? 'fits' : least > longest ? 'does not fit' : undefined;
}

/** Both ends of a figure that depends on loads with a band. */
export function betweenOf(
  metric: BudgetMetric,
  actual: number,
  timeline: TimelineFigures | undefined,
): BudgetResult['between'] {
  const span = metric === 'accuracy' ? undefined : timeline?.loadSpan;
  if (span === undefined) return undefined;
  const ends =
    metric === 'throughput'
      ? [span.streams?.low.throughputPerSecond, span.streams?.high.throughputPerSecond]
      : [latencyOf(metric, span.low), latencyOf(metric, span.high)];
  const all = [actual, ...ends.flatMap((end) => end ?? [])];
  const between = { low: Math.min(...all), high: Math.max(...all) };
  return between.low < between.high ? between : undefined;
}

function actualOf(metric: BudgetMetric, { timeline, accuracy }: Figures): number | undefined {
  if (metric === 'throughput') return timeline?.stream?.throughputPerSecond;
  if (metric === 'accuracy') return accuracy;
  return timeline && latencyOf(metric, timeline.schedule);
}

type Latencies = Pick<Schedule, 'worstNs' | 'meanNs' | 'percentilesNs'>;

const latencies = {
  'latency worst': ({ worstNs }) => worstNs,
  'latency mean': ({ meanNs }) => meanNs,
  'latency p50': ({ percentilesNs }) => percentilesNs[50],
  'latency p95': ({ percentilesNs }) => percentilesNs[95],
  'latency p99': ({ percentilesNs }) => percentilesNs[99],
  'energy mean': 'none',
  'energy worst': 'none',
  'power mean': 'none',
  battery: 'none',
  throughput: 'none',
  accuracy: 'none',
  lut: 'none',
  ff: 'none',
  dsp: 'none',
  bram18: 'none',
  uram: 'none',
} as const satisfies Readonly<
  Record<BudgetMetric, 'none' | ((schedule: Latencies) => Nanoseconds | undefined)>
>;

/** Undefined for metrics other than latency. */
export function latencyOf(metric: BudgetMetric, schedule: Latencies): Nanoseconds | undefined {
  const latency = latencies[metric];
  return latency === 'none' ? undefined : latency(schedule);
}

/** `latency mean <= 1 ms` */
export function latencyLimitText({ metric, comparison, value }: BudgetLimit): string {
  return `${metric} ${comparison} ${formatNs(value as Nanoseconds)}`;
}

/** The fullest of all regions and the static part, each with its own band. */
function shareResult(limit: BudgetLimit, kind: ResourceKind, figures: Figures): BudgetResult {
  let result: BudgetResult | undefined;
  for (const { need, band, available } of parts(figures)) {
    const allowed = limit.value * available[kind];
    const verdict = fitOf(kind, need, band, allowed);
    const isOfNone = available[kind] <= 0 && need[kind] > 0;
    const actual = isOfNone ? Infinity : available[kind] > 0 ? need[kind] / available[kind] : 0;
    const bound = isAtLeast(need, kind) ? { bound: 'at least' as const } : {};
    const rank = result ? ranks[result.verdict] : -1;
    if (ranks[verdict] > rank || (ranks[verdict] === rank && actual > (result?.actual ?? 0)))
      result = { limit, actual, ...bound, ...(isOfNone && { neededOfNone: need[kind] }), verdict };
  }
  return result ?? { limit, verdict: 'not known' };
}

function parts({ regions, staticPart }: Figures): { need: Resources; band: Band; available: Resources }[] {
  const ofRegions = regions.flatMap(({ need, figures, band }) =>
    figures ? [{ need: need ?? unknownResources, band, available: figures.resources }] : [],
  );
  const ofStatic = staticPart
    ? [{ need: staticPart.used, band: staticPart.band, available: staticPart.available }]
    : [];
  return [...ofRegions, ...ofStatic];
}
