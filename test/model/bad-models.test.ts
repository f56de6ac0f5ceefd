import { describe, expect, test } from 'vitest';
import { OnnxError } from '../../server/src/onnx/index';
import { imported } from '../support/imported';
import { type GraphParts, model, node, rawTensor, valueInfo, weights } from '../support/onnx-writer';

const kernel = weights('w', 6, 4, 3, 3);

describe('bad input', () => {
  const conv = [node('Conv x w -> y', {}, { name: 'c1' })];
  const x = valueInfo('x', [1, 4, 8, 8]);
  test.each<[string, GraphParts, RegExp]>([
    ['a cycle', { nodes: [node('Add x b -> a'), node('Relu a -> b')], outputs: ['a'] }, /a cycle through/],
    [
      'a value from nowhere',
      { nodes: [node('Relu q -> y')], outputs: ['y'] },
      /reads `q`, which nothing makes/,
    ],
    ['an output from nowhere', { outputs: ['y'] }, /nothing makes the model's output `y`/],
    ['an unknown operator', { nodes: [node('Frobnicate x -> y')], outputs: ['y'] }, /Frobnicate.*opset 13/],
    [
      'an unknown domain',
      { nodes: [node('Relu x -> y', {}, { domain: 'my.own' })], outputs: ['y'] },
      /domain `my.own` are not known/,
    ],
    [
      'weights that do not fit',
      { nodes: conv, initializers: [weights('w', 6, 5, 3, 3)], outputs: ['y'] },
      /node c1 \(Conv\): its weights read 5 channels, its input has 4/,
    ],
    [
      'an absurd size',
      { inputs: [valueInfo('x', [1, 2 ** 40, 2 ** 40, 8])], outputs: ['x'] },
      /no size that memory has/,
    ],
    ['an input without a shape', { inputs: [floatInput('x')], outputs: ['x'] }, /give it with --shape/],
    ['no input', { inputs: [], outputs: [] }, /has no input/],
  ])('%s is one clear error', async (_, parts, reason) => {
    const found = imported(model({ inputs: [x], ...parts }));
    await expect(found).rejects.toThrow(OnnxError);
    await expect(found).rejects.toThrow(reason);
  });

  test.each<[string, number[], RegExp]>([
    [
      'Tile x r -> y',
      [1, 2 ** 60, 2 ** 61, 1],
      /the Tile that makes y: its result would be .*x4611686018427388000x.* is no size that memory has/,
    ],
    [
      'Resize x e r -> y',
      [1, 1, 2 ** 62, 2 ** 62],
      /the Resize that makes y: its result would be .* is no size that memory has/,
    ],
    ['Expand x r -> y', [1, 4, 2 ** 62, 8], /the Expand that makes y: .* do not fit each other/],
  ])('sizes that no number holds exactly are one clear error: %s', async (written, sizes, reason) => {
    const parts = { inputs: [x], nodes: [node(written)], outputs: ['y'] };
    const found = imported(model({ ...parts, initializers: [int64s('r', sizes), int64s('e', [])] }));
    await expect(found).rejects.toThrow(OnnxError);
    await expect(found).rejects.toThrow(reason);
  });

  test('open sizes are asked for, or 1 with a note', async () => {
    const open = model({
      nodes: conv,
      inputs: [valueInfo('x', ['N', 4, 'H', 'W'])],
      outputs: ['y'],
      initializers: [kernel],
    });
    await expect(imported(open)).rejects.toThrow(/does not fit.*`H` of input `x` is open.*--dim H=N/);
    const sizes = new Map([
      ['H', 16],
      ['W', 8],
    ]);
    expect((await imported(open, { sizes })).shapes).toEqual([['input 4x16x8', 'conv 6x14x6']]);
    const shapes = new Map([['', [1, 4, 5, 5]]]);
    expect((await imported(open, { shapes })).shapes).toEqual([['input 4x5x5', 'conv 6x3x3']]);
  });

  test('names may hold anything', async () => {
    const named = node('Conv x w -> y', {}, { name: 'a "quoted"\n} // name' });
    const found = await imported(
      model({ nodes: [named], inputs: [x], outputs: ['y'], initializers: [kernel] }),
    );
    expect(found.codes).toEqual([]);
  });
});

function floatInput(name: string): Uint8Array {
  return valueInfo(name, []).slice(0, 2 + name.length);
}

function int64s(name: string, values: readonly number[]): Uint8Array {
  const raw = new DataView(new ArrayBuffer(8 * values.length));
  values.forEach((value, i) => {
    raw.setBigInt64(8 * i, BigInt(value), true);
  });
  return rawTensor(name, 7, [values.length], new Uint8Array(raw.buffer));
}
