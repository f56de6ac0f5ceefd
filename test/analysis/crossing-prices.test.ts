/** DMAs of the values that cross stages, in the static part. */
import { describe, expect, it } from 'vitest';
import { residual, unet } from '../support/crossing-designs';
import { load } from '../support/fixture';

const dma = { lut: 1500, ff: 2000, bram18: 4 };

const withoutExit = residual.replace(/exit early[^}]*\}\n/, '');

describe('the static part', () => {
  it('has another DMA for a region of which a module reads or makes another value', async () => {
    const { analysis: several } = await load(withoutExit);
    const { analysis: one } = await load(
      withoutExit.replace('{ c0 .. r1 }', '{ c0 .. r2 }').replace('{ c2 .. f }', '{ g .. f }'),
    );
    const used = [several, one].map((a) => a.staticPart?.used);
    for (const kind of ['lut', 'ff', 'bram18'] as const)
      expect((used[0]?.[kind] ?? 0) - (used[1]?.[kind] ?? 0), kind).toBeCloseTo(dma[kind], 6);
  });

  it('has one for each pair of streams of a resident module, and memory moves each value', async () => {
    const { analysis } = await load(unet);
    const up = analysis.modules.find((m) => m.name === 'up')?.cost;
    expect(up?.streams).toEqual({ into: 2, out: 1 });
    expect(up?.terms.filter((t) => t.name === 'DMA').map((t) => [t.of, t.value])).toEqual([
      ['lut', 2 * dma.lut],
      ['ff', 2 * dma.ff],
      ['bram18', 2 * dma.bram18],
    ]);
    // Six channels of the lower half's 4×4 positions twice: upsampled, and from before its pool.
    expect(up?.bytesIn).toBe(6 * 16 + 6 * 16);
  });

  it('has none for a value that only goes past a stage', async () => {
    const { analysis } = await load(unet);
    const streams = Object.fromEntries(analysis.modules.map((m) => [m.name, m.cost?.streams]));
    expect(streams).toEqual({
      down: { into: 1, out: 2 },
      lower: { into: 1, out: 2 },
      middle: { into: 1, out: 1 },
      up: { into: 2, out: 1 },
      last: { into: 3, out: 1 },
    });
  });
});
