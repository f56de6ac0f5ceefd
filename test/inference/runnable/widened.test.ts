/** Models of half and double precision, quantised as those of single precision are. */
import { expect, it } from 'vitest';
import { neverCancelled } from '../../../server/src/base/checkpoint';
import { type Feed, feed, rowOf } from '../../../server/src/inference/profile/feed';
import { toHalf } from '../../../server/src/inference/profile/element-types';
import { calibrate } from '../../../server/src/inference/quantise/calibrate';
import { quantiseModel } from '../../../server/src/inference/quantise/quantise';
import { writeQOperator } from '../../../server/src/inference/quantise/write-qoperator';
import { widened, withoutKernels } from '../../../server/src/inference/runnable/widened';
import { lowerModel } from '../../../server/src/model/lower/lower';
import { readModel } from '../../../server/src/onnx/index';
import { writeModel } from '../../../server/src/onnx/index';
import { model, node, rawTensor, valueInfo } from '../../support/onnx-writer';
import { seeded } from '../../support/seed';
import { onnxruntime } from '../../support/trained';

const HALF = 10;
const DOUBLE = 11;
const random = seeded(43);
const signed = () => random() * 2 - 1;

function tensor(type: number, name: string, dims: readonly number[]): Uint8Array {
  const values = Array.from({ length: dims.reduce((a, b) => a * b, 1) }, signed);
  const raw = type === HALF ? Uint16Array.from(values, toHalf) : Float64Array.from(values);
  return rawTensor(name, type, dims, new Uint8Array(raw.buffer));
}

/** @param inside type of the values inside; in and out are cast, or of it too */
function network(inside: number, isCast: boolean): Uint8Array {
  const outer = isCast ? 1 : inside;
  return model({
    nodes: [
      ...(isCast ? [node('Cast x -> xi', { to: inside })] : []),
      node(`Conv ${isCast ? 'xi' : 'x'} w1 b1 -> c`),
      node('Relu c -> r'),
      node('Flatten r -> f'),
      node(`Gemm f w2 -> ${isCast ? 'g' : 'y'}`, { transB: 1 }),
      ...(isCast ? [node('Cast g -> y', { to: 1 })] : []),
    ],
    initializers: [
      tensor(inside, 'w1', [4, 1, 3, 3]),
      tensor(inside, 'b1', [4]),
      tensor(inside, 'w2', [3, 64]),
    ],
    inputs: [valueInfo('x', [1, 1, 6, 6], outer)],
    outputs: [valueInfo('y', [1, 3], outer)],
  });
}

const images = Array.from({ length: 40 }, () => Float32Array.from({ length: 36 }, signed));
const run: Feed = {
  data: {
    name: 'random',
    count: images.length,
    shape: [1, 6, 6],
    labels: new Int32Array(images.length),
    most: undefined,
    sample: (i) => Promise.resolve(images[i] ?? new Float32Array()),
  },
  prepare: (stored, into) => {
    into.set(stored);
  },
  shape: [1, 6, 6],
  samples: images.map((_, i) => i),
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

it.each([
  ['half precision', HALF, false],
  ['half precision inside', HALF, true],
  ['double precision', DOUBLE, false],
  ['double precision inside', DOUBLE, true],
] as const)('a model of %s', async (_name, inside, isCast) => {
  const file = network(inside, isCast);
  const read = readModel(file);
  const lowered = lowerModel(read);
  const counted = await calibrate(onnxruntime, writeModel(widened(read)), lowered, run);
  const written = writeQOperator(quantiseModel(lowered, counted), { batch: 1 }, new Map());
  const runs = writeModel(widened(read, withoutKernels));
  const [theirs, ours] = await Promise.all([scores(runs), scores(written)]);
  const rms = (values: readonly number[]) => Math.sqrt(values.reduce((s, v) => s + v * v, 0) / values.length);
  expect(theirs).toHaveLength(120);
  expect(rms(theirs.map((v, i) => v - (ours[i] ?? NaN))) / rms(theirs)).toBeLessThan(0.03);
});

it('a model of single precision stays the model that it is', () => {
  const plain = readModel(
    model({ nodes: [node('Relu x -> y')], inputs: [valueInfo('x', [2])], outputs: [valueInfo('y', [2])] }),
  );
  expect(widened(plain)).toBe(plain);
});
