/** Addition, concatenation, recoding and upsampling in integers. */
import { channels, elements, isImage, type ShapedLayer } from '../network';
import type { LayerNumbers, Quantisation } from './quantised';
import { divideHalfEven, toCode } from './requantise';

/** Fraction bits of a factor between two scales that is not a power of two: about as many as a float32 has. */
const factorBits = 22;

/**
 * Factors from the codes of a layer's inputs to that of its output: input i is multiplied by `factors[i] · 2^−shift`.
 * Powers of two are exact, so the sum is exact and rounded once; other ratios are rounded to 22 fraction bits: onnxruntime
 * rounds its float32 sums, in other ways on other processors, so that a result may be one step off.
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

/** Elementwise sum of all inputs. The zero point is added before the sum is rounded (onnxruntime, QLinearAdd). */
export function add(numbers: LayerNumbers, inputs: readonly Int32Array[], floor: number): Int32Array {
  return summed(aligner(numbers, true), inputs, floor);
}

function summed(align: ReturnType<typeof aligner>, inputs: readonly Int32Array[], floor: number): Int32Array {
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
  const align = aligner(numbers, false);
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
  return summed(aligner(numbers, false), [input], floor);
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

/** @param zeroFirst the zero point is added before, not after a result is rounded: ties to even go another way then */
function aligner({ inputs, output }: LayerNumbers, zeroFirst: boolean) {
  const { factors, shift } = alignmentOf({ inputs, output });
  const zeros = inputs.map((input: Quantisation) => input.zeroPoint);
  const before = zeroFirst ? output.zeroPoint : 0;
  return {
    scaled: (value: number, each: number) => (value - (zeros[each] ?? 0)) * (factors[each] ?? 0),
    coded: (sum: number) => toCode(divideHalfEven(sum + before * 2 ** shift, 2 ** shift) - before, output),
  };
}
