import { describe, expect, it } from 'vitest';
import { randomNumbers } from '../../server/src/arithmetic';
import { layerCost, moduleCost, writtenParallelism, type LayerCost } from '../../server/src/cost';
import { planKernel } from '../../server/src/export/hls/kernel';
import { kernels } from '../../server/src/export/kernel-interface';
import { inferShapes } from '../../server/src/network';
import { load } from '../support/fixture';
import { layers } from '../support/layers';
import { quarterVgg } from '../support/networks';

const options = { family: '7series', clockHz: 100e6, ddrBytesPerSecond: 1e9 } as const;

function module(text: string) {
  return inferShapes(layers(text)).layers.map((layer) => ({
    layer,
    cost: layerCost(layer, writtenParallelism(layer), options),
  }));
}

const last = (text: string): LayerCost => {
  const found = module(text).at(-1)?.cost;
  if (found === undefined) throw new Error('no layer');
  return found;
};

describe('a layer that fetches each weight once an input', () => {
  const late = 'input 128x4x4; conv 3x3 128 pad 1 weights-in ddr parallel pe 8 simd 8';

  it('reads its matrix once, and computes as long as before', () => {
    const [was, is] = [last(late), last(`${late} order weights`)];
    expect(was.streamedBytes).toBe(16 * 128 * 128 * 9);
    expect(is.streamedBytes).toBe(128 * 128 * 9);
    // 16 positions · 144 words · 16 folds; a map of 256 words comes in, waits for its RAM, and 256 words of results leave.
    expect(is.processes.find(({ name }) => name === 'mvu')?.cycles).toBe(36_864 + 256 + 256 + 4);
    expect(was.bottleneck).toBe('memory');
    expect(was.cycles).toBe(294_912);
    // No weights are taken while the map fills and results leave: 147,456 bytes at 8 a cycle, and those.
    expect(is.processes.find(({ name }) => name === 'memory')?.cycles).toBe(18_432 + 512 + 4);
    expect(is.bottleneck).toBe('mvu');
  });

  it('keeps the map, the results and a FIFO of them in block RAM, and the sums in LUTs', () => {
    const { terms, resources } = last(`${late} order weights`);
    const of = (name: string) => terms.filter((t) => t.name === name).map((t) => [t.of, t.value]);
    // 64 bits by 256 words each.
    expect(of('input map')).toEqual([['bram18', 2]]);
    expect(of('results')).toEqual([['bram18', 2]]);
    expect(of('FIFO')).toEqual([['bram18', 2]]);
    // 26 bits of each: 8 + 8 − 1, and 11 for 1,152 products.
    expect(of('sums, 16 words')).toEqual([['lut', 8 * 26 * 0.667]]);
    expect(resources.bram18).toBe(6);
    expect(
      last('input 16x8x8; conv 3x3 32 pad 1 weights-in ddr order weights').terms.map((t) => t.name),
    ).toContain('sums, 64 words');
  });

  it.each([
    ['weights on chip', 'conv 3x3 128 pad 1 order weights'],
    ['one output position', 'conv 4x4 128 weights-in ddr order weights'],
    ['several kernel positions at a time', 'conv 3x3 8 weights-in ddr parallel pe 1 simd 384 order weights'],
    ['another order', 'conv 3x3 8 weights-in ddr order positions'],
  ])('is none with %s: the figures are those without the word', (_, layer) => {
    const plain = layer.replace(/ order \w+/, '');
    const of = ({ cycles, resources, streamedBytes }: LayerCost) => ({ cycles, resources, streamedBytes });
    expect(of(last(`input 128x4x4; ${layer}`))).toEqual(of(last(`input 128x4x4; ${plain}`)));
  });

  it('starts with the last of its input, and hands on all rows at its end', () => {
    const front = 'input 8x16x16; conv 3x3 8 pad 1 parallel pe 4 simd 8; ';
    const middle = 'conv 3x3 8 pad 1 weights-in ddr parallel pe 8 simd 8';
    const [whole, alone] = [module(`${front}${middle} order weights`), module(front)].map(
      (made) => moduleCost(made, options).latencyCycles,
    );
    const held = module(`${front}${middle} order weights`).at(-1)?.cost.cycles ?? 0;
    // The input has filled the map when its last word comes; then products and results follow.
    expect(whole).toBeGreaterThanOrEqual((alone ?? 0) + held - 256);
    expect(whole).toBeLessThan((alone ?? 0) + held + 300);
  });

  it('has room for the next input in front of it', () => {
    const { fifos } = moduleCost(
      module(`input 8x4x4; conv 3x3 8 pad 1; ${late.split('; ')[1]} order weights`),
      options,
    );
    expect(fifos.at(-1)).toMatchObject({ depth: 16, width: 64 });
  });
});

describe('VGG-16 at a quarter of its width', () => {
  it.each([
    ['positions', 7_667_712],
    ['weights', 811_008],
  ])(
    'with its late layers in order of %s reads as many bytes an input as its kernel does',
    async (order, bytes) => {
      const { analysis } = await load(quarterVgg(`weights-in ddr order ${order}`));
      const [stage] = analysis.modules;
      expect(stage?.cost?.streamedBytes).toBe(bytes);
      const numbers = randomNumbers(analysis.lists, 1);
      const ports = kernels(analysis).flatMap(
        ({ module, top }) => planKernel(analysis, numbers, module, top).parts.weightPorts,
      );
      expect(ports).toHaveLength(6);
      expect(ports.reduce((sum, { words }) => sum + words.length, 0)).toBe(bytes);
      expect(ports.map(({ repeats }) => repeats)).toEqual(
        order === 'weights' ? [1, 1, 1, 1, 1, 1] : [16, 16, 16, 4, 4, 4],
      );
    },
  );
});
