import { expect, test } from 'vitest';
import { neverCancelled } from '../../../server/src/base/checkpoint';
import { lowerModel } from '../../../server/src/model/lower/lower';
import { readModel } from '../../../server/src/onnx/index';
import { type Feed, feed, rowOf } from '../../../server/src/inference/profile/feed';
import { calibrate } from '../../../server/src/inference/quantise/calibrate';
import { quantiseModel } from '../../../server/src/inference/quantise/quantise';
import { writeQOperator } from '../../../server/src/inference/quantise/write-qoperator';
import { floats, model, node, valueInfo } from '../../support/onnx-writer';
import { onnxruntime } from '../../support/trained';

let state = 11;
const random = () => ((state = (state * 48_271) % 2_147_483_647) / 2_147_483_647) * 2 - 1;
const tensor = (name: string, dims: readonly number[]) =>
  floats(name, dims, Array.from({ length: dims.reduce((a, b) => a * b, 1) }, random));

/** As TensorFlow's exporters write them: pixels scaled inside the model, channels last around every convolution. */
const file = model({
  nodes: [
    node('Transpose x -> x1', { perm: [0, 3, 1, 2] }),
    node('Mul x1 scale -> x2'),
    node('Sub x2 mean -> x3'),
    node('Conv x3 w1 -> c1'),
    node('Transpose c1 -> t1', { perm: [0, 2, 3, 1] }),
    node('Add t1 b1 -> a1'),
    node('Relu a1 -> r1'),
    node('Transpose r1 -> t2', { perm: [0, 3, 1, 2] }),
    node('Conv t2 w2 -> c2'),
    node('GlobalAveragePool c2 -> g'),
    node('Flatten g -> f'),
    node('Gemm f w3 -> y', { transB: 1 }),
  ],
  initializers: [
    floats('scale', [], [1 / 127.5]),
    floats('mean', [1, 3, 1, 1], [1, 0.9, 1.1]),
    tensor('w1', [5, 3, 3, 3]),
    floats('b1', [1, 1, 1, 5], [3, -1, 0.5, 0, 6]),
    tensor('w2', [8, 5, 2, 2]),
    tensor('w3', [4, 8]),
  ],
  inputs: [valueInfo('x', [1, 8, 8, 3])],
  outputs: [valueInfo('y', [1, 4])],
});

const samples = Array.from({ length: 48 }, () =>
  Float32Array.from({ length: 192 }, () => 127.5 * (1 + random())),
);
const run: Feed = {
  data: {
    name: 'random',
    count: samples.length,
    shape: [8, 8, 3],
    labels: new Int32Array(samples.length),
    most: undefined,
    sample: (i) => Promise.resolve(samples[i] ?? new Float32Array()),
  },
  prepare: (stored, values) => {
    values.set(stored);
  },
  shape: [8, 8, 3],
  samples: samples.map((_, i) => i),
  checkpoint: neverCancelled,
};

async function scores(of: Uint8Array): Promise<number[]> {
  const session = await onnxruntime(of, { optimise: false });
  const found: number[] = [];
  await feed(session, run, (_, row, rows, results) => {
    const values = results.get('y');
    if (values) found.push(...rowOf(values, row, rows));
  });
  await session.release();
  return found;
}

test('a channels-last model that prepares its own pixels is calibrated channel by channel', async () => {
  const lowered = lowerModel(readModel(file));
  const counted = await calibrate(onnxruntime, file, lowered, run);
  const written = writeQOperator(quantiseModel(lowered, counted), { batch: 1 }, new Map());
  const [theirs, ours] = await Promise.all([scores(file), scores(written)]);
  const off = ours.map((y, i) => Math.abs(y - (theirs[i] ?? 0)));
  expect(Math.max(...off) / (Math.max(...theirs) - Math.min(...theirs))).toBeLessThan(0.03);
});
