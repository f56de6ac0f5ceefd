import { permutation } from '../../model/layers/constants';
import type { LoweredModel, Value } from '../../model/lower/lowered';
import { OnnxError, dataType, withOutputs } from '../../onnx/index';
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
          counter.add(preparedInput(model, input));
          continue;
        }
        const tensor = results.get(value.name);
        if (tensor === undefined) throw new OnnxError(`the runtime gives no values of ${value.name}`);
        counter.add(asValue(value, rowOf(tensor, row, rows)));
      }
    });
  } finally {
    await session.release();
  }
  return counted;
}

/** As the first layer gets it: channels first, and what the model itself does to its input done. */
function preparedInput(model: LoweredModel, input: Float32Array | Float64Array): Float32Array | Float64Array {
  const { shape } = model.input;
  const ordered = model.channelsLast ? channelsFirst(input, shape) : input;
  const { preparation } = model;
  if (preparation === undefined) return ordered;
  const area = ordered.length / preparation.a.length;
  return ordered.map((v, i) => {
    const channel = Math.floor(i / area);
    return v * (preparation.a[channel] ?? 1) + (preparation.b[channel] ?? 0);
  });
}

/** A tensor that shows a value may have its axes in another order, and be a fraction of it. */
function asValue({ shape, order, factor }: Value, values: ArrayLike<number>): ArrayLike<number> {
  if (order === undefined && factor === undefined) return values;
  const places =
    order &&
    permutation(
      order.map((axis) => shape[axis] ?? 1),
      order.map((_, i) => i).sort((a, b) => (order[a] ?? 0) - (order[b] ?? 0)),
    );
  return Float64Array.from(values, (v, i) => (places ? (values[places[i] ?? 0] ?? 0) : v) * (factor ?? 1));
}

function channelsFirst<V extends Float32Array | Float64Array>(
  values: V,
  [channels = 1]: readonly number[],
): V {
  const area = values.length / channels;
  return values.map((_, i) => values[(i % area) * channels + Math.floor(i / area)] ?? 0) as V;
}

/** Samples spread evenly over a data set, which may be sorted by class. */
export function spread(count: number, wanted: number): number[] {
  const taken = Math.min(count, wanted);
  return Array.from({ length: taken }, (_, i) => Math.floor((i * count) / taken));
}
