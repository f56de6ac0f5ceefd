import { describe, expect, it } from 'vitest';
import { legalRegion, reconfigured } from '../support/designs';
import { load } from '../support/fixture';

/** A port so fast that the slowest head would not end before the load. */
const design = (parallel: string): string =>
  reconfigured
    .replace('board pynq-z2', 'board pynq-z2 port pcap at 120000 MB/s overhead 0 us')
    .replace('dense b1 units 10', `dense b1 units 10 ${parallel}`);

async function head(parallel: string) {
  const { analysis } = await load(design(parallel));
  const times = analysis.timeline?.schedule.exits[0];
  const resources = analysis.modules.find((m) => m.name === 'early')?.resources;
  const { lut, dsp } = analysis.target.part?.limits ?? { lut: 1, dsp: 1 };
  if (times === undefined || resources === undefined) throw new Error('the head has no figures');
  return { exposedNs: times.exposedNs, area: resources.lut / lut + resources.dsp / dsp };
}

describe('a head whose folding is left to the tool', () => {
  it('is the smallest by LUT and DSP share that ends before the load it hides behind', async () => {
    const chosen = await head('parallel auto');
    expect(chosen.exposedNs).toBeLessThanOrEqual(0);
    expect((await head('parallel pe 1 simd 1')).exposedNs).toBeGreaterThan(0);
    // Divisors of its 10 outputs and 36 inputs.
    for (const pe of [1, 2, 5, 10]) {
      for (const simd of [1, 2, 3, 4, 6, 9, 12, 18, 36]) {
        const other = await head(`parallel pe ${pe} simd ${simd}`);
        // FIFOs between the layers follow from a choice, and are too small to choose by.
        if (other.exposedNs <= 0) expect(other.area).toBeGreaterThanOrEqual(0.99 * chosen.area);
      }
    }
  });

  it('is fast where there is nothing to hide behind', async () => {
    const serial = async (parallel: string): Promise<number> => {
      const { analysis } = await load(`${design(parallel)}\nschedule { policy serial }`);
      return analysis.timeline?.schedule.exits[0]?.exposedNs ?? NaN;
    };
    expect(await serial('parallel auto')).toBeLessThan(await serial('parallel pe 1 simd 1'));
  });
});

describe('a stage whose folding is left to the tool', () => {
  const region = (limits: string): string => `device { board pynq-z2 clock 100 MHz }
network n {
  input x 8x16x16
  conv a kernel 3x3 filters 32 pad 1 parallel auto
  conv b kernel 3x3 filters 32 pad 1 parallel auto
}
stage one in rp0 { a .. b }
${legalRegion.replace('}', `${limits} }`)}
`;
  const cycles = async (limits: string): Promise<number> => {
    const { analysis } = await load(region(limits));
    return analysis.modules[0]?.duration?.perInputNs ?? NaN;
  };

  it('takes the share of its region that is stated, or the usual one, and counts it once', async () => {
    const usual = await cycles('');
    expect(await cycles('utilisation 80%')).toBe(usual);
    expect(await cycles('utilisation 30%')).toBeGreaterThan(usual);
    expect(await cycles('reserve lut 20%')).toBe(usual);
  });
});
