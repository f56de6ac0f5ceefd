import type { BudgetResult } from '../../analysis/analysis';
import { budgetCodes, resourceOf } from '../../analysis/figures/budgets';
import { isEnergyMetric } from '../../analysis/figures/energy-budgets';
import { formatMetric } from '../../analysis/presentation/metric';
import { formatBound } from '../../base/bounds';
import { formatCount } from '../../base/format';
import { type ResourceKind, resourceNames } from '../../base/resources';
import type { BudgetMetric } from '../../semantics/design';
import { budgetExplanations, uncheckedBudgetExplanation } from '../explanations/budget';
import type { Rule } from '../rule';
import { enumerate } from '../sentence';

/** A limit that the design misses, or may miss, on the line that sets it. */
function budgetRule(limited: keyof typeof budgetCodes): Rule {
  return {
    code: budgetCodes[limited],
    severity: 'error',
    explanation: budgetExplanations[limited],
    *check({ budgets, heads, headBounds }) {
      for (const result of budgets) {
        const { limit, actual, verdict } = result;
        if (
          words[limit.metric].limited !== limited ||
          actual === undefined ||
          verdict === 'fits' ||
          verdict === 'not known'
        )
          continue;
        const message =
          verdict === 'does not fit'
            ? missed(
                result,
                actual,
                headBounds?.missed.some((m) => m.limit.metric === limit.metric) ? heads : [],
              )
            : maybe(result, actual);
        yield {
          at: limit.origin,
          message,
          ...(verdict === 'may not fit' && { severity: 'warning' as const }),
        };
      }
    },
  };
}

export const worstLatencyBudget = budgetRule('worst');
export const meanLatencyBudget = budgetRule('mean');
export const percentileLatencyBudget = budgetRule('percentile');
export const throughputBudget = budgetRule('throughput');
export const energyBudget = budgetRule('energy');
export const powerBudget = budgetRule('power');
export const batteryBudget = budgetRule('battery');
export const accuracyBudget = budgetRule('accuracy');
export const resourceBudget = budgetRule('resources');

/** Reports a limit that could not be checked, since silence would mean that it is met. */
export const unknownBudget: Rule = {
  code: 'EX6005',
  severity: 'information',
  explanation: uncheckedBudgetExplanation,
  *check({ budgets, missing }) {
    for (const { limit, actual, bound, verdict, why: reason } of budgets) {
      if (verdict !== 'not known') continue;
      if (bound !== undefined && actual !== undefined) {
        const known = `${title(limit.metric)} is ${formatBound(bound, formatMetric(limit.metric, actual))}`;
        const why = 'something that counts is not modelled';
        yield { at: limit.origin, message: `Whether this limit holds is not known. ${known}: ${why}.` };
        continue;
      }
      const why =
        reason ??
        (limit.metric === 'accuracy'
          ? 'accuracy comes from a trace: name one with `profile "trace.csv"`'
          : (missing[0] ?? 'the figure it limits is not known'));
      yield { at: limit.origin, message: `This limit is not checked: ${why}.` };
    }
  },
};

interface BudgetWords {
  /** The rule that reports it. */
  readonly limited: keyof typeof budgetCodes;
  /** The figure, at the beginning of a sentence. */
  readonly title: string;
  /** What would help. */
  readonly way: string;
}

const meanWay =
  'An earlier exit, a smaller region or more `parallel` shortens the paths that most inputs take.';

const resource = (kind: ResourceKind): BudgetWords => ({
  limited: 'resources',
  title: `The fullest place's ${resourceNames[kind]} use`,
  way: 'A larger pblock or less `parallel` lowers it.',
});

const words = {
  'latency worst': {
    limited: 'worst',
    title: 'Worst-case latency',
    way: 'A smaller region loads faster; more `parallel` computes faster; `policy overlap` hides the checks.',
  },
  'latency mean': { limited: 'mean', title: 'Mean latency', way: meanWay },
  'latency p50': { limited: 'percentile', title: 'The median latency', way: meanWay },
  'latency p95': { limited: 'percentile', title: 'The latency of 95 % of all inputs', way: meanWay },
  'latency p99': { limited: 'percentile', title: 'The latency of 99 % of all inputs', way: meanWay },
  throughput: {
    limited: 'throughput',
    title: 'Throughput',
    way: 'Throughput counts the loads between inputs too: a larger `batch` shares them out.',
  },
  'energy mean': {
    limited: 'energy',
    title: 'Energy of an input',
    way: 'Time decides: a shorter period lowers it, and where inputs arrive less often than that, only sleep between them does.',
  },
  'energy worst': {
    limited: 'energy',
    title: 'Energy of an input on the longest path',
    way: 'Time decides: a smaller region loads faster, more `parallel` computes faster.',
  },
  'power mean': {
    limited: 'power',
    title: 'Mean power',
    way: 'It is hardly more than the base power, which a smaller part, a slower clock or sleep between inputs lowers.',
  },
  battery: {
    limited: 'battery',
    title: 'Life of the battery',
    way: 'It is the capacity by mean power, which a smaller part, a slower clock or sleep between inputs lowers.',
  },
  accuracy: {
    limited: 'accuracy',
    title: 'Accuracy',
    way: 'A stricter threshold lets fewer inputs leave early.',
  },
  lut: resource('lut'),
  ff: resource('ff'),
  dsp: resource('dsp'),
  bram18: resource('bram18'),
  uram: resource('uram'),
} as const satisfies Readonly<Record<BudgetMetric, BudgetWords>>;

const title = (metric: BudgetMetric): string => words[metric].title;
const way = (metric: BudgetMetric): string => words[metric].way;

/** @param heads heads that the tool made as fast as they fit, without meeting the limit */
function missed(result: BudgetResult, actual: number, heads: readonly { readonly name: string }[]): string {
  const { limit, bound, neededOfNone } = result;
  const { metric, comparison, value } = limit;
  if (neededOfNone !== undefined) return ofNone(metric, neededOfNone, bound);
  const factor = comparison === '<=' ? 'over' : 'short of';
  // The difference of two shares is in percentage points.
  const by = formatMetric(metric, Math.abs(actual - value)).replace(/ %$/, ' points');
  return `${title(metric)} is ${formatBound(bound, formatMetric(metric, actual))}${ends(result)}, ${bound === undefined ? '' : 'so at least '}${by} ${factor} the budget of ${formatMetric(metric, value)}.${fastest(heads)} ${way(metric)}`;
}

/** With none available there is no share, so the message gives the need. */
function ofNone(metric: BudgetMetric, needed: number, bound: BudgetResult['bound']): string {
  const resource = resourceOf(metric);
  const kind = resource === undefined ? '' : resourceNames[resource];
  return `A place that needs ${formatBound(bound, formatCount(needed))} ${kind} has 0. ${way(metric)}`;
}

function fastest(heads: readonly { readonly name: string }[]): string {
  if (heads.length === 0) return '';
  const names = enumerate(heads.map((h) => `\`${h.name}\``));
  return ` The ${heads.length === 1 ? 'head' : 'heads'} of ${names} ${heads.length === 1 ? 'is' : 'are'} as fast as ${heads.length === 1 ? 'it fits' : 'they fit'} already.`;
}

/** ` (3.1 ms to 4 ms, since bitstreams are estimates)` */
function ends({ limit: { metric }, between, since }: BudgetResult): string {
  if (between === undefined) return '';
  const why = since === undefined || isEnergyMetric(metric) ? '' : `, since ${since.since}`;
  return ` (${formatMetric(metric, between.low)} to ${formatMetric(metric, between.high)}${why})`;
}

function maybe(result: BudgetResult, actual: number): string {
  const { limit, bound, between, since } = result;
  const { metric, value } = limit;
  if (isEnergyMetric(metric))
    return `${title(metric)} is estimated at ${formatMetric(metric, actual)}${ends(result)}, so it may not meet the budget of ${formatMetric(metric, value)}. ${way(metric)}`;
  if (between !== undefined)
    return `${title(metric)} is estimated at ${formatMetric(metric, actual)}${ends(result)}, so it may miss the budget of ${formatMetric(metric, value)}.${since?.isEstimated ? ' A real .bit or .bin given to `exeunt calibrate` makes their bytes exact.' : ''} ${way(metric)}`;
  return `${title(metric)} is estimated at ${formatBound(bound, formatMetric(metric, actual))}; within its band it may exceed the budget of ${formatMetric(metric, value)}. ${way(metric)}`;
}
