import { requantise } from '../../arithmetic';
import { DataFault } from '../../datasets/array';
import { type Normalisation, type Prepare, preparation } from '../../datasets/preprocess';
import type { Codes, LoweredModel } from '../lower/lowered';
import { OnnxError } from '../../onnx/index';

const PIXELS = 256;

/**
 * By channel, the integer that the model's first layer gets for each byte of a picture.
 *
 * @throws OnnxError where the model's input cannot be prepared so
 */
export function pixelCodes(model: LoweredModel, codes: Codes, how: Normalisation): Int16Array[] {
  const channels = model.input.shape[0] ?? 1;
  // One row of 256 pixels, all bytes in it.
  const prepare = preparationOf(channels, how);
  const stored = Uint8Array.from({ length: channels * PIXELS }, (_, i) => i % PIXELS);
  const values = new Float32Array(stored.length);
  prepare(stored, values);
  return Array.from({ length: channels }, (_, c) =>
    Int16Array.from({ length: PIXELS }, (_unused, p) => {
      const value = values[c * PIXELS + p] ?? 0;
      const inside = model.preparation
        ? Math.fround(
            Math.fround(value * Math.fround(model.preparation.a[c] ?? 1)) +
              Math.fround(model.preparation.b[c] ?? 0),
          )
        : value;
      // QuantizeLinear divides in float32 and rounds to the nearest, ties to even.
      return requantise(1, Math.fround(inside / codes.scale), codes);
    }),
  );
}

function preparationOf(channels: number, how: Normalisation): Prepare {
  const shape = [channels, 1, PIXELS];
  try {
    return preparation({ shape, most: 255 }, shape, how);
  } catch (error) {
    throw error instanceof DataFault ? new OnnxError(error.message) : error;
  }
}
