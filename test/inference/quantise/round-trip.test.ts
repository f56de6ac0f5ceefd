/** What quantise writes is read back as what it was: the same operators, the same integers, the same codes. */
import { expect, it } from 'vitest';
import { lowerModel } from '../../../server/src/model/lower/lower';
import { readModel } from '../../../server/src/onnx/index';
import { graphDifference } from '../../model/walk/same-graph';
import { floats, model, node, rawTensor, valueInfo } from '../../support/onnx-writer';
import { quantisedOf, randomRun } from '../../support/random-run';
import { seeded } from '../../support/seed';

const random = seeded(58);
const tensor = (name: string, dims: readonly number[]) =>
  floats(
    name,
    dims,
    Array.from({ length: dims.reduce((a, b) => a * b, 1) }, () => random() * 2 - 1),
  );
const halved = { kernel_shape: [2, 2], strides: [2, 2] };
const padded = { pads: [1, 1, 1, 1] };

/** From `c`, 4 x 8 x 8, to `r`, of so many values. */
const cases: readonly (readonly [string, readonly Uint8Array[], number])[] = [
  ['a relu behind a maximum', [node('MaxPool c -> m', halved), node('Relu m -> r')], 64],
  ['a relu behind an upsampling', [upsampled('c', 'u'), node('Relu u -> r')], 1024],
  ['a cap behind a maximum', [node('MaxPool c -> m', halved), node('Clip m zero cap -> r')], 64],
  ['a cap behind a mean', [node('AveragePool c -> m', halved), node('Clip m zero cap -> r')], 64],
  [
    'a cap behind a sum',
    [node('Conv c w2 -> d', padded), node('Add c d -> s'), node('Clip s zero cap -> r')],
    256,
  ],
  [
    'a relu behind a join',
    [node('Conv c w2 -> d', padded), node('Concat c d -> j', { axis: 1 }), node('Relu j -> r')],
    512,
  ],
  [
    'a relu behind a flattened image',
    [node('MaxPool c -> m', halved), node('Flatten m -> f1'), node('Relu f1 -> r')],
    64,
  ],
  [
    'a sum of three',
    [node('Conv c w2 -> d', padded), node('Conv c w3 -> e', padded), node('Sum c d e -> r')],
    256,
  ],
  [
    'a cap behind what moves a join',
    [
      node('Conv c w2 -> d', padded),
      node('Concat c d -> j', { axis: 1 }),
      node('MaxPool j -> m', halved),
      upsampled('m', 'u'),
      node('Clip u zero cap -> r'),
    ],
    512,
  ],
  [
    'nameless layers that share their weights',
    [node('Conv c w2 -> d', padded), node('Conv d w2 -> r', padded)],
    256,
  ],
  [
    'vectors of one pixel that are joined',
    [
      node('GlobalAveragePool c -> g'),
      node('Flatten g -> a'),
      node('GlobalMaxPool c -> h'),
      node('Flatten h -> b'),
      node('Concat a b -> r', { axis: 1 }),
    ],
    8,
  ],
];

function upsampled(from: string, to: string): Uint8Array {
  return node(`Resize ${from} _ twice -> ${to}`, {
    mode: 'nearest',
    coordinate_transformation_mode: 'asymmetric',
    nearest_mode: 'floor',
  });
}

it.each(cases)('%s', async (_what, between, size) => {
  const flat = rawTensor('flat', 7, [2], new Uint8Array(BigInt64Array.of(-1n, BigInt(size)).buffer));
  const file = model({
    nodes: [
      node('Conv x w1 -> c', padded),
      ...between,
      node('Reshape r flat -> f'),
      node('Gemm f w4 -> y', { transB: 1 }),
    ],
    initializers: [
      tensor('w1', [4, 1, 3, 3]),
      tensor('w2', [4, 4, 3, 3]),
      tensor('w3', [4, 4, 3, 3]),
      tensor('w4', [5, size]),
      floats('zero', [], [0]),
      floats('cap', [], [0.5]),
      floats('twice', [4], [1, 1, 2, 2]),
      flat,
    ],
    inputs: [valueInfo('x', [1, 1, 8, 8])],
    outputs: [valueInfo('y', [1, 5])],
  });
  const { quantised, written } = await quantisedOf(file, randomRun([1, 8, 8], 24, 59));
  expect(graphDifference(quantised, lowerModel(readModel(written)))).toBeUndefined();
});
