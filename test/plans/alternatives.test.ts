import { describe, expect, test } from 'vitest';
import { neverCancelled } from '../../server/src/base/checkpoint';
import { type Alternative, findAlternatives } from '../../server/src/plans/alternatives';
import { troubles } from '../../server/src/plans/trial';
import { reconfigured } from '../support/designs';
import { afterPlan, planned } from '../support/plans';
import { samples } from '../support/samples';

const resident = `
device { board pynq-z2 }
network n {
  input x 1x28x28
  conv a kernel 5x5 filters 16
  maxpool p window 2x2
  flatten
  dense f units 10
}
exit early after p { flatten dense e units 10 when softmax >= 0.9 rate 50% }
`;

async function found(text: string): Promise<readonly Alternative[]> {
  return findAlternatives(await planned(text), neverCancelled);
}

describe('where nothing is wrong', () => {
  test('a static design can be tried in a region, and says what that leads to', async () => {
    const [first, ...more] = await found(resident);
    expect(first?.title).toMatch(
      /^Try reconfiguration: cut 'n' into 2 stages in a reconfigurable region: fits, mean [\d.]+ [mµ]s \(now [\d.]+ [mµ]s\)$/,
    );
    expect(more).toEqual([]);
    const after = await afterPlan(await planned(resident), first ?? { title: '', edits: [] });
    expect(after.analysis.regions).toHaveLength(1);
    expect(troubles(after)).toEqual([]);
  });

  test('a reconfigured design can be tried static where that is no slower', async () => {
    const before = await planned(reconfigured);
    const [first] = await findAlternatives(before, neverCancelled);
    expect(first?.title).toMatch(/^Try static: make everything static/);
    const after = await afterPlan(before, first ?? { title: '', edits: [] });
    expect(after.analysis.regions).toEqual([]);
    expect(after.analysis.timeline?.schedule.meanNs).toBeLessThanOrEqual(
      before.analysis.timeline?.schedule.meanNs ?? 0,
    );
  });

  test.each(samples.map((s) => [s.name, s.text] as const))(
    'none of %s leads to a worse state',
    async (_, text) => {
      const before = await planned(text);
      const errors = (of: typeof before) => of.diagnostics.filter((d) => d.severity === 'error').length;
      for (const way of await findAlternatives(before, neverCancelled)) {
        const after = await afterPlan(before, way);
        expect(errors(after), way.title).toBeLessThanOrEqual(errors(before));
        expect(troubles(after), way.title).toEqual([]);
      }
    },
  );
});

test('a design that does not fit has ways out, and no alternatives', async () => {
  expect(
    await found(resident.replace('pynq-z2', 'cora-z7-07s').replace('filters 16', 'filters 512')),
  ).toEqual([]);
});
