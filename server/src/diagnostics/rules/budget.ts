import type { BudgetResult } from '../../analysis/analysis';
import { budgetCodes, resourceOf } from '../../analysis/budgets';
import { formatNs, formatRate, formatShare } from '../../base/format';
import type { BudgetMetric } from '../../semantics/design';
import type { Rule } from '../rule';

/** A limit that the design misses, or may miss, on the line that sets it. */
function budgetRule(code: string, applies: (metric: BudgetMetric) => boolean): Rule {
  return {
    code,
    severity: 'error',
    *check({ budgets }) {
      for (const result of budgets) {
        const { limit, actual, verdict } = result;
        if (!applies(limit.metric) || actual === undefined || verdict === 'fits' || verdict === 'not known')
          continue;
        const message = verdict === 'does not fit' ? missed(result, actual) : maybe(result, actual);
        yield {
          at: limit.origin,
          message,
          ...(verdict === 'may not fit' && { severity: 'warning' as const }),
        };
      }
    },
  };
}

export const worstLatencyBudget = budgetRule(budgetCodes.worst, (m) => m === 'latency worst');
export const meanLatencyBudget = budgetRule(budgetCodes.mean, (m) => m === 'latency mean');
export const throughputBudget = budgetRule(budgetCodes.throughput, (m) => m === 'throughput');
export const accuracyBudget = budgetRule(budgetCodes.accuracy, (m) => m === 'accuracy');
export const resourceBudget = budgetRule(budgetCodes.resources, (m) => resourceOf(m) !== undefined);

/** A limit that nothing could be checked against says so: silence would read as `holds`. */
export const unknownBudget: Rule = {
  code: 'EX6005',
  severity: 'information',
  *check({ budgets, missing }) {
    for (const { limit, verdict } of budgets) {
      if (verdict !== 'not known') continue;
      const why =
        limit.metric === 'accuracy'
          ? 'accuracy comes from a trace: name one with `profile "trace.csv"`'
          : (missing[0] ?? 'the figure it limits is not known');
      yield { at: limit.origin, message: `This limit is not checked: ${why}.` };
    }
  },
};

const ways: Readonly<Record<string, string>> = {
  'latency worst':
    'A smaller region loads faster; more `parallel` computes faster; `policy overlap` hides the checks.',
  'latency mean':
    'An earlier exit, a smaller region or more `parallel` shortens the paths that most inputs take.',
  throughput: 'Throughput counts the loads between inputs too: a larger `batch` shares them out.',
  accuracy: 'A stricter threshold lets fewer inputs leave early.',
};

function missed({ limit }: BudgetResult, actual: number): string {
  const { metric, comparison, value } = limit;
  const factor = comparison === '<=' ? 'over' : 'short of';
  // A difference of two shares is in points, not in percent.
  const by = figure(metric, Math.abs(actual - value)).replace(/ %$/, ' points');
  return `${title(metric)} is ${figure(metric, actual)}, ${by} ${factor} the budget of ${figure(metric, value)}. ${way(metric)}`;
}

function maybe({ limit }: BudgetResult, actual: number): string {
  const { metric, value } = limit;
  return `${title(metric)} is estimated at ${figure(metric, actual)}; within its band it may exceed the budget of ${figure(metric, value)}. ${way(metric)}`;
}

function title(metric: BudgetMetric): string {
  const kind = resourceOf(metric);
  if (kind !== undefined) return `The fullest place's ${kind.toUpperCase()} use`;
  if (metric === 'latency worst') return 'Worst-case latency';
  if (metric === 'latency mean') return 'Mean latency';
  return metric === 'throughput' ? 'Throughput' : 'Accuracy';
}

function way(metric: BudgetMetric): string {
  return ways[metric] ?? 'A larger pblock or less `parallel` lowers it.';
}

function figure(metric: BudgetMetric, value: number): string {
  switch (metric) {
    case 'latency worst':
    case 'latency mean':
      return formatNs(value);
    case 'throughput':
      return formatRate(value);
    default:
      return formatShare(value);
  }
}
