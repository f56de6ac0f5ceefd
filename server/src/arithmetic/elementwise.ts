/** Addition, concatenation, recoding and upsampling in integers. */
import { channels, elements, isImage, type ShapedLayer } from '../network';
import type { LayerNumbers, Quantisation } from './quantised';
import { divideHalfEven, toCode } from './requantise';

/** Fraction bits of a factor between two scales that is not a power of two. */
const factorBits = 14;

/**
 * Factors from the codes of a layer's inputs to that of its output: input i is multiplied by `factors[i] · 2^−shift`.
 * Powers of two are exact, so the sum is exact and rounded once; other ratios are rounded to 14 fraction bits.
 */
export interface Alignment {
  readonly factors: readonly number[];
  readonly shift: number;
  readonly exact: boolean;
}

/** Scales further apart than this cannot be added in 32 bits. */
const widestShift = 24;

export function alignmentOf({ inputs, output }: Pick<LayerNumbers, 'inputs' | 'output'>): Alignment {
  const ratios = inputs.map(({ scale }) => scale / output.scale);
  const exponents = ratios.map((ratio) => Math.log2(ratio));
  const exact = exponents.every((e) => Number.isInteger(e) && Math.abs(e) <= widestShift);
  const shift = exact ? Math.max(0, ...exponents.map((e) => -e)) : factorBits;
  return { factors: ratios.map((ratio) => Math.round(ratio * 2 ** shift)), shift, exact };
}

/** Elementwise sum of all inputs. */
export function add(numbers: LayerNumbers, inputs: readonly Int32Array[], floor: number): Int32Array {
  const align = aligner(numbers);
  const length = inputs[0]?.length ?? 0;
  const result = new Int32Array(length);
  for (let i = 0; i < length; i++) {
    let sum = 0;
    inputs.forEach((input, each) => (sum += align.scaled(input[i] ?? 0, each)));
    result[i] = Math.max(align.coded(sum), floor);
  }
  return result;
}

/** Concatenation of all inputs: channels of images, or whole vectors. */
export function concatenate(
  layer: ShapedLayer,
  numbers: LayerNumbers,
  inputs: readonly Int32Array[],
): Int32Array {
  const { outShape } = layer;
  if (outShape === undefined) return new Int32Array(0);
  const align = aligner(numbers);
  const positions = isImage(outShape) ? outShape.h * outShape.w : 1;
  const result = new Int32Array(elements(outShape));
  let at = 0;
  for (let position = 0; position < positions; position++) {
    inputs.forEach((input, each) => {
      const shape = layer.inputs[each];
      const width = shape === undefined ? 0 : channels(shape);
      for (let c = 0; c < width; c++) {
        result[at++] = align.coded(align.scaled(input[position * width + c] ?? 0, each));
      }
    });
  }
  return result;
}

/** A separate relu, or any layer that only converts values to another code. */
export function recode(numbers: LayerNumbers, input: Int32Array, floor: number): Int32Array {
  return add(numbers, [input], floor);
}

/** Nearest-neighbour upsampling: repeats each position. */
export function upsample({ spec, inShape, outShape }: ShapedLayer, input: Int32Array): Int32Array {
  if (inShape === undefined || outShape === undefined) return new Int32Array(0);
  if (!isImage(inShape) || !isImage(outShape)) return new Int32Array(0);
  const { h, w } = spec.scale ?? { h: 1, w: 1 };
  const result = new Int32Array(elements(outShape));
  for (let i = 0; i < result.length; i++) {
    const c = i % outShape.c;
    const position = (i - c) / outShape.c;
    const y = Math.floor(Math.floor(position / outShape.w) / h);
    const x = Math.floor((position % outShape.w) / w);
    result[i] = input[(y * inShape.w + x) * inShape.c + c] ?? 0;
  }
  return result;
}

function aligner({ inputs, output }: LayerNumbers) {
  const { factors, shift } = alignmentOf({ inputs, output });
  const zeros = inputs.map((input: Quantisation) => input.zeroPoint);
  return {
    scaled: (value: number, each: number) => (value - (zeros[each] ?? 0)) * (factors[each] ?? 0),
    coded: (sum: number) => toCode(divideHalfEven(sum, 2 ** shift), output),
  };
}
