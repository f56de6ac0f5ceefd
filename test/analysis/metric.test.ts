import { expect, it } from 'vitest';
import { budgetMetrics } from '../../grammar/src/index';
import { formatMetric } from '../../server/src/analysis/presentation/metric';

it.each([
  ['latency p95', 3_100_000, '3.1 ms'],
  ['throughput', 58.8235, '58.8 /s'],
  ['accuracy', 0.8199, '81.99 %'],
  ['accuracy', 0.000_01, '< 0.01 %'],
  ['lut', 1.004, '100.4 %'],
])('a budget of %s is written in its unit', (metric, value, text) => {
  expect(formatMetric(metric, value)).toBe(text);
});

it('every metric has a unit, and nothing else has one', () => {
  for (const metric of budgetMetrics) expect(formatMetric(metric, 0)).toMatch(/^0 (µs|\/s|%|J|W|min)$/);
  expect(() => formatMetric('energy', 1)).toThrow('energy is no metric');
});
