import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  disagreements,
  layerCost,
  secondOpinions,
  writtenParallelism,
  type LayerCost,
  type Opinion,
} from '../../server/src/cost';
import { inferShapes, type ShapedLayer } from '../../server/src/network';
import { layers } from '../support/layers';

function opinionsOf(text: string): { shaped: ShapedLayer; cost: LayerCost; opinions: readonly Opinion[] } {
  const shaped = inferShapes(layers(text)).layers.at(-1);
  if (shaped === undefined) throw new Error('no layer');
  const cost = layerCost(shaped, writtenParallelism(shaped), { family: '7series' });
  return { shaped, cost, opinions: secondOpinions(shaped, cost) };
}

const figures = (text: string): Record<string, Opinion['figures']> =>
  Object.fromEntries(opinionsOf(text).opinions.map(({ tool, figures }) => [tool, figures]));

describe('a second opinion', () => {
  it("is each peer's own figure at the same parallelism", () => {
    const of = figures('input 640; dense 10 weights int16 activations int16 parallel pe 1 simd 10');
    // FINN's lut_estimation with DSP products: 300 + 1.1·(32·19 + 32).
    expect(of['FINN']).toEqual({ cycles: 640, lut: 1004, dsp: 10, bram18: 9 });
    expect(of['fpgaConvNet']).toEqual({ cycles: 640, dsp: 10, bram18: 10 });
    expect(of['hls4ml']).toEqual({ cycles: 640, dsp: 10 });
  });

  it('counts the window where FINN builds one', () => {
    const of = figures('input 5x18x18; conv 3x3 4 activations int16 parallel pe 4 simd 1');
    expect(of['FINN']?.cycles).toBe(11_715);
  });

  it('takes the reuse factor that hls4ml can build', () => {
    const { opinions } = opinionsOf('input 16; dense 5 parallel pe 1 simd 8');
    expect(opinions.at(-1)?.note).toContain('reuse factor 8 (10 is none that it can build)');
  });

  it.each([
    'input 8x8x8; maxpool 2x2',
    'input 8x8x8; depthwise 3x3',
    'input 8x8x8; conv 3x3 8 groups 2',
    'input 8x8x8; conv 1x1 4; relu',
    'input 16; dense 5 weights fp16 activations fp16',
    'input 100; dense 50 rank 4',
    'input 8x8x8; conv 3x3 5 parallel pe 2 simd 1',
  ])('is kept to oneself where the peers have no such unit: %s', (text) => {
    expect(opinionsOf(text).opinions).toEqual([]);
  });

  it('reports figures that differ by more than a factor of two, and no others', () => {
    const { cost, opinions } = opinionsOf(
      'input 784; dense 64 weights int2 activations int2 parallel pe 1 simd 98',
    );
    const said = disagreements(cost, opinions).join(' ');
    for (const { tool, figures } of opinions) {
      for (const kind of ['cycles', 'lut', 'dsp', 'bram18'] as const) {
        const theirs = figures[kind];
        if (theirs === undefined) continue;
        const ours = kind === 'cycles' ? cost.cycles : cost.resources[kind];
        const far = Math.max(theirs, ours) > 2 * Math.min(theirs, ours);
        const name = { cycles: 'cycles', lut: 'LUT', dsp: 'DSP', bram18: 'RAMB18' }[kind];
        expect(said.includes(`${theirs} ${name} where this tool counts ${ours}`), `${tool} ${kind}`).toBe(
          far,
        );
      }
    }
    expect(said).not.toBe('');
  });

  it('is never fractional or negative', () => {
    const bits = fc.integer({ min: 2, max: 16 });
    const lanes = fc.constantFrom(1, 2, 4);
    fc.assert(
      fc.property(bits, bits, lanes, lanes, fc.integer({ min: 1, max: 3 }), (w, a, pe, simd, k) => {
        const text = `input 4x9x9; conv ${k}x${k} 4 weights int${w} activations int${a} parallel pe ${pe} simd ${simd}`;
        for (const { figures } of opinionsOf(text).opinions) {
          for (const value of Object.values(figures))
            expect(Number.isSafeInteger(value) && value >= 0).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });
});
