/** Layers and values as ONNX writes them. */
import { type MatrixValues, type Op, type Value, type WindowShape, sizeOf } from '../../model/lower/lowered';

export function windowAttributes({ kernel, strides, dilations, pads }: WindowShape) {
  return { kernel_shape: [...kernel], strides: [...strides], dilations: [...dilations], pads: [...pads] };
}

export function convDims({
  matrix,
  window,
}: Op & { readonly matrix: MatrixValues; readonly window: WindowShape }): number[] {
  const [h, w] = window.kernel;
  return [matrix.filters, matrix.weights.length / (matrix.filters * h * w), h, w];
}

export function isFlat({ shape }: Value): boolean {
  return shape.length === 1 || (shape[1] === 1 && shape[2] === 1);
}

/** More than 8 bits, as only scores have. */
export function isWide({ codes }: Value): boolean {
  return codes !== undefined && codes.min < -128;
}

export function size({ shape }: Value): number {
  return sizeOf(shape);
}
