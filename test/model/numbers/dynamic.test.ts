/** Models whose scales are computed from each input, as onnxruntime's dynamic quantisation writes them. */
import { expect, test } from 'vitest';
import { neverCancelled } from '../../../server/src/base/checkpoint';
import { lowerModel } from '../../../server/src/model/lower/lower';
import { quantisedDesign } from '../../../server/src/model/numbers/numbers';
import { readModel } from '../../../server/src/onnx/index';
import { type Feed, feed, rowOf } from '../../../server/src/inference/profile/feed';
import { calibrate } from '../../../server/src/inference/quantise/calibrate';
import { quantiseModel } from '../../../server/src/inference/quantise/quantise';
import { writeQOperator } from '../../../server/src/inference/quantise/write-qoperator';
import { imported } from '../../support/imported';
import { floats, model, node, rawTensor, valueInfo } from '../../support/onnx-writer';
import { onnxruntime } from '../../support/trained';

let state = 3;
const random = () => ((state = (state * 48_271) % 2_147_483_647) / 2_147_483_647) * 2 - 1;
const uint8 = 2;
const bytes = (name: string, dims: readonly number[]) =>
  rawTensor(
    name,
    uint8,
    dims,
    Uint8Array.from({ length: dims.reduce((a, b) => a * b, 1) }, () => Math.round(128 + 127 * random())),
  );
const zero = (name: string, value: number) => rawTensor(name, uint8, [], Uint8Array.of(value));

const file = model({
  nodes: [
    node('DynamicQuantizeLinear x -> xq xs xz'),
    node('ConvInteger xq w1 xz z1 -> i1', { pads: [1, 1, 1, 1] }),
    node('Cast i1 -> f1', { to: 1 }),
    node('Mul xs s1 -> m1'),
    node('Mul f1 m1 -> c1'),
    node('Add c1 b1 -> a1'),
    node('Relu a1 -> r1'),
    node('GlobalAveragePool r1 -> g'),
    node('Flatten g -> f'),
    node('DynamicQuantizeLinear f -> fq fs fz'),
    node('MatMulInteger fq w2 fz z2 -> i2'),
    node('Cast i2 -> f2', { to: 1 }),
    node('Mul fs s2 -> m2'),
    node('Mul f2 m2 -> c2'),
    node('Add c2 b2 -> y'),
  ],
  initializers: [
    bytes('w1', [8, 3, 3, 3]),
    zero('z1', 128),
    floats('s1', [], [0.01]),
    floats(
      'b1',
      [1, 8, 1, 1],
      Array.from({ length: 8 }, () => 0.2 * random()),
    ),
    bytes('w2', [8, 4]),
    zero('z2', 120),
    floats('s2', [], [0.05]),
    floats('b2', [4], [0, 0.1, -0.1, 0]),
  ],
  inputs: [valueInfo('x', [1, 3, 8, 8])],
  outputs: [valueInfo('y', [1, 4])],
});

const samples = Array.from({ length: 64 }, () => Float32Array.from({ length: 192 }, random));
const run: Feed = {
  data: {
    name: 'random',
    count: samples.length,
    shape: [3, 8, 8],
    labels: new Int32Array(samples.length),
    most: undefined,
    sample: (i) => Promise.resolve(samples[i] ?? new Float32Array()),
  },
  prepare: (stored, values) => {
    values.set(stored);
  },
  shape: [3, 8, 8],
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

test('ConvInteger and MatMulInteger get fixed scales from calibration', async () => {
  const lowered = lowerModel(readModel(file));
  const counted = await calibrate(onnxruntime, file, lowered, run);
  const written = writeQOperator(quantiseModel(lowered, counted), { batch: 1 }, new Map());
  const [theirs, ours] = await Promise.all([scores(file), scores(written)]);
  const off = ours.map((y, i) => Math.abs(y - (theirs[i] ?? 0)));
  const range = Math.max(...theirs) - Math.min(...theirs);
  expect(Math.max(...off) / range).toBeLessThan(0.05);
});

test('as it is, such a model says how it gets them', async () => {
  const { analysis } = await imported(file);
  await expect(quantisedDesign(analysis, 'm', { path: 'm.onnx', bytes: file })).rejects.toThrow(
    /is a float model; `exeunt quantise/,
  );
});
