/** Small models over random data, as they are and quantised. */
import { neverCancelled } from '../../server/src/base/checkpoint';
import { type Feed, feed, rowOf } from '../../server/src/inference/profile/feed';
import { calibrate } from '../../server/src/inference/quantise/calibrate';
import type { QuantiseChoice } from '../../server/src/inference/quantise/choices';
import { everythingInt8, quantiseModel } from '../../server/src/inference/quantise/quantise';
import { writeQOperator } from '../../server/src/inference/quantise/write-qoperator';
import { widened, withoutKernels } from '../../server/src/inference/runnable/widened';
import { lowerModel } from '../../server/src/model/lower/lower';
import type { LoweredModel } from '../../server/src/model/lower/lowered';
import { readModel, writeModel } from '../../server/src/onnx/index';
import { type Random, seeded } from './seed';
import { onnxruntime } from './trained';

/** @param shape of a sample, values in -1 to 1 */
export function randomRun(
  shape: readonly number[],
  count: number,
  stream: number,
  random: Random = seeded(stream),
): Feed {
  const size = shape.reduce((a, b) => a * b, 1);
  const samples = Array.from({ length: count }, () =>
    Float32Array.from({ length: size }, () => random() * 2 - 1),
  );
  return {
    data: {
      name: 'random',
      count,
      shape,
      labels: new Int32Array(count),
      most: undefined,
      sample: (i) => Promise.resolve(samples[i] ?? new Float32Array()),
    },
    prepare: (stored, into) => {
      into.set(stored);
    },
    shape,
    samples: samples.map((_, i) => i),
    checkpoint: neverCancelled,
  };
}

/** The values of an output, sample by sample. */
export async function scores(of: Uint8Array, run: Feed, output: string): Promise<number[]> {
  const session = await onnxruntime(of, { optimise: false });
  const found: number[] = [];
  await feed(session, run, (_, row, rows, results) => {
    const values = results.get(output);
    if (values) found.push(...rowOf(values, row, rows));
  });
  await session.release();
  return found;
}

/** The int8 model, in memory and as its file. */
export async function quantisedOf(
  file: Uint8Array,
  run: Feed,
  choice?: QuantiseChoice,
): Promise<{ readonly quantised: LoweredModel; readonly written: Uint8Array }> {
  const read = readModel(file);
  const lowered = lowerModel(read);
  const counted = await calibrate(onnxruntime, writeModel(widened(read)), lowered, run);
  const quantised = quantiseModel(lowered, counted, everythingInt8, choice);
  return { quantised, written: writeQOperator(quantised, { batch: 1 }, new Map()) };
}

/** How far the int8 model is from the float one, as a share of its own size (root mean square). */
export async function int8Distance(
  file: Uint8Array,
  run: Feed,
  output: string,
  choice?: QuantiseChoice,
): Promise<number> {
  const { written } = await quantisedOf(file, run, choice);
  const runs = writeModel(widened(readModel(file), withoutKernels));
  const [theirs, ours] = await Promise.all([scores(runs, run, output), scores(written, run, output)]);
  const rms = (values: readonly number[]) => Math.sqrt(values.reduce((s, v) => s + v * v, 0) / values.length);
  return rms(theirs.map((v, i) => v - (ours[i] ?? Number.NaN))) / rms(theirs);
}
