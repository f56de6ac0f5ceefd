import { expect, it } from 'vitest';
import { noResources } from '../../server/src/base/resources';
import { availableResources, requiredResources } from '../../server/src/floorplan';

const held = { lut: 1000, ff: 2000, dsp: 20, bram18: 10, uram: 0 };

it('subtracts the reserve first, then applies the utilisation limit, in whole sites', () => {
  expect(availableResources(held)).toEqual(held);
  expect(availableResources(held, { lut: 0.1 }, { lut: 0.8, bram18: 0.75 })).toEqual({
    ...held,
    lut: 720,
    bram18: 7,
  });
});

it('a region with the required resources has the needed ones available', () => {
  const need = { ...noResources, lut: 333, ff: 700, dsp: 7, bram18: 3 };
  const shares = { lut: 0.8, ff: 0.7, dsp: 0.9, bram18: 0.6 };
  const available = availableResources(requiredResources(need, { lut: 0.15 }, shares), { lut: 0.15 }, shares);
  for (const kind of ['lut', 'ff', 'dsp', 'bram18'] as const)
    expect(available[kind]).toBeGreaterThanOrEqual(need[kind]);
});
