/** Convolutions and dense layers in integers, and bounds of their accumulators. */
import { channels, elements, isImage, type ShapedLayer } from '../network';
import type { LayerNumbers, Matrix } from './quantised';
import { requantise } from './requantise';

/** Output of a layer with weights, from its sums in stream order. `floor` is the smallest output, as of a fused relu. */
export function multiply(
  layer: ShapedLayer,
  { matrix, output }: LayerNumbers,
  sums: Int32Array,
  floor: number,
): Int32Array {
  if (matrix === undefined) throw new Error(`${layer.spec.label} has no weights`);
  const filters = matrix.bias.length;
  const result = new Int32Array(sums.length);
  for (let i = 0; i < sums.length; i++) {
    const scale = matrix.scales[i % filters] ?? 0;
    result[i] = Math.max(requantise(sums[i] ?? 0, scale, output), floor);
  }
  return result;
}

/** Sums of products and bias for each unit over the whole input. */
export function denseSums(
  layer: ShapedLayer,
  { inputs, matrix }: LayerNumbers,
  input: Int32Array,
): Int32Array {
  if (matrix === undefined || layer.inShape === undefined) return new Int32Array(0);
  const width = elements(layer.inShape);
  const zero = inputs[0]?.zeroPoint ?? 0;
  const sums = Int32Array.from(matrix.bias);
  for (let unit = 0; unit < sums.length; unit++) {
    let sum = sums[unit] ?? 0;
    for (let i = 0; i < width; i++) {
      sum += (matrix.weights[unit * width + i] ?? 0) * ((input[i] ?? 0) - zero);
    }
    sums[unit] = sum;
  }
  return sums;
}

/** Sums of products and bias, of each position and filter. */
export function windowSums(
  layer: ShapedLayer,
  { inputs, matrix }: LayerNumbers,
  input: Int32Array,
): Int32Array {
  const { window, inShape, outShape, groups } = layer;
  if (window === undefined || inShape === undefined || outShape === undefined || matrix === undefined) {
    return new Int32Array(0);
  }
  if (!isImage(inShape) || !isImage(outShape)) return new Int32Array(0);
  const { kernel, stride, dilation, padding } = window;
  const filters = channels(outShape);
  const perGroup = inShape.c / groups;
  const filtersPerGroup = filters / groups;
  const width = kernel.h * kernel.w * perGroup;
  const zero = inputs[0]?.zeroPoint ?? 0;
  const { weights, bias } = matrix;
  const sums = new Int32Array(elements(outShape));
  // The values of one window and group that are not zero, as padding and much behind a relu is, and their weights' places.
  const patch = new Int32Array(width);
  const places = new Int32Array(width);
  const gather = (top: number, left: number, group: number): number => {
    let count = 0;
    let at = 0;
    for (let ky = 0; ky < kernel.h; ky++) {
      const y = top + ky * dilation.h;
      for (let kx = 0; kx < kernel.w; kx++) {
        const x = left + kx * dilation.w;
        const inside = y >= 0 && y < inShape.h && x >= 0 && x < inShape.w;
        const from = (y * inShape.w + x) * inShape.c + group * perGroup;
        for (let c = 0; c < perGroup && inside; c++) {
          const value = (input[from + c] ?? 0) - zero;
          if (value === 0) continue;
          patch[count] = value;
          places[count++] = at + c;
        }
        at += perGroup;
      }
    }
    return count;
  };
  let count = 0;
  for (let position = 0; position < outShape.h * outShape.w; position++) {
    const top = Math.floor(position / outShape.w) * stride.h - padding.top;
    const left = (position % outShape.w) * stride.w - padding.left;
    let filter = 0;
    for (let group = 0; group < groups; group++) {
      count = gather(top, left, group);
      const end = (group + 1) * filtersPerGroup;
      // Sums fit 32 bits; `| 0` lets V8 use integers, which takes a third of the time, and two filters at once two thirds of that.
      for (; filter + 1 < end; filter += 2) {
        const row = filter * width;
        const next = row + width;
        let sum = bias[filter] ?? 0;
        let other = bias[filter + 1] ?? 0;
        for (let i = 0; i < count; i++) {
          const place = places[i] ?? 0;
          const value = patch[i] ?? 0;
          sum = (sum + Math.imul(weights[row + place] ?? 0, value)) | 0;
          other = (other + Math.imul(weights[next + place] ?? 0, value)) | 0;
        }
        sums[position * filters + filter] = sum;
        sums[position * filters + filter + 1] = other;
      }
      for (; filter < end; filter++) {
        const row = filter * width;
        let sum = bias[filter] ?? 0;
        for (let i = 0; i < count; i++)
          sum = (sum + Math.imul(weights[row + (places[i] ?? 0)] ?? 0, patch[i] ?? 0)) | 0;
        sums[position * filters + filter] = sum;
      }
    }
  }
  return sums;
}

/** Largest magnitude of the accumulator over all inputs, for each filter; the kernels accumulate in 32 bits. */
export function accumulatorBounds(
  matrix: Matrix,
  { min, max, zeroPoint }: LayerNumbers['output'],
): Float64Array {
  const filters = matrix.bias.length;
  const width = matrix.weights.length / filters;
  const bounds = new Float64Array(filters);
  for (let filter = 0; filter < filters; filter++) {
    const bias = matrix.bias[filter] ?? 0;
    let most = bias;
    let least = bias;
    for (let i = filter * width; i < (filter + 1) * width; i++) {
      const weight = matrix.weights[i] ?? 0;
      const [a, b] = [weight * (max - zeroPoint), weight * (min - zeroPoint)];
      // A padded position adds nothing.
      most += Math.max(a, b, 0);
      least += Math.min(a, b, 0);
    }
    bounds[filter] = Math.max(Math.abs(most), Math.abs(least));
  }
  return bounds;
}
