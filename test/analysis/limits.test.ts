import { describe, expect, it } from 'vitest';
import {
  capacityWithin,
  regionFor,
  regionLimit,
  staticLimit,
} from '../../server/src/analysis/figures/limits';
import { noResources } from '../../server/src/base/resources';
import { load } from '../support/fixture';

async function limitsOf(region: string, budget: string) {
  const { analysis } = await load(`device { board pynq-z2 }
network n { input x 1x8x8 flatten dense f units 4 }
stage s in rp0 { f }
region rp0 { pblock auto ${region} }
budget { ${budget} }`);
  const { design } = analysis;
  return { part: staticLimit(design), region: regionLimit(design, design.regions[0]) };
}

describe('what modules may take of a place', () => {
  it('is the budget’s share, else the region’s, else the usual one, of what is not kept free', async () => {
    const plain = await limitsOf('', 'latency mean <= 1 s');
    expect([plain.part.lut, plain.region.lut]).toEqual([0.8, 0.8]);
    const { part, region } = await limitsOf('utilisation 90% reserve bram 50%', 'lut <= 60%');
    expect([part.lut, part.dsp]).toEqual([0.6, 0.8]);
    expect([region.lut, region.dsp, region.bram18]).toEqual([0.6, 0.9, 0.45]);
  });

  it('is the inverse of what a region must hold for it', () => {
    const limit = { ...noResources, lut: 0.8, ff: 0.7, dsp: 0.6, bram18: 0.45, uram: 1 };
    for (const amount of [1, 7, 99, 1000, 12_345]) {
      const most = { ...noResources, lut: amount, ff: amount, dsp: amount, bram18: amount, uram: amount };
      const held = regionFor(most, limit);
      for (const kind of ['lut', 'ff', 'dsp', 'bram18', 'uram'] as const) {
        expect(capacityWithin(held, limit)[kind]).toBeGreaterThanOrEqual(amount);
        const less = { ...held, [kind]: held[kind] - 1 };
        expect(capacityWithin(less, limit)[kind]).toBeLessThan(amount);
      }
    }
  });
});
