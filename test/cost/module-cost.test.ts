import type { Fifo } from '../../server/src/cost/pipeline/fifo';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resourceKinds } from '../../server/src/base/resources';
import { decisionCost, layerCost, moduleCost, writtenParallelism } from '../../server/src/cost';
import type { ModuleCost, ModuleLayer, ModuleOptions } from '../../server/src/cost';
import { inferShapes, type Inflow } from '../../server/src/network';
import { evaluate } from '../support/formula';
import { layers } from '../support/layers';
import { blenet, residual, resnet50, vgg10 } from '../support/networks';

const clockHz = 100e6;

function costed(text: string, inflow?: Inflow): ModuleLayer[] {
  return inferShapes(layers(text), inflow).layers.map((layer) => ({
    layer,
    cost: layerCost(layer, writtenParallelism(layer), { family: '7series' }),
  }));
}

function module(text: string, options: Partial<ModuleOptions> = {}, inflow?: Inflow): ModuleCost {
  return moduleCost(costed(text, inflow), { clockHz, ...options });
}

describe('one layer alone', () => {
  it.each([
    ['input 1x36x36; conv 5x5 5 parallel pe 1 simd 25', 25_749, 25_749],
    ['input 400; dense 120 parallel pe 4 simd 10', 1200, 1200],
    ['input 8x8x8; maxpool 2x2', 512, 512],
    ['input 8x4x4; relu', 128, 128],
  ])('%s takes its own cycles', (text, interval, latency) => {
    expect(module(text)).toMatchObject({ intervalCycles: interval, latencyCycles: latency, bottleneck: 1 });
    expect(module(text).fillCycles).toBe(latency - interval);
  });

  it('adds the filling of its window where the matrix part is slower', () => {
    // Window of 5 rows of 28+4 pixels: (4·32 + 5) words.
    expect(module('input 1x28x28; conv 5x5 6 pad 2').latencyCycles).toBe(117_600 + 133);
  });
});

describe('a pipeline', () => {
  it('takes neither the sum of its layers nor the slowest', () => {
    const { latencyCycles, intervalCycles } = module(blenet);
    const each = costed(blenet).map(({ cost }) => cost.cycles);
    expect(intervalCycles).toBe(Math.max(...each));
    expect(latencyCycles).toBeGreaterThan(intervalCycles);
    expect(latencyCycles).toBeLessThan(each.reduce((a, b) => a + b, 0));
  });

  it('runs a row of one layer while the next layer runs the row before', () => {
    // 4 rows of 16 cycles; the second layer is one word behind the first.
    expect(module('input 4x4x4; relu; relu').latencyCycles).toBe(64 + 4);
  });

  it('waits for all of an image before a dense layer can end', () => {
    // The relu makes 64 words; the dense layer's first pass runs beside it, its second takes 64 more.
    expect(module('input 4x4x4; relu; flatten; dense 2').latencyCycles).toBe(64 + 64 + 1);
  });

  it('is bounded by memory', () => {
    const slow = module('input 8x16x16; relu parallel pe 8 simd 1', { ddrBytesPerSecond: 100e6 });
    // 2,048 bytes in and as many out at a byte a cycle.
    expect(slow).toMatchObject({ intervalCycles: 4096, bottleneck: 'memory', bytesIn: 2048, bytesOut: 2048 });
    expect(module('input 8x16x16; relu', { ddrBytesPerSecond: 0 }).bottleneck).toBe(1);
  });

  it('counts an input stream once, however often it is read', () => {
    const both = inferShapes(
      layers('input 4x8x8; a: conv 1x1 4; b: relu; c: conv 1x1 4; add from b, c'),
    ).layers;
    const shaped = both.slice(3).map((layer) => ({
      layer,
      cost: layerCost(layer, { pe: 1, simd: 1 }, { family: '7series' }),
    }));
    expect(moduleCost(shaped, { clockHz }).bytesIn).toBe(256);
  });

  it('ends in a decision', () => {
    const options = { decision: decisionCost('softmax', 10, 8) };
    const plain = module('dense 10 parallel pe 10 simd 1', {}, { n: 40 });
    const decided = module('dense 10 parallel pe 10 simd 1', options, { n: 40 });
    expect(decided.latencyCycles).toBe(plain.latencyCycles + 180);
    expect(decided.intervalCycles).toBe(40);
    expect(decided.bytesOut).toBe(0);
    expect(module('dense 10 parallel pe 10 simd 20', options, { n: 40 }).bottleneck).toBe('decision');
  });

  it('of nothing, or of layers without a shape, costs control only', () => {
    expect(module('conv 3x3 4; relu', {}, 'unknown')).toMatchObject({
      intervalCycles: 0,
      fillCycles: 0,
      bottleneck: 'none',
    });
  });

  it('includes its own DMA if requested', () => {
    expect(module(blenet, { dma: true }).resources.lut).toBeGreaterThan(module(blenet).resources.lut + 1000);
  });
});

describe('branches that rejoin', () => {
  const joins = (text: string): readonly Fifo[] => module(text).fifos.filter((fifo) => fifo.rejoins);
  /** Without what is in flight. */
  const depths = (text: string): number[] => joins(text).map((fifo) => fifo.depth - fifo.slack);

  it('let the shorter arm wait in a FIFO as deep as the longer arm needs', () => {
    const [long, short] = depths('input 4x8x8; a: relu; b: conv 3x3 4 pad 1 from a; add from b, a');
    // The convolution's first row needs two rows of the image and is given a third while it works.
    expect(short).toBeGreaterThanOrEqual(2 * 8 * 4);
    expect(short).toBeLessThanOrEqual(4 * 8 * 4);
    expect(long).toBe(2);
  });

  it('have slack for what is in flight on the longer arm, by word', () => {
    const [long, short] = joins('input 4x8x8; a: relu; b: conv 3x3 4 pad 1 from a; add from b, a');
    // To words of another width, and the one that those hold, in front of b, its unit and the sum; padding; the window;
    // one word of the unit; and the two of any FIFO.
    expect(short?.slack).toBe(3 * (3 + 1) + 4 + 6 + 1 + 2);
    expect(long?.slack).toBe(3 + 1 + 2);
  });

  it('have it for every layer of a long arm, and for pixels where a layer makes one a cycle', () => {
    const arm = (count: number): string =>
      Array.from({ length: count }, (_, i) => `l${i}: conv 1x1 4 parallel pe 4 simd 4`).join('; ');
    const slack = (count: number): number | undefined =>
      joins(
        `input 4x32x32; a: relu parallel pe 4 simd 1; ${arm(count)}; add parallel pe 4 simd 1 from l${count - 1}, a`,
      )[1]?.slack;
    expect(slack(1)).toBeGreaterThan(25);
    expect(slack(100)).toBeGreaterThanOrEqual(100 * 25);
  });

  it('need deeper FIFOs for longer arms', () => {
    const two = 'input 4x16x16; a: relu; b: conv 3x3 4 pad 1 from a; c: conv 3x3 4 pad 1; add from c, a';
    const one = 'input 4x16x16; a: relu; b: conv 3x3 4 pad 1 from a; add from b, a';
    expect(Math.max(...depths(two))).toBeGreaterThan(Math.max(...depths(one)));
  });

  it('do not stop the pipeline', () => {
    expect(module(residual(4)).notes).toEqual([]);
    expect(module(residual(4)).latencyCycles).toBeLessThan(2 * module(residual(4)).intervalCycles);
  });
});

describe('any module', () => {
  const layer = fc.constantFrom(
    'conv 3x3 8 pad 1 parallel pe 4 simd 8',
    'conv 3x3 4 pad 1',
    'conv 1x1 8',
    'conv 3x3 8 stride 2 pad 1 parallel pe 8 simd 1',
    'depthwise 3x3 pad 1',
    'relu',
    'maxpool 2x2',
    'maxpool 3x3 stride 1 pad 1',
    'upsample 2x2',
    'flatten; dense 16 parallel pe 4 simd 1; dense 10; input',
    'globalpool',
  );

  it('takes at least its slowest layer and at most all of them one after the other', () => {
    fc.assert(
      fc.property(fc.array(layer, { minLength: 1, maxLength: 7 }), (parts) => {
        const text = `input 4x16x16; ${parts.join('; ')}`.split('; input')[0] ?? '';
        const all = costed(text);
        const cost = moduleCost(all, { clockHz });
        const fills = all.reduce(
          (sum, { layer }) => sum + (layer.inShape && 'w' in layer.inShape ? 5 * 34 * layer.inShape.w : 0),
          0,
        );
        expect(cost.notes).toEqual([]);
        expect(cost.intervalCycles).toBe(Math.max(0, ...all.map(({ cost }) => cost.cycles)));
        expect(cost.fillCycles).toBeGreaterThanOrEqual(0);
        expect(cost.latencyCycles).toBeLessThanOrEqual(
          all.reduce((sum, { cost }) => sum + cost.cycles, fills),
        );
        for (const kind of resourceKinds) expect(cost.resources[kind]).toBeGreaterThanOrEqual(0);
        for (const term of cost.terms) expect(evaluate(term.substituted)).toBeCloseTo(term.value, 6);
      }),
    );
  });

  it('simulates the trained networks', () => {
    for (const text of [blenet, vgg10, resnet50()]) expect(module(text).notes).toEqual([]);
    expect(module('input 1x5000x1; relu').notes).toEqual([]);
    expect(module('input 1x1000000x1; maxpool 500000x1').notes.join()).toContain('sum of all layers');
  });
});
