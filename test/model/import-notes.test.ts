/** What an import has to say beside the design, so that nobody learns of it at the end of the road. */
import { describe, expect, test } from 'vitest';
import { imported } from '../support/imported';
import { floats, graph, model, node, rawTensor, valueInfo, weights } from '../support/onnx-writer';

const image = valueInfo('x', [1, 4, 8, 8]);
const head = [node('Flatten p -> f'), node('Gemm f w -> y')];
const pooled = [node('GlobalAveragePool a -> p'), ...head];

describe('operators without a kernel', () => {
  test('are one note a kind with a count, the commands that are refused, and what helps', async () => {
    const { notes, codes } = await imported(
      model({
        nodes: [node('LeakyRelu x -> b'), node('LeakyRelu b -> c'), node('Sigmoid c -> a'), ...pooled],
        initializers: [weights('w', 4, 5)],
        inputs: [image],
        outputs: ['y'],
      }),
    );
    const [note, ...more] = notes;
    expect(more).toEqual([]);
    expect(note).toMatch(
      /2 × LeakyRelu, Sigmoid .*`quantise` and `export` refuse the network; `check`, `report` and `profile` do not/,
    );
    expect(codes.filter((code) => code === 'EX8002')).toHaveLength(3);
  });

  test('whatever a layer with a kernel lacks is named with its node', async () => {
    const { notes } = await imported(
      model({
        nodes: [node('QuantizeLinear x s z -> q'), node('DequantizeLinear q s z -> a'), ...pooled],
        initializers: [
          floats('s', [4], [1, 2, 3, 4]),
          rawTensor('z', 3, [4], new Uint8Array(4)),
          weights('w', 4, 5),
        ],
        inputs: [image],
        outputs: ['y'],
      }),
    );
    expect(notes.join()).toMatch(/the QuantizeLinear that makes q: its values have a scale for each channel/);
    expect(notes.join()).toMatch(/--random-weights/);
  });
});

describe('what a design cannot show', () => {
  test('a fixed first dimension is said to be a batch, and can be denied', async () => {
    const sequence = model({
      nodes: [node('MatMul x w -> y')],
      initializers: [weights('w', 16, 5)],
      inputs: [valueInfo('x', [20, 1, 16])],
      outputs: ['y'],
    });
    const { notes, macs } = await imported(sequence);
    expect(notes.join()).toMatch(/first dimension of input `x`, 20, is taken for a batch.*--batch 1/);
    expect(macs).toBe(16 * 5);
    expect((await imported(sequence, { batch: 1 })).macs).toBe(20 * 16 * 5);
  });

  test('an LSTM of which only the last state is read keeps its figures', async () => {
    const { macs, params } = await imported(
      model({
        nodes: [
          node('LSTM s u r -> all last', { hidden_size: 8 }),
          node('Flatten last -> f', { axis: 2 }),
          node('Gemm f w -> y'),
        ],
        initializers: [weights('u', 1, 32, 10), weights('r', 1, 32, 8), weights('w', 8, 5)],
        inputs: [valueInfo('s', [6, 1, 10])],
        outputs: ['y'],
      }),
      { batch: 1 },
    );
    expect(macs).toBe(6 * (32 * 10 + 32 * 8) + 40);
    expect(params).toBe(320 + 256 + 40);
  });

  test('a loop of a constant count is its body as often', async () => {
    const body = graph({
      nodes: [node('Identity going -> on'), node('Conv v k -> out', { pads: [1, 1, 1, 1] })],
      inputs: [valueInfo('step', [], 7), valueInfo('going', [], 9), valueInfo('v', [1, 4, 8, 8])],
      outputs: ['on', 'out'],
    });
    const { shapes, macs } = await imported(
      model({
        nodes: [node('Loop three yes x -> a', { body: { graph: body } }), ...pooled],
        initializers: [
          rawTensor('three', 7, [], new Uint8Array(new BigInt64Array([3n]).buffer)),
          rawTensor('yes', 9, [], Uint8Array.of(1)),
          weights('k', 4, 4, 3, 3),
          weights('w', 4, 5),
        ],
        inputs: [image],
        outputs: ['y'],
      }),
    );
    expect(shapes[0]?.filter((shape) => shape.startsWith('conv'))).toHaveLength(3);
    expect(macs).toBe(3 * 64 * 4 * 36 + 20);
  });

  test('the softmax at the end is left out: scores decide the same', async () => {
    const { shapes } = await imported(
      model({
        nodes: [
          node('GlobalAveragePool x -> p'),
          node('Flatten p -> f'),
          node('Gemm f w -> g'),
          node('Softmax g -> y'),
        ],
        initializers: [weights('w', 4, 5)],
        inputs: [image],
        outputs: ['y'],
      }),
    );
    expect(shapes[0]?.at(-1)).toBe('dense 5');
  });
});

describe('upsampling is whatever repeats each pixel, and nothing else', () => {
  const factors = (scale: number) => floats('s', [4], [1, 1, scale, scale]);
  test.each([
    ['asymmetric', 'floor', 3, true],
    ['asymmetric', 'round_prefer_floor', 3, false],
    ['asymmetric', 'round_prefer_floor', 2, true],
    ['half_pixel', 'round_prefer_floor', 2, true],
    ['half_pixel', 'round_prefer_ceil', 3, true],
    ['half_pixel', 'floor', 2, false],
    ['align_corners', 'round_prefer_floor', 3, false],
    ['tf_half_pixel_for_nn', 'floor', 4, true],
  ])('%s, %s, by %d: %s', async (mode, rounding, scale, repeats) => {
    const attributes = { mode: 'nearest', coordinate_transformation_mode: mode, nearest_mode: rounding };
    const { shapes } = await imported(
      model({
        nodes: [node('Resize x empty s -> a', attributes), ...pooled],
        initializers: [factors(scale), floats('empty', [0], []), weights('w', 4, 5)],
        inputs: [image],
        outputs: ['y'],
      }),
    );
    expect(shapes[0]?.[1]).toBe(`${repeats ? 'upsample' : 'operator'} 4x${8 * scale}x${8 * scale}`);
  });
});
