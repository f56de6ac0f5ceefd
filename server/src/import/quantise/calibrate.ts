import type { Value } from '../lower/lowered';
import type { LoweredModel } from '../lower/lowered';
import { OnnxError, dataType } from '../onnx/index';
import { withOutputs } from '../onnx/write-model';
import { type Feed, feed, rowOf } from '../profile/feed';
import type { OpenSession } from '../profile/session';
import { type Calibration, emptyCalibration } from './quantise';

/**
 * Runs calibration data through a float model with its inner values as outputs, and counts how large they are.
 *
 * @param file the model as it stands in its file
 */
export async function calibrate(
  open: OpenSession,
  file: Uint8Array,
  model: LoweredModel,
  data: Feed,
): Promise<Calibration> {
  const counted = emptyCalibration(model);
  const outputs = new Set(model.outputs.map((o) => o.name));
  const counters: [Value, { add(values: ArrayLike<number>): void }][] = [...counted.ranges, ...counted.means];
  const inner = new Set(counters.map(([v]) => v).filter((v) => v !== model.input && !outputs.has(v.name)));
  const session = await open(
    withOutputs(
      file,
      Array.from(inner, (v) => ({ name: v.name, type: dataType.float })),
    ),
    { optimise: true },
  );
  try {
    await feed(session, data, (_sample, row, rows, results, input) => {
      for (const [value, counter] of counters) {
        if (value === model.input) {
          counter.add(input);
          continue;
        }
        const tensor = results.get(value.name);
        if (tensor === undefined) throw new OnnxError(`the runtime gives no values of ${value.name}`);
        counter.add(rowOf(tensor, row, rows));
      }
    });
  } finally {
    await session.release();
  }
  return counted;
}

/** Samples spread evenly over a data set, which may be sorted by class. */
export function spread(count: number, wanted: number): number[] {
  const taken = Math.min(count, wanted);
  return Array.from({ length: taken }, (_, i) => Math.floor((i * count) / taken));
}
