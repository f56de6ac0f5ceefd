import { describe, expect, it } from 'vitest';
import { resourceKinds } from '../../server/src/base/resources';
import { load } from '../support/fixture';
import { chain, exitAfterPool, legalRegion, pynq, reconfigured } from '../support/designs';

async function regionOf(text: string) {
  const { analysis } = await load(text);
  const region = analysis.regions[0];
  if (region === undefined) throw new Error('no region');
  return { analysis, region };
}

describe('a region', () => {
  it('needs the most that any of its modules needs, kind by kind', async () => {
    const { region } = await regionOf(reconfigured);
    expect(region.modules.map((m) => m.name)).toEqual(['front', 'back']);
    for (const kind of resourceKinds) {
      const needs = region.modules.map((m) => m.resources?.[kind] ?? NaN);
      expect(region.need?.[kind]).toBe(Math.max(...needs));
    }
  });

  it('holds, weighs and loads as its pblock says', async () => {
    const { analysis, region } = await regionOf(`${pynq}\n${legalRegion}`);
    // 16 CLB columns of 50 CLBs with 8 LUTs, 2 DSP columns of 20, 2 BRAM columns of 20 RAMB18.
    expect(region.figures?.resources).toEqual({ lut: 6400, ff: 12800, dsp: 40, bram18: 40, uram: 0 });
    const { bytesPerSecond = NaN, overheadNs = NaN } = analysis.target.port ?? {};
    const transfer = ((region.bitstreamBytes ?? NaN) / bytesPerSecond) * 1e9;
    expect(region.loadNs).toBeCloseTo(overheadNs + transfer, -1);
  });

  it('leaves to its modules what it does not reserve', async () => {
    const { region } = await regionOf(`${pynq}\n${legalRegion.replace('}', '  reserve lut 25% dsp 50%\n}')}`);
    expect(region.usable).toEqual({ lut: 4800, ff: 12800, dsp: 20, bram18: 40, uram: 0 });
  });

  it('has the strictest limit of budget, reserve and utilisation', async () => {
    const limits = 'budget { lut <= 60% dsp <= 90% }';
    const { region } = await regionOf(
      `${pynq}\n${legalRegion.replace('}', '  reserve dsp 30%\n}')}\n${limits}`,
    );
    expect(region.limit.lut).toBe(0.6);
    expect(region.limit.dsp).toBeCloseTo(0.7);
  });

  it('with `pblock auto` is placed where it is legal and holds its modules', async () => {
    const stages = 'stage front in rp0 { c1 .. p1 }\nstage back in rp0 { c2 .. f1 }';
    const { region } = await regionOf(
      `${pynq}\n${chain}\n${exitAfterPool}\n${stages}\nregion rp0 { pblock auto }`,
    );
    expect(region.violations.filter((v) => v.severity === 'error')).toEqual([]);
    for (const kind of resourceKinds) {
      expect(region.usable?.[kind]).toBeGreaterThanOrEqual(region.need?.[kind] ?? NaN);
    }
  });

  it('is measured no further than it can be read', async () => {
    const { region } = await regionOf(`${pynq}\nregion r { pblock FOO_X0Y0:FOO_X1Y1 }`);
    expect(region.syntax).toHaveLength(1);
    expect(region.figures).toBeUndefined();
    expect(region.loadNs).toBeUndefined();
  });

  it('has its need, but no figures, without a device', async () => {
    const { region } = await regionOf(reconfigured.replace(pynq, ''));
    expect(region.need?.lut).toBeGreaterThan(0);
    expect(region.figures).toBeUndefined();
  });
});
