import type { BudgetResult } from '../../analysis/analysis';
import { budgetCodes, resourceOf } from '../../analysis/figures/budgets';
import { formatCount, formatMetric } from '../../base/format';
import { resourceNames } from '../../base/resources';
import type { BudgetMetric } from '../../semantics/design';
import { budgetExplanations, uncheckedBudgetExplanation } from '../explanations/budget';
import type { Rule } from '../rule';
import { enumerate } from '../words';

/** A limit that the design misses, or may miss, on the line that sets it. */
function budgetRule(limited: keyof typeof budgetCodes, applies: (metric: BudgetMetric) => boolean): Rule {
  return {
    code: budgetCodes[limited],
    severity: 'error',
    explanation: budgetExplanations[limited],
    *check({ budgets, heads, headBounds }) {
      for (const result of budgets) {
        const { limit, actual, verdict } = result;
        if (!applies(limit.metric) || actual === undefined || verdict === 'fits' || verdict === 'not known')
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

export const worstLatencyBudget = budgetRule('worst', (m) => m === 'latency worst');
export const meanLatencyBudget = budgetRule('mean', (m) => m === 'latency mean');
export const percentileLatencyBudget = budgetRule('percentile', (m) => m in percentiles);
export const throughputBudget = budgetRule('throughput', (m) => m === 'throughput');
export const accuracyBudget = budgetRule('accuracy', (m) => m === 'accuracy');
export const resourceBudget = budgetRule('resources', (m) => resourceOf(m) !== undefined);

/** A limit that nothing could be checked against says so: silence would read as `holds`. */
export const unknownBudget: Rule = {
  code: 'EX6005',
  severity: 'information',
  explanation: uncheckedBudgetExplanation,
  *check({ budgets, missing }) {
    for (const { limit, actual, bound, verdict } of budgets) {
      if (verdict !== 'not known') continue;
      if (bound !== undefined && actual !== undefined) {
        const known = `${title(limit.metric)} is ${bound} ${formatMetric(limit.metric, actual)}`;
        const why = 'something that counts is not modelled';
        yield { at: limit.origin, message: `Whether this limit holds is not known. ${known}: ${why}.` };
        continue;
      }
      const why =
        limit.metric === 'accuracy'
          ? 'accuracy comes from a trace: name one with `profile "trace.csv"`'
          : (missing[0] ?? 'the figure it limits is not known');
      yield { at: limit.origin, message: `This limit is not checked: ${why}.` };
    }
  },
};

const percentiles: Readonly<Partial<Record<BudgetMetric, string>>> = {
  'latency p50': 'The median latency',
  'latency p95': 'The latency of 95 % of all inputs',
  'latency p99': 'The latency of 99 % of all inputs',
};

const ways: Readonly<Record<string, string>> = {
  'latency worst':
    'A smaller region loads faster; more `parallel` computes faster; `policy overlap` hides the checks.',
  'latency mean':
    'An earlier exit, a smaller region or more `parallel` shortens the paths that most inputs take.',
  throughput: 'Throughput counts the loads between inputs too: a larger `batch` shares them out.',
  accuracy: 'A stricter threshold lets fewer inputs leave early.',
};

/** @param heads those that the tool made as fast as they fit, in vain */
function missed(
  { limit, bound, neededOfNone }: BudgetResult,
  actual: number,
  heads: readonly { readonly name: string }[],
): string {
  const { metric, comparison, value } = limit;
  if (neededOfNone !== undefined) return ofNone(metric, neededOfNone, bound);
  const factor = comparison === '<=' ? 'over' : 'short of';
  // A difference of two shares is in points, not in percent.
  const by = formatMetric(metric, Math.abs(actual - value)).replace(/ %$/, ' points');
  const least = bound === undefined ? '' : `${bound} `;
  return `${title(metric)} is ${least}${formatMetric(metric, actual)}, ${bound === undefined ? '' : 'so at least '}${by} ${factor} the budget of ${formatMetric(metric, value)}.${fastest(heads)} ${way(metric)}`;
}

/** A share of nothing has no figure, what is needed has. */
function ofNone(metric: BudgetMetric, needed: number, bound: BudgetResult['bound']): string {
  const resource = resourceOf(metric);
  const kind = resource === undefined ? '' : resourceNames[resource];
  const least = bound === undefined ? '' : `${bound} `;
  return `A place that needs ${least}${formatCount(needed)} ${kind} has 0. ${way(metric)}`;
}

function fastest(heads: readonly { readonly name: string }[]): string {
  if (heads.length === 0) return '';
  const names = enumerate(heads.map((h) => `\`${h.name}\``));
  return ` The ${heads.length === 1 ? 'head' : 'heads'} of ${names} ${heads.length === 1 ? 'is' : 'are'} as fast as ${heads.length === 1 ? 'it fits' : 'they fit'} already.`;
}

function maybe({ limit, bound }: BudgetResult, actual: number): string {
  const { metric, value } = limit;
  const least = bound === undefined ? '' : `${bound} `;
  return `${title(metric)} is estimated at ${least}${formatMetric(metric, actual)}; within its band it may exceed the budget of ${formatMetric(metric, value)}. ${way(metric)}`;
}

function title(metric: BudgetMetric): string {
  const kind = resourceOf(metric);
  if (kind !== undefined) return `The fullest place's ${resourceNames[kind]} use`;
  if (metric === 'latency worst') return 'Worst-case latency';
  if (metric === 'latency mean') return 'Mean latency';
  const percentile = percentiles[metric];
  if (percentile !== undefined) return percentile;
  return metric === 'throughput' ? 'Throughput' : 'Accuracy';
}

function way(metric: BudgetMetric): string {
  return (
    ways[metric in percentiles ? 'latency mean' : metric] ?? 'A larger pblock or less `parallel` lowers it.'
  );
}
