/** Pooling in integers. */
import { elements, isImage, type ShapedLayer } from '../network';
import type { LayerNumbers } from './quantised';
import { divideHalfEven, requantise, requantiseFromZero, toCode } from './requantise';

/**
 * Maximum, mean or global mean. If input and output have the same scale, a mean is the sum divided exactly, ties to even;
 * otherwise the sum is multiplied by float32(xs ÷ (count · ys)), as the sums of a matrix are. With scales that are no
 * powers of two onnxruntime adds up float32 in windows, so that a result may be one step off.
 */
export function pool(
  layer: ShapedLayer,
  numbers: LayerNumbers,
  input: Int32Array,
  floor: number,
  reduce: Reduce,
): Int32Array {
  const { window, inShape, outShape } = layer;
  if (window === undefined || inShape === undefined || outShape === undefined) return new Int32Array(0);
  if (!isImage(inShape) || !isImage(outShape)) return new Int32Array(0);
  const { kernel, stride, dilation, padding } = window;
  const whole = numbers.countPadding === true ? kernel.h * kernel.w : undefined;
  const result = new Int32Array(elements(outShape));
  const values: number[] = [];
  for (let i = 0; i < result.length; i++) {
    const c = i % outShape.c;
    const position = (i - c) / outShape.c;
    const top = Math.floor(position / outShape.w) * stride.h - padding.top;
    const left = (position % outShape.w) * stride.w - padding.left;
    values.length = 0;
    for (let y = top; y < top + kernel.h * dilation.h; y += dilation.h) {
      if (y < 0 || y >= inShape.h) continue;
      for (let x = left; x < left + kernel.w * dilation.w; x += dilation.w) {
        if (x >= 0 && x < inShape.w) values.push(input[(y * inShape.w + x) * inShape.c + c] ?? 0);
      }
    }
    result[i] = Math.max(reduce(values, whole ?? values.length), floor);
  }
  return result;
}

/** Makes one value of those of a window; `count` is what a mean is of. */
type Reduce = (values: readonly number[], count: number) => number;

/** Maximum for codes of the same scale, where the output's may be narrower; a window of padding gives the smallest value. */
export function maximum({ inputs, output }: LayerNumbers): Reduce {
  const { min, zeroPoint } = inputs[0] ?? output;
  return (values) => toCode(values.reduce((most, value) => Math.max(most, value), min) - zeroPoint, output);
}

/** Of windows: the zero point is added before the mean is rounded (onnxruntime, QLinearAveragePool). */
export function mean({ inputs, output }: LayerNumbers): Reduce {
  const input = inputs[0] ?? output;
  const same = input.scale === output.scale;
  const zero = output.zeroPoint;
  return (values, count) => {
    if (count === 0) return toCode(0, output);
    const sum = values.reduce((total, value) => total + value - input.zeroPoint, 0);
    if (!same) return requantiseFromZero(sum, meanScale(input.scale, count, output.scale), output);
    return toCode(divideHalfEven(sum + zero * count, count) - zero, output);
  };
}

/** Of a whole image: sums are multiplied as a matrix's are, and the zero point is added last (QLinearGlobalAveragePool). */
export function wholeMean({ inputs, output }: LayerNumbers): Reduce {
  const input = inputs[0] ?? output;
  return (values, count) => {
    const sum = values.reduce((total, value) => total + value - input.zeroPoint, 0);
    if (dividesAlike(input.scale, count, output.scale)) return toCode(divideHalfEven(sum, count), output);
    return requantise(sum, meanScale(input.scale, count, output.scale), output);
  };
}

/**
 * Whether a division by `count` gives what its float32 reciprocal gives: the latter is exact for powers of two, and of
 * odd numbers of values no mean lies half way between two integers.
 */
export function dividesAlike(from: number, count: number, to: number): boolean {
  return from === to && (count % 2 === 1 || Number.isInteger(Math.log2(count)));
}

/** Factor from a sum of `count` values to their mean in another scale. */
export function meanScale(from: number, count: number, to: number): number {
  return Math.fround(Math.fround(from) / Math.fround(count * to));
}
