import { describe, expect, it } from 'vitest';
import { resourceKinds, type Resources } from '../../server/src/base/resources';
import { checkParallelism, layerCost, legalParallelism, moduleCost } from '../../server/src/cost';
import { foldInterval, frontsOf } from '../../server/src/explore/foldable';
import { foldResident, foldToFit, type FoldableModule } from '../../server/src/explore/folding';
import { inferShapes, type Inflow } from '../../server/src/network';
import { layers } from '../support/layers';
import { blenet, vgg10 } from '../support/networks';

// Totals of the xc7z020 and the xc7z045 (DS190).
const xc7z020: Resources = { lut: 53_200, ff: 106_400, dsp: 220, bram18: 280, uram: 0 };
const xc7z045: Resources = { lut: 218_600, ff: 437_200, dsp: 900, bram18: 1090, uram: 0 };
const options = { family: '7series', clockHz: 100e6 } as const;

function module(text: string, inflow?: Inflow): FoldableModule {
  return { layers: inferShapes(layers(text), inflow).layers, options, free: () => true };
}

const within = (amount: Resources, capacity: Resources): boolean =>
  resourceKinds.every((kind) => amount[kind] <= capacity[kind]);

describe('foldToFit', () => {
  it.each([
    ['B-LeNet', blenet, xc7z020],
    ['VGG-10', vgg10, xc7z020],
    ['VGG-10', vgg10, xc7z045],
  ])('folds %s into its part with legal parallelism', (_, text, capacity) => {
    const problem = module(text);
    const { fits, cost, parallel } = foldToFit(problem, capacity);
    expect(fits).toBe(true);
    expect(within(cost.resources, capacity)).toBe(true);
    problem.layers.forEach((layer, index) => {
      expect(checkParallelism(layer, parallel[index] ?? { pe: 0, simd: 0 })).toEqual([]);
    });
    const plain = problem.layers.map((layer) => ({
      layer,
      cost: layerCost(layer, { pe: 1, simd: 1 }, options),
    }));
    expect(cost.intervalCycles).toBeLessThan(moduleCost(plain, options).intervalCycles / 4);
  });

  it('uses a larger part for a shorter interval', () => {
    const [small, large] = [xc7z020, xc7z045].map(
      (part) => foldToFit(module(vgg10), part).cost.intervalCycles,
    );
    expect(large).toBeLessThan(small ?? 0);
  });

  it('finds the shortest interval that any folding has', () => {
    const problem = module('input 4x6x6; conv 3x3 4; conv 1x1 2');
    const capacity = { ...xc7z020, dsp: 9 };
    const [, first, second] = problem.layers;
    if (first === undefined || second === undefined) throw new Error('no layers');
    let best = Infinity;
    for (const a of pairs(first)) {
      for (const b of pairs(second)) {
        const costed = [a, b].map((parallel, index) => {
          const layer = index === 0 ? first : second;
          return { layer, cost: layerCost(layer, parallel, options) };
        });
        const cost = moduleCost(costed, options);
        if (within(cost.resources, capacity)) best = Math.min(best, cost.intervalCycles);
      }
    }
    expect(foldToFit(problem, capacity).cost.intervalCycles).toBe(best);
  });

  it('keeps written parallelism and folds only `auto`', () => {
    const text = 'input 4x8x8; conv 3x3 4 parallel pe 2 simd 1; conv 3x3 8 parallel auto';
    const { parallel } = foldToFit({ layers: inferShapes(layers(text)).layers, options }, xc7z020);
    expect(parallel[1]).toEqual({ pe: 2, simd: 1 });
    const { pe, simd } = parallel[2] ?? { pe: 0, simd: 0 };
    expect(pe * simd).toBeGreaterThan(1);
  });

  describe('fetches weights once an input', () => {
    const memory = { ...options, ddrBytesPerSecond: 2e8 };
    const late = (order = '') =>
      `input 32x4x4; ${Array<string>(4).fill(`conv 3x3 32 pad 1 weights-in ddr${order}`).join('; ')}`;
    const fold = (text: string, over: object = memory) =>
      foldToFit({ ...module(text), options: { ...memory, ...over } }, xc7z020);

    it('where all streams of a module together would wait for memory', () => {
      const { parallel, cost } = fold(late());
      // 9,216 bytes a layer; each alone is as fast at once a position as its unit is.
      expect(parallel.slice(1).map(({ order }) => order)).toContain('weights');
      const pinned = fold(late(' order positions'));
      expect(pinned.parallel.map(({ order }) => order)).toEqual(Array(5).fill(undefined));
      expect(pinned.cost.streamedBytes).toBe(4 * 16 * 9216);
      expect(cost.streamedBytes).toBeLessThan(pinned.cost.streamedBytes);
      expect(cost.intervalCycles).toBeLessThan(pinned.cost.intervalCycles / 4);
      expect(within(cost.resources, xc7z020)).toBe(true);
    });

    it.each([
      [['conv 3x3 32 pad 1', 'conv 3x3 32 pad 1', 'conv 3x3 32 pad 1', 'conv 3x3 32 pad 1'], 2e8, 4],
      [['conv 3x3 32 pad 1', 'conv 1x1 8', 'conv 1x1 8', 'conv 1x1 8'], 2e8, 4],
      [['conv 1x1 8', 'conv 3x3 32 pad 1', 'conv 1x1 16', 'conv 3x3 8 pad 1'], 4e8, 4],
      [['conv 1x1 8', 'conv 1x1 8', 'conv 3x3 8 pad 1', 'conv 1x1 8'], 8e9, 2],
    ])('in no more layers than memory asks for: %s', (kinds, ddrBytesPerSecond, count) => {
      const written = (orders: readonly (string | undefined)[]): string =>
        `input 32x4x4; ${kinds.map((kind, i) => `${kind} weights-in ddr${orders[i] ? ` order ${orders[i]}` : ''}`).join('; ')}`;
      const { parallel, cost } = fold(written([]), { ddrBytesPerSecond });
      const taken = parallel.slice(1).map(({ order }) => order ?? 'positions');
      expect(taken.filter((order) => order === 'weights')).toHaveLength(count);
      taken.forEach((order, layer) => {
        if (order === 'positions') return;
        const fewer = fold(written(taken.with(layer, 'positions')), { ddrBytesPerSecond });
        expect(fewer.cost.intervalCycles).toBeGreaterThan(cost.intervalCycles);
      });
    });

    it('in a written order at any folding that goes with it', () => {
      const { parallel } = fold(late(' order weights'));
      parallel.slice(1).forEach(({ order, simd }) => {
        expect(order).toBe('weights');
        expect(32 % simd).toBe(0);
      });
    });
  });

  it('hands over all taps at once where the window is what a layer waits for', () => {
    const problem = module('input 1x36x36; conv 5x5 5');
    const { parallel, cost } = foldToFit(problem, { ...xc7z020, dsp: 26 });
    // 25 multipliers and one that scales: the matrix takes 5,120 cycles, the window one tap after the other 25,749.
    expect(parallel[1]).toMatchObject({ window: 'parallel' });
    expect(cost.intervalCycles).toBe(5120);
    // Sixteen channels a cycle keep a serial window as fast as the matrix.
    const wide = foldToFit(module('input 16x18x18; conv 3x3 16'), { ...xc7z020, dsp: 17 });
    expect(wide.parallel[1]?.window).toBeUndefined();
  });

  it('keeps a written `window parallel`', () => {
    const text = 'input 4x18x18; conv 3x3 8 parallel auto window parallel';
    for (const dsp of [1, 16, 220]) {
      const { layers: own } = inferShapes(layers(text));
      expect(foldToFit({ layers: own, options }, { ...xc7z020, dsp }).parallel[1]?.window).toBe('parallel');
    }
  });

  it('reports what is short if nothing fits', () => {
    const result = foldToFit(module(vgg10), { lut: 100, ff: 1e6, dsp: 1e6, bram18: 1e6, uram: 0 });
    expect(result).toMatchObject({ fits: false, short: ['lut'] });
    expect(result.parallel[1]).toEqual({ pe: 1, simd: 1 });
    expect(foldToFit(module(blenet), { ...xc7z020, dsp: 0 }).short).toContain('dsp');
  });

  it('does not add lanes after a slow memory', () => {
    const slow = { ...module(vgg10), options: { ...options, ddrBytesPerSecond: 1e6 } };
    const { cost } = foldToFit(slow, xc7z045);
    expect(cost.bottleneck).toBe('memory');
    expect(cost.resources.dsp).toBeLessThan(foldToFit(module(vgg10), xc7z045).cost.resources.dsp);
  });
});

const inflow = { c: 6, h: 14, w: 14 };

describe('foldResident', () => {
  const stages = [
    module('input 1x28x28; conv 5x5 6 pad 2; relu; maxpool 2x2'),
    module('conv 5x5 16; relu; maxpool 2x2; flatten; dense 120; relu; dense 10', inflow),
  ];

  it('shares one capacity between all modules', () => {
    const result = foldResident(stages, xc7z020);
    expect(result.fits).toBe(true);
    expect(within(result.resources, xc7z020)).toBe(true);
    const sum = result.modules.reduce((total, { cost }) => total + cost.latencyCycles, 0);
    expect(result.latencyCycles).toBe(sum);
    const smallest = stages.map(
      (stage) => foldInterval(frontsOf(stage, xc7z020), Infinity).cost.latencyCycles,
    );
    expect(sum).toBeLessThan(smallest.reduce((a, b) => a + b, 0) / 4);
  });

  it.each([0.3, 0.5, 0.7, 1])('folds a module alone as far as %f of a part holds', (share) => {
    const part = Object.fromEntries(resourceKinds.map((kind) => [kind, Math.floor(xc7z045[kind] * share)]));
    const capacity = part as unknown as Resources;
    const alone = foldResident([module(vgg10)], capacity);
    expect(alone.fits).toBe(true);
    expect(alone.latencyCycles).toBeLessThanOrEqual(foldToFit(module(vgg10), capacity).cost.latencyCycles);
  });

  it('favours modules that run more often', () => {
    const tight = { ...xc7z020, dsp: 24 };
    const weigh = (first: number, second: number): number[] =>
      foldResident(
        stages.map((stage, index) => ({ ...stage, weight: index === 0 ? first : second })),
        tight,
      ).modules.map(({ cost }) => cost.latencyCycles);
    expect(weigh(1, 0.01)[0]).toBeLessThanOrEqual(weigh(0.01, 1)[0] ?? 0);
    expect(weigh(0.01, 1)[1]).toBeLessThan(weigh(1, 0.01)[1] ?? 0);
  });

  it('reports what is short', () => {
    expect(foldResident(stages, { ...xc7z020, lut: 1000 })).toMatchObject({ fits: false, short: ['lut'] });
    expect(foldResident([], xc7z020)).toMatchObject({ fits: true, latencyCycles: 0 });
  });
});

function pairs(layer: Parameters<typeof legalParallelism>[0]): { pe: number; simd: number }[] {
  const { pe, simd } = legalParallelism(layer);
  return pe.flatMap((p) => simd.map((s) => ({ pe: p, simd: s })));
}
