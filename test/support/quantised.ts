import { lowerModel } from '../../server/src/model/lower/lower';
import { readModel } from '../../server/src/onnx/index';
import { calibrate, spread } from '../../server/src/inference/quantise/calibrate';
import { type Precision, quantiseModel } from '../../server/src/inference/quantise/quantise';
import { writeQOperator } from '../../server/src/inference/quantise/write-qoperator';
import { type Trained, dataOf, feedOf, onnxruntime, readBytes } from './trained';

/** The int8 model of a trained network, calibrated on `samples` images. */
export async function quantisedFile(
  trained: Trained,
  samples: number,
  precision?: Precision,
): Promise<Uint8Array> {
  const bytes = readBytes(trained.model);
  const model = lowerModel(readModel(bytes));
  const data = await dataOf(trained, trained.calibration);
  const feed = feedOf(trained, data, spread(data.count, samples));
  const counted = await calibrate(onnxruntime, bytes, model, feed);
  return writeQOperator(quantiseModel(model, counted, precision), { batch: 1 }, new Map());
}
