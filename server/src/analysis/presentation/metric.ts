import { type BudgetMetric, budgetMetric } from '../../../../grammar/src/index';
import {
  formatAccuracy,
  formatJoules,
  formatLifetime,
  formatNs,
  formatRate,
  formatShare,
  formatWatts,
} from '../../base/format';

const formats = {
  'latency worst': formatNs,
  'latency mean': formatNs,
  'latency p50': formatNs,
  'latency p95': formatNs,
  'latency p99': formatNs,
  throughput: formatRate,
  'energy mean': formatJoules,
  'energy worst': formatJoules,
  'power mean': formatWatts,
  battery: formatLifetime,
  accuracy: formatAccuracy,
  lut: formatShare,
  ff: formatShare,
  dsp: formatShare,
  bram18: formatShare,
  uram: formatShare,
} as const satisfies Readonly<Record<BudgetMetric, (value: number) => string>>;

/**
 * The value or limit of a budget, in the unit of its metric: nanoseconds, inputs per second, joules,
 * watts, seconds of a battery's life, or a share.
 * @throws RangeError for what is no metric
 */
export function formatMetric(metric: string, value: number): string {
  const known = budgetMetric(metric);
  if (known === undefined) throw new RangeError(`${metric} is no metric of a budget`);
  return formats[known](value);
}
