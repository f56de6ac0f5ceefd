import { describe, expect, test } from 'vitest';
import { Cancelled, neverCancelled } from '../../server/src/base/checkpoint';
import { findPlans, isTried } from '../../server/src/plans/plans';
import type { State } from '../../server/src/plans/trial';
import { afterPlan, planned, plansOf } from '../support/plans';
import { samples } from '../support/samples';

/** Heads that alone overfill the part. */
const heads = (board: string): string => `
device { board ${board} }
network n {
  input   image 3x32x32
  conv    c1  kernel 3x3 filters 16 pad 1
  maxpool p1  window 2x2
  conv    c2  kernel 3x3 filters 16 pad 1
  conv    c3  kernel 3x3 filters 16 pad 1
  conv    c4  kernel 3x3 filters 16 pad 1
  avgpool p4  window 4x4
  flatten
  dense   fc  units 10
}
exit e1 after p1 { avgpool window 4x4  flatten  dense h1 units 10  when softmax >= 0.9  rate 30%  on static }
exit e2 after c2 { avgpool window 4x4  flatten  dense h2 units 10  when softmax >= 0.9  rate 30%  on static }
exit e3 after c3 { avgpool window 4x4  flatten  dense h3 units 10  when softmax >= 0.9  rate 10%  on static }
exit e4 after c4 { avgpool window 4x4  flatten  dense h4 units 10  when softmax >= 0.9  rate 10% }
`;

const cut = `
stage stage1 in rp0 { c1 .. p1 }
stage stage2 in rp0 { c2 }
stage stage3 in rp0 { c3 }
stage stage4 in rp0 { c4 }
stage stage5 in rp0 { p4 .. fc }
region rp0 { pblock auto }
`;

const large = `
device { part "xc7z010clg400-1" clock 100 MHz }
network n {
  input x 1x28x28
  conv a kernel 5x5 filters 16 parallel pe 16 simd 25
  relu
  conv b kernel 5x5 filters 16 parallel pe 16 simd 400
  maxpool p window 2x2
  flatten
  dense f units 10
}
exit early after p { flatten dense e units 10 when softmax >= 0.9 rate 50% }
budget { latency mean <= 1 us }
`;

const twoRegions = `
device { board pynq-z2 }
network n {
  input x 1x28x28
  conv a kernel 5x5 filters 16 parallel pe 2 simd 5
  flatten
  dense f units 1000 parallel pe 250 simd 4
  dense g units 10
}
stage one in rp0 { a }
stage two in rp1 { f .. g }
region rp0 { pblock auto }
region rp1 { pblock auto }
`;

const designs: readonly (readonly [string, string])[] = [
  ['heads that overfill the part', heads('cora-z7-07s')],
  ['the same in stages', heads('cora-z7-07s') + cut],
  ['a network that overfills the part', large],
  ['two regions, one of which is too much', twoRegions],
  ...samples.map((s) => [s.name, s.text] as const),
];

function errors({ diagnostics }: State, code?: string): number {
  return diagnostics.filter((d) => d.severity === 'error' && (code === undefined || d.code === code)).length;
}

describe('ways out of what does not fit', () => {
  test('run the exits on the CPU, and say what the design is then', async () => {
    const before = await planned(heads('cora-z7-07s') + cut);
    const [first] = plansOf(before, 'EX5003');
    expect(first?.title).toMatch(/^Exits to the CPU: fits, mean [\d.]+ ms$/);
    const after = await afterPlan(before, first ?? { title: '', edits: [] });
    expect(errors(after)).toBe(0);
    expect(after.analysis.design.exits.map((e) => e.place.kind)).toEqual(['cpu', 'cpu', 'cpu', 'cpu']);
    expect(first?.title).toContain((after.analysis.timeline?.schedule.meanNs ?? 0) > 1e6 ? ' ms' : 'µs');
  });

  test('are combined where none alone fits for sure', async () => {
    const before = await planned(heads('cora-z7-07s'));
    const titles = plansOf(before, 'EX4003').map((p) => p.title);
    expect(titles[0]).toMatch(/^Exits to the CPU, (fold|cut) .*: fits, mean .*ms$/);
    expect(titles.some((t) => t.startsWith('Exits to the CPU: may fit, mean'))).toBe(true);
    expect(titles.some((t) => /^Change to the board .*: fits, mean/.test(t))).toBe(true);
    // Cutting alone leaves the heads too large, as the region then finds no place.
    expect(titles.some((t) => t.startsWith('Cut'))).toBe(false);
  });

  test.each(designs)('of %s leave nothing worse, and no dead end', async (_, text) => {
    const before = await planned(text);
    for (const [diagnostic, plans] of before.plans) {
      for (const plan of plans) {
        const after = await afterPlan(before, plan);
        for (const { code } of after.diagnostics)
          expect(errors(after, code), `${plan.title}: ${code}`).toBeLessThanOrEqual(errors(before, code));
        if (diagnostic.severity === 'error') expect(errors(after)).toBeLessThan(errors(before));
        for (const { limit, actual, verdict } of after.analysis.budgets) {
          const then = before.analysis.budgets.find((b) => b.limit.metric === limit.metric);
          if (verdict !== 'does not fit' || then?.actual === undefined || actual === undefined) continue;
          if (limit.comparison === '<=') expect(actual, plan.title).toBeLessThanOrEqual(then.actual);
          else expect(actual, plan.title).toBeGreaterThanOrEqual(then.actual);
        }
        expect(after.closure.files.every((f) => f.tree.slots.every((s) => s.problems.length === 0))).toBe(
          before.closure.files.every((f) => f.tree.slots.every((s) => s.problems.length === 0)),
        );
      }
    }
  });

  test.each(designs)('of %s: no message has a negative amount, none is reported twice', async (_, text) => {
    const { diagnostics } = await planned(text);
    for (const { message } of diagnostics) expect(message).not.toMatch(/(^|[^\w.])-\d/);
    const placing = diagnostics.filter((d) => d.code === 'EX5003').map((d) => d.message);
    expect(new Set(placing).size).toBe(placing.length);
  });

  test('name the part where nothing but a larger one will do', async () => {
    const titles = plansOf(await planned(heads('cora-z7-07s')), 'EX4003').map((p) => p.title);
    expect(titles.at(-1)).toMatch(/^Change to the board \S+, with 'xc7z0\d\d': fits/);
  });

  test('are none where time is up, and can be cancelled', async () => {
    const before = await planned(heads('cora-z7-07s'));
    const none = await findPlans(before, neverCancelled, () => true);
    expect([...none.values()].flat()).toEqual([]);
    const cancelled = findPlans(before, () => Promise.reject(new Cancelled()));
    await expect(cancelled).rejects.toThrow(Cancelled);
  });
});

test('a shortage is reported at the region without a place, with what it lacks', async () => {
  const { diagnostics } = await planned(twoRegions);
  const told = diagnostics.filter((d) => d.code === 'EX5003');
  expect(told).toHaveLength(1);
  expect(told[0]?.message).toMatch(
    /region rp1 needs [\d,]+ (LUT|DSP|RAMB18|FF), (at most [\d,]+|none) can be had/,
  );
});

test('modules whose regions find no place are folded until they do', async () => {
  const inRegion = `${large.replace(/^exit.*$/m, '').replace(/^budget.*$/m, '')}
stage all in rp0 { a .. f }
region rp0 { pblock auto }
`;
  const before = await planned(inRegion);
  const [fold] = plansOf(before, 'EX5003').filter((p) =>
    p.title.startsWith('Fold the modules of the regions'),
  );
  expect(fold?.title).toMatch(/: (fits|may fit), mean /);
  const after = await afterPlan(before, fold ?? { title: '', edits: [] });
  expect(after.analysis.regions.every((r) => r.pblock.length > 0)).toBe(true);
});

test('exits that overfill the part beside unplaced regions are reported once, as the static part', async () => {
  const { diagnostics } = await planned(heads('cora-z7-07s') + cut);
  const told = diagnostics.filter((d) => /^EX[45]/.test(d.code));
  expect(told.map((d) => d.code)).toEqual(['EX5003']);
  expect(told[0]?.message).toMatch(
    /^There is no place on the xc7z007s: the static part needs [\d,]+ LUT, at most 14,400 can be had\./,
  );
});

test('only what takes a trial waits for one', () => {
  expect(['EX4002', 'EX4003', 'EX4004', 'EX5003', 'EX6009'].every((code) => isTried({ code }))).toBe(true);
  expect(['EX1001', 'EX2006', 'EX4001'].some((code) => isTried({ code }))).toBe(false);
});
