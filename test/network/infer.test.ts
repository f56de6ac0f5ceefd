import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dimensions, inferShapes, type Inflow, type ShapeProblem } from '../../server/src/network';
import { layers } from '../support/layers';
import { blenet, vgg10 } from '../support/networks';

function shapes(text: string, inflow?: Inflow): string[] {
  return inferShapes(layers(text), inflow).layers.map((layer) =>
    layer.outShape ? dimensions(layer.outShape).join('x') : '?',
  );
}

function problems(text: string, inflow?: Inflow): readonly ShapeProblem[] {
  return inferShapes(layers(text), inflow).problems;
}

const sum = (text: string, figure: 'macs' | 'params'): number =>
  inferShapes(layers(text)).layers.reduce((total, layer) => total + (layer[figure] ?? NaN), 0);

describe('inferShapes', () => {
  it.each([
    [blenet, '1x28x28 6x28x28 6x28x28 6x14x14 16x10x10 16x10x10 16x5x5 400 120 120 84 84 10'],
    ['input 3x32x32; conv 3x3 8 stride 2 pad same', '3x32x32 8x16x16'],
    ['input 3x7x7; conv 3x3 8 stride 2 pad same', '3x7x7 8x4x4'],
    ['input 3x16x16; conv 3x3 8 dilation 2', '3x16x16 8x12x12'],
    ['input 3x16x15; conv 3x1 8 stride 2x1 pad 1x0', '3x16x15 8x8x15'],
    ['input 4x8x8; depthwise 3x3 pad 1; depthwise 3x3 8', '4x8x8 4x8x8 8x6x6'],
    ['input 4x8x8; conv 3x3 8 groups 2 pad 1; upsample 2x2', '4x8x8 8x8x8 8x16x16'],
    ['input 4x9x9; maxpool 2x2; avgpool 3x3 stride 1; globalpool; softmax', '4x9x9 4x4x4 4x2x2 4x1x1 4x1x1'],
    ['input 4x8x8; dense 10', '4x8x8 10'],
    ['input 784; dense 10; softmax', '784 10 10'],
    [
      'input 2x4x4; a: conv 1x1 3; b: conv 1x1 3 from a; add from a, b; concat from a, b',
      '2x4x4 3x4x4 3x4x4 3x4x4 6x4x4',
    ],
    ['input 4x1x1; a: dense 6; b: dense 3; concat from a, b', '4x1x1 6 3 9'],
  ])('%s', (text, expected) => {
    expect(problems(text)).toEqual([]);
    expect(shapes(text).join(' ')).toBe(expected);
  });

  it('infers a branch from its input shape', () => {
    expect(shapes('conv 3x3 4 stride 2; relu; flatten; dense 10', { c: 6, h: 14, w: 14 })).toEqual([
      '4x6x6',
      '4x6x6',
      '144',
      '10',
    ]);
    expect(problems('conv 3x3 4; dense 10', 'unknown')).toEqual([]);
  });

  it('counts the trained networks as ONNX does', () => {
    expect(sum(vgg10, 'macs')).toBe(
      442_368 + 884_736 + 2 * 1_327_104 + 442_368 + 2 * 589_824 + 221_184 + 2 * 331_776 + 480,
    );
    expect(sum(vgg10, 'macs') / 1e6).toBeCloseTo(6.5, 1);
    // 6·25+6, 16·150+16, 400·120+120, 120·84+84, 84·10+10
    expect(sum(blenet, 'params')).toBe(156 + 2416 + 48_120 + 10_164 + 850);
  });

  it('counts both factors of a low-rank layer', () => {
    const [, dense] = inferShapes(layers('input 100; dense 50 rank 4')).layers;
    expect(dense?.macs).toBe(4 * (100 + 50));
    expect(dense?.params).toBe(4 * (100 + 50) + 50);
  });

  it('sizes accumulators for their largest sum', () => {
    const bits = (text: string): number | undefined => inferShapes(layers(text)).layers[1]?.accumulatorBits;
    expect(bits('input 16x8x8; conv 3x3 4 weights int4 activations int4')).toBe(15);
    expect(bits('input 2x8x8; conv 5x5 4 weights int8 activations int8')).toBe(8 + 8 - 1 + 6);
    expect(bits('input 64; dense 4 weights binary activations binary')).toBe(7);
    expect(bits('input 64x4x4; maxpool 2x2')).toBe(0);
  });
});

describe('fusing', () => {
  const hosts = (text: string): (number | undefined)[] =>
    inferShapes(layers(text)).layers.map((l) => l.fusedInto);

  it.each([
    ['input 1x8x8; conv 3x3 4; batchnorm; relu', [undefined, undefined, 1, 1]],
    ['input 1x8x8; relu', [undefined, undefined]],
    ['input 1x8x8; a: conv 1x1 1; b: relu; add from a, b', [undefined, undefined, undefined, undefined]],
    ['input 8; dense 4; relu; dense 2', [undefined, undefined, 1, undefined]],
  ])('%s', (text, expected) => {
    expect(hosts(text)).toEqual(expected);
  });

  it('leaves a relu alone behind a layer that an exit reads, which wants the values before it', () => {
    const fusedInto = (tapped?: ReadonlySet<number>) =>
      inferShapes(layers('input 1x8x8; conv 3x3 4; relu'), undefined, tapped).layers[2]?.fusedInto;
    expect(fusedInto()).toBe(1);
    expect(fusedInto(new Set([1]))).toBeUndefined();
    expect(fusedInto(new Set([2]))).toBe(1);
  });

  it('lists the fused layers in their host', () => {
    expect(inferShapes(layers('input 1x8x8; conv 3x3 4; batchnorm; relu')).layers[1]?.fused).toEqual([2, 3]);
  });
});

describe('shape problems are reported', () => {
  it.each<[string, Partial<ShapeProblem>]>([
    ['conv 3x3 4; relu; dense 10', { kind: 'no-input', layer: 0 }],
    ['input 1x8x8; input 1x8x8; relu', { kind: 'second-input', layer: 1, first: 0 }],
    ['input; conv 3x3 4', { kind: 'missing', layer: 0, attribute: 'shape' }],
    ['input 8x8', { kind: 'input-dimensions', layer: 0, count: 2 }],
    ['input 0x8x8', { kind: 'not-a-size', layer: 0, attribute: 'shape', value: 0 }],
    ['input 1x8x8; conv 3x3; relu', { kind: 'missing', layer: 1, attribute: 'filters' }],
    ['input 1x8x8; conv 4; maxpool 2x2', { kind: 'missing', layer: 1, attribute: 'kernel' }],
    ['input 1x8x8; dense', { kind: 'missing', layer: 1, attribute: 'units' }],
    ['input 1x8x8; maxpool', { kind: 'missing', layer: 1, attribute: 'window' }],
    ['input 1x8x8; conv 3x3 4 stride 0', { kind: 'not-a-size', layer: 1, attribute: 'stride', value: 0 }],
    ['input 1x8x8; conv 3x3 4 pad -1', { kind: 'not-a-size', layer: 1, attribute: 'pad', least: 0 }],
    ['input 1x8x8; conv 3x3 1e999', { kind: 'not-a-size', layer: 1, attribute: 'filters' }],
    [
      'input 1x8x8; conv 9x9 4; conv 9x9 4',
      { kind: 'kernel-too-large', layer: 1, kernel: { h: 9, w: 9 }, image: { h: 8, w: 8 } },
    ],
    ['input 1x8x8; maxpool 3x3 dilation 4', { kind: 'kernel-too-large', layer: 1, kernel: { h: 9, w: 9 } }],
    ['input 6x8x8; conv 3x3 8 groups 4', { kind: 'groups', divides: 'channels', total: 6 }],
    ['input 8x8x8; conv 3x3 6 groups 4', { kind: 'groups', divides: 'filters', total: 6 }],
    ['input 6x8x8; depthwise 3x3 8', { kind: 'multiplier', filters: 8, channels: 6 }],
    ['input 8; conv 3x3 4', { kind: 'needs-image', layer: 1 }],
    ['input 8; relu; batchnorm', { kind: 'nothing-to-fold', layer: 2, reason: 'no-weights' }],
    [
      'input 1x8x8; a: conv 1x1 2; b: batchnorm; add from a, b',
      { kind: 'nothing-to-fold', layer: 2, reason: 'read-elsewhere' },
    ],
    ['input 2x8x8; a: conv 1x1 2; b: conv 3x3 2; add from a, b; relu', { kind: 'shapes-differ', layer: 3 }],
    ['input 2x8x8; a: conv 1x1 2; b: conv 3x3 2; concat from a, b', { kind: 'shapes-differ', layer: 3 }],
    ['input 2x8x8; add', { kind: 'inputs', layer: 1, count: 1, least: 2 }],
    ['input 2x8x8; a: relu; b: relu; conv 1x1 2 from a, b', { kind: 'inputs', layer: 3, count: 2, most: 1 }],
    ['input 100; dense 50 rank 50', { kind: 'rank', rank: 50, limit: 50 }],
    ['input 1000000x1000000x1000000', { kind: 'too-large', quantity: 'elements', layer: 0 }],
    ['input 100000x10000x10000; conv 1x1 100000; relu', { kind: 'too-large', quantity: 'macs', layer: 1 }],
  ])('%s', (text, expected) => {
    const found = problems(text);
    expect(found[0]).toMatchObject(expected);
    expect(found).toHaveLength(1);
  });

  it('does not report what semantics has reported', () => {
    expect(problems('input 1x8x8; conv 4 broken kernel; relu; dense 4')).toEqual([]);
    expect(problems('input 1x8x8; maxpool broken kernel')).toEqual([]);
    expect(shapes('input 1x8x8; conv 4 broken kernel; relu; dense 4')).toEqual(['1x8x8', '?', '?', '?']);
  });

  it('refuses an input inside a branch', () => {
    expect(problems('input 1x8x8; dense 2', { n: 4 })).toEqual([{ kind: 'input-in-branch', layer: 0 }]);
  });
});

describe('any sizes', () => {
  const number = fc.oneof(
    fc.integer({ min: -2, max: 9 }),
    fc.constantFrom(2 ** 31, 2 ** 53, 1e300, Infinity, NaN, 1.5),
  );
  it('neither throw nor give invalid shapes', () => {
    fc.assert(
      fc.property(fc.array(number, { minLength: 12, maxLength: 12 }), (n) => {
        const text = 'input 1x1x1; conv 3x3 4 dilation 2; depthwise 2x2; maxpool 2x2; dense 4';
        const specs = layers(text).map((spec, index) => ({
          ...spec,
          ...(index === 0 && { inputShape: [n[0] ?? 1, n[1] ?? 1, n[2] ?? 1] }),
          ...(index === 1 && {
            kernel: { h: n[3] ?? 1, w: n[4] ?? 1 },
            stride: { h: n[5] ?? 1, w: n[6] ?? 1 },
          }),
          ...(index === 1 && { pad: { h: n[7] ?? 0, w: n[8] ?? 0 }, filters: n[9] ?? 1, groups: n[10] ?? 1 }),
          ...(index === 3 && { window: { h: n[11] ?? 1, w: n[3] ?? 1 } }),
        }));
        const result = inferShapes(specs);
        expect(new Set(result.problems.map((p) => p.layer)).size).toBe(result.problems.length);
        for (const layer of result.layers) {
          if (layer.outShape === undefined) continue;
          expect(dimensions(layer.outShape).every((d) => Number.isSafeInteger(d) && d > 0)).toBe(true);
        }
        if (result.problems.length === 0)
          expect(result.layers.every((layer) => layer.macs !== undefined)).toBe(true);
      }),
    );
  });
});
