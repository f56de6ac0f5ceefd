import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resourceKinds } from '../../server/src/base/resources';
import { layerCost, writtenParallelism, type CostOptions, type LayerCost } from '../../server/src/cost';
import { inferShapes } from '../../server/src/network';
import { layers } from '../support/layers';
import { evaluate } from '../support/formula';

const zynq: CostOptions = { family: '7series' };

/** Cost of the last layer, with its written parallelism. */
function cost(text: string, options: CostOptions = zynq): LayerCost {
  const shaped = inferShapes(layers(text)).layers.at(-1);
  if (shaped === undefined) throw new Error('no layer');
  return layerCost(shaped, writtenParallelism(shaped), options);
}

const processes = (text: string, options?: CostOptions): Record<string, number> =>
  Object.fromEntries(cost(text, options).processes.map(({ name, cycles }) => [name, cycles]));

describe('cycles', () => {
  it.each<[string, string, Record<string, number>]>([
    // 25 multipliers over a 5×5 window of one channel: the window is five times slower than the matrix part.
    ['input 1x36x36; conv 5x5 5 parallel pe 1 simd 25', 'window', { mvu: 5120, window: 25_749 }],
    // With all taps at once it takes a position in a cycle.
    [
      'input 1x36x36; conv 5x5 5 parallel pe 1 simd 25 window parallel',
      'mvu',
      { mvu: 5120, window: 36 * 36 },
    ],
    [
      'input 1x36x36; conv 5x5 5 parallel pe 5 simd 25 window parallel',
      'window',
      { mvu: 1024, window: 36 * 36 },
    ],
    [
      'input 3x32x32; conv 3x3 16 stride 2 pad 1 parallel pe 16 simd 27 window parallel',
      'window',
      { mvu: 256, window: 34 * 34, padding: 34 * 34 },
    ],
    // Words of the groups that are computed at once: 4 of 8 channels, each of a group of its own.
    [
      'input 8x9x9; depthwise 3x3 parallel pe 4 simd 9 window parallel',
      'window',
      { mvu: 49 * 2, window: 81 * 2 },
    ],
    [
      'input 8x9x9; conv 3x3 8 groups 2 parallel pe 2 simd 36 window parallel',
      'mvu',
      { mvu: 49 * 4, window: 81 * 2 },
    ],
    // A 1×1 kernel has no window to hand over.
    ['input 8x9x9; conv 1x1 16 parallel pe 16 simd 8 window parallel', 'mvu', { mvu: 81 }],
    ['input 5x18x18; conv 3x3 4 parallel pe 4 simd 1', 'window', { mvu: 11_520, window: 11_715 }],
    ['input 1x28x28; conv 5x5 6 pad 2', 'mvu', { mvu: 117_600, window: 19_600 + 133, padding: 1024 }],
    ['input 8x9x9; conv 1x1 16 parallel pe 16 simd 8', 'mvu', { mvu: 81 }],
    ['input 8x9x9; conv 1x1 16 stride 2 parallel pe 16 simd 8', 'window', { mvu: 25, window: 1 + 5 * 18 }],
    [
      'input 8x9x9; depthwise 3x3 parallel pe 4 simd 3',
      'window',
      { mvu: 49 * 3 * 2, window: 42 + 7 * 63 * 2 },
    ],
    [
      'input 8x9x9; conv 3x3 8 groups 2 parallel pe 2 simd 4',
      'mvu',
      { mvu: 49 * 9 * 4, window: 42 + 7 * 63 * 2 },
    ],
    ['input 400; dense 120 parallel pe 4 simd 10', 'mvu', { mvu: 1200 }],
    ['input 8x8x8; maxpool 2x2 parallel pe 2 simd 1', 'pool', { pool: 256 }],
    // Over each other: a sliding window's own cycles, as a convolution's.
    [
      'input 8x9x9; avgpool 3x3 stride 1',
      'window',
      { pool: 49 * 9 * 8, window: (2 * 9 + 3 + 7 * 7 * 9) * 8 },
    ],
    [
      'input 8x8x8; maxpool 3x3 stride 2 pad 1',
      'window',
      { pool: 16 * 9 * 8, window: (2 * 10 + 3 + 4 * 4 * 9) * 8, padding: 800 },
    ],
    ['input 8x4x4; globalpool parallel pe 4 simd 1', 'pool', { pool: 34 }],
    ['input 8x4x4; relu parallel pe 4 simd 1', 'elements', { elements: 32 }],
    ['input 8x4x4; upsample 2x2', 'elements', { elements: 512 }],
    ['input 10; softmax', 'elements', { elements: 10 }],
    ['input 8x4x4; flatten', 'none', {}],
    ['input 8x4x4; conv 1x1 4; relu', 'none', {}],
  ])('%s', (text, bottleneck, expected) => {
    const found = cost(text);
    expect(processes(text)).toEqual(expected);
    expect(found.bottleneck).toBe(bottleneck);
    expect(found.cycles).toBe(Math.max(0, ...Object.values(expected)));
  });

  it('counts the weights that stream from memory anew for each position', () => {
    const options = { ...zynq, clockHz: 100e6, ddrBytesPerSecond: 1e9 };
    const text = 'input 400; dense 120 weights int4 weights-in ddr parallel pe 120 simd 400';
    const found = cost(text, options);
    // A byte each, whatever their bits, and at most eight bytes a cycle.
    expect(found.streamedBytes).toBe(48_000);
    expect(found.bottleneck).toBe('memory');
    expect(found.cycles).toBe(6000);
    expect(cost(text, { ...options, ddrBytesPerSecond: 4e8 }).cycles).toBe(12_000);
    expect(cost(text, zynq).cycles).toBe(6000);
    expect(found.resources.bram18).toBe(0);
    expect(cost('input 4x8x8; conv 1x1 2 weights-in ddr', options).streamedBytes).toBe(64 * 8);
  });

  it('splits a low-rank layer into two units', () => {
    const found = cost('input 100; dense 50 rank 4 parallel pe 2 simd 10');
    // 100→4 at 10 lanes and 2 rows; 4→50 at 2 lanes and 10 rows.
    expect(found.processes.map(({ cycles }) => cycles)).toEqual([10 * 2, 2 * 5]);
    // Each of their lanes is brought to the scale of the next, by a product.
    expect(found.resources.dsp).toBe(2 * 10 + 10 * 2 + 2 + 10);
  });
});

describe('resources', () => {
  it.each<[string, CostOptions, Partial<LayerCost['resources']>]>([
    ['input 36x16x16; conv 2x2 32 parallel pe 4 simd 12', zynq, { dsp: 48 + 4, bram18: 4 * 3 }],
    ['input 144; dense 16 weights int4 parallel pe 4 simd 12', zynq, { dsp: 4 }],
    ['input 144; dense 16 weights int16 activations int16 parallel pe 4 simd 12', zynq, { dsp: 48 + 4 * 2 }],
    ['input 144; dense 16 parallel pe 4 simd 12', { family: 'ultrascale+', pack: true }, { dsp: 24 + 4 }],
    ['input 144; dense 16 parallel pe 4 simd 12', { family: '7series', pack: true }, { dsp: 48 + 4 }],
    // 4,800 words of 10·4 bits are 8,192 of them: blocks 4 bits wide, two deep.
    ['input 400; dense 120 weights int4 parallel pe 1 simd 10', zynq, { bram18: 10 * 2, uram: 0 }],
    [
      'input 400; dense 120 weights-in uram parallel pe 1 simd 10',
      { family: 'ultrascale+' },
      { bram18: 0, uram: 2 * 2 },
    ],
    // The input, which 120 outputs read one after the other, still takes a block.
    ['input 400; dense 120 weights-in lutram', zynq, { bram18: 1 }],
    ['input 4; dense 2', zynq, { bram18: 0 }],
    ['input 4; dense 2 weights-in bram', zynq, { bram18: 1 }],
  ])('%s', (text, options, expected) => {
    expect(cost(text, options).resources).toMatchObject(expected);
  });

  it('counts the registers, lines and FIFO of a window that hands over all taps', () => {
    const text = 'input 1x36x36; conv 5x5 5 parallel pe 1 simd 25';
    const [serial, atOnce] = [cost(text), cost(`${text} window parallel`)];
    const named = (found: LayerCost): Record<string, number> =>
      Object.fromEntries(found.terms.map(({ name, of, value }) => [`${name}, ${of}`, value]));
    // 25 taps of a byte; four rows of 36 bytes are in LUTs, where the serial window's 149 words took a block.
    expect(named(atOnce)['window, registers, ff']).toBe(200);
    expect(named(atOnce)['window, LUT memory, lut']).toBeGreaterThan(32);
    expect(serial.resources.bram18 - atOnce.resources.bram18).toBe(1);
    // The serial one joins its taps into a word of the unit, in as many registers.
    expect(atOnce.resources.ff).toBeGreaterThan(serial.resources.ff + 200);
    expect(atOnce.resources.dsp).toBe(serial.resources.dsp);
    // Hardly any was measured.
    expect(atOnce.band.ff.low).toBeGreaterThan(serial.band.ff.low);
  });

  it('prices a parallel window as the one that was measured', () => {
    // 4 channels at once, 34 columns, 3x3 (FINN, Vivado, xc7z020): 141 LUT, 414 FF. A window alone, without its FIFO.
    const found = cost('input 4x34x34; conv 3x3 4 stride 2 parallel pe 4 simd 36 window parallel');
    const window = found.terms.filter(({ name }) => name.startsWith('window'));
    const sum = (of: string): number => window.reduce((s, t) => s + (t.of === of ? t.value : 0), 0);
    expect(Math.abs(sum('lut') / 141 - 1)).toBeLessThan(0.5);
    expect(Math.abs(sum('ff') / 414 - 1)).toBeLessThan(0.1);
  });

  it('stores indices where there is a codebook', () => {
    const plain = cost('input 400; dense 120 parallel pe 4 simd 10');
    const coded = cost('input 400; dense 120 codebook 2 parallel pe 4 simd 10');
    expect(coded.resources.bram18).toBeLessThan(plain.resources.bram18);
    expect(coded.resources.lut).toBeGreaterThan(plain.resources.lut);
    expect(cost('input 4; dense 4 codebook 8').notes.join()).toContain('saves nothing');
  });

  it('says what is not modelled instead of zero', () => {
    expect(cost('input 400; dense 120 weights fp16 activations fp16').resources.atLeast).toEqual([
      'lut',
      'ff',
      'dsp',
    ]);
    expect(cost('input 4x4x4; relu activations fp32').resources.atLeast).toEqual(['lut', 'ff', 'dsp']);
    expect(cost('input 400; dense 120').resources.atLeast).toBeUndefined();
    expect(cost('input 400; dense 120 sparsity 0.9').notes.join()).toContain('Sparsity is not modelled');
    expect(cost('input 25; dense 5 weights int16 activations int16').notes.join()).toContain('36 bits');
  });

  it('charges nothing for layers that are wires', () => {
    for (const text of ['input 4x4x4', 'input 4x4x4; flatten', 'input 4x4x4; conv 1x1 2; batchnorm']) {
      expect(cost(text).resources).toEqual({ lut: 0, ff: 0, dsp: 0, bram18: 0, uram: 0 });
    }
  });
});

const kinds = fc.constantFrom(
  'conv 3x3 8 pad 1',
  'depthwise 3x3',
  'conv 5x5 12 stride 2',
  'maxpool 3x3 stride 2',
  'globalpool',
  'avgpool 2x2',
  'relu',
  'upsample 2x2',
  'dense 24',
  'softmax',
);
const type = fc.constantFrom(
  'binary',
  'ternary',
  'int2',
  'int3',
  'int4',
  'int5',
  'int8',
  'int12',
  'int16',
  'fp16',
);

describe('every layer', () => {
  it('shows terms that evaluate to their values and add up to the totals', () => {
    fc.assert(
      fc.property(
        kinds,
        type,
        type,
        fc.integer({ min: 1, max: 24 }),
        fc.integer({ min: 1, max: 24 }),
        (kind, w, a, pe, simd) => {
          const window = pe % 2 === 0 && /^conv|^depthwise/.test(kind) ? ' window parallel' : '';
          const found = cost(
            `input 8x12x12; ${kind} weights ${w} activations ${a} parallel pe ${pe} simd ${simd}${window}`,
          );
          for (const term of [...found.terms, ...found.processes.flatMap((process) => process.terms)]) {
            expect(evaluate(term.substituted)).toBeCloseTo(term.value, 6);
            expect(term.value).toBeGreaterThanOrEqual(0);
            expect(term.source).not.toBe('');
          }
          for (const kind of resourceKinds) {
            const sum = found.terms.reduce((s, term) => s + (term.of === kind ? term.value : 0), 0);
            expect(found.resources[kind]).toBe(Math.ceil(sum) + 0);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('takes no fewer cycles with fewer lanes, and no less fabric with more bits', () => {
    const bits = fc.integer({ min: 2, max: 15 });
    fc.assert(
      fc.property(
        kinds,
        bits,
        bits,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 12 }),
        (kind, w, a, pe, simd) => {
          const at = (weights: number, activations: number, p: number, s: number): LayerCost =>
            cost(
              `input 8x12x12; ${kind} weights int${weights} activations int${activations} parallel pe ${p} simd ${s}`,
            );
          const base = at(w, a, pe, simd);
          expect(at(w, a, pe + 1, simd).cycles).toBeLessThanOrEqual(base.cycles);
          expect(at(w, a, pe, simd + 1).cycles).toBeLessThanOrEqual(base.cycles);
          // A multiplier that becomes a DSP block frees its LUTs: weigh both.
          const area = ({ resources }: LayerCost): number => resources.lut + 200 * resources.dsp;
          for (const wider of [at(w + 1, a, pe, simd), at(w, a + 1, pe, simd)]) {
            expect(area(wider)).toBeGreaterThanOrEqual(area(base));
            expect(wider.resources.bram18).toBeGreaterThanOrEqual(base.resources.bram18);
          }
          const more = at(w, a, pe + 1, simd);
          expect(more.resources.dsp).toBeGreaterThanOrEqual(base.resources.dsp);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('tolerates invalid parallelism', () => {
    for (const value of [0, -3, NaN, Infinity, 1.5, 1e18]) {
      const shaped = inferShapes(layers('input 8x8x8; conv 3x3 4')).layers[1];
      if (shaped === undefined) throw new Error('no layer');
      const found = layerCost(shaped, { pe: value, simd: value }, zynq);
      expect(Number.isFinite(found.cycles) && found.cycles > 0).toBe(true);
      expect(resourceKinds.every((kind) => found.resources[kind] >= 0)).toBe(true);
    }
  });
});
