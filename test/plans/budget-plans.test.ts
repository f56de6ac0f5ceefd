import { describe, expect, test } from 'vitest';
import { afterPlan, planned, plansOf } from '../support/plans';
import { pynq } from '../support/designs';

const network = (more = ''): string => `${pynq}
network n {
  input x 1x28x28
  conv a kernel 5x5 filters 16${more}
  maxpool p window 2x2
  flatten
  dense f units 10
}
`;

const exit = 'exit early after p { flatten dense e units 10 when softmax >= 0.9 rate 50% on static }\n';

const designs: readonly (readonly [string, string, string, RegExp])[] = [
  [
    'a mean latency that other foldings keep',
    'EX6002',
    `${network()}budget { latency mean <= 250 us }\n`,
    /^Fold the stages anew with `parallel auto`: (fits|may fit), mean [\d.]+ µs$/,
  ],
  [
    'a throughput that other foldings keep',
    'EX6003',
    `${network()}budget { throughput >= 4000 /s }\n`,
    /^Fold the stages anew with `parallel auto`: /,
  ],
  [
    'a worst case that only a static design keeps',
    'EX6001',
    `${network()}stage one in rp0 { a .. p }
stage two in rp0 { f }
region rp0 { pblock auto }
budget { latency worst <= 5 ms }
`,
    /^Make everything static: (fits|may fit), mean /,
  ],
];

describe('a missed budget', () => {
  test.each(designs)('has plans that keep it: %s', async (_, code, text, expected) => {
    const before = await planned(text);
    expect(before.diagnostics.map((d) => d.code)).toContain(code);
    const plans = plansOf(before, code);
    expect(plans.map((p) => p.title)).toContainEqual(expect.stringMatching(expected));
    for (const plan of plans) {
      const after = await afterPlan(before, plan);
      expect(
        after.analysis.budgets.map((b) => b.verdict),
        plan.title,
      ).toEqual(['fits']);
      expect(after.diagnostics.filter((d) => d.severity === 'error')).toEqual([]);
    }
  });

  test('of a resource moves exits to the CPU where that keeps it', async () => {
    const before = await planned(`${network()}${exit}budget { dsp <= 0% }\n`);
    for (const plan of plansOf(before, 'EX4005')) {
      const after = await afterPlan(before, plan);
      expect(after.analysis.budgets.every((b) => b.verdict !== 'does not fit')).toBe(true);
    }
  });

  test('that nothing keeps has none', async () => {
    const before = await planned(`${network()}budget { latency mean <= 1 ns }\n`);
    expect(plansOf(before, 'EX6002')).toEqual([]);
  });
});
