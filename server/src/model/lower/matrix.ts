/** What a layer multiplies with: weights and bias of the model, with all that is done to each channel folded in. */
import { OnnxError } from '../../onnx/index';
import type { Constants } from '../layers/constants';
import { Unread, reordered } from '../layers/elements';
import type { Affine, Computation, ModelLayer } from '../layers/layer';
import type { Codes, MatrixValues } from './lowered';

type WeightCodes = NonNullable<MatrixValues['codes']>;

type Products = Extract<Computation, { readonly weights: unknown }>;

/**
 * Weights in the order of the layer's own input.
 *
 * @param filters channels of the result
 * @throws OnnxError
 */
export function matrixOf(
  { names }: ModelLayer,
  computation: Products,
  filters: number,
  constants: Constants,
): MatrixValues {
  const place = `node ${names[0] ?? ''}`;
  const order = computation.kind === 'dense' ? computation.order : undefined;
  const { codes, values } = computation.weights(constants);
  const bias = computation.bias?.(constants);
  if (bias && bias.values.length !== filters && bias.values.length !== 1)
    throw new OnnxError(`${place}: ${bias.values.length} values of bias for ${filters} filters`);
  if (codes && codes.scales.length !== 1 && codes.axis !== 0)
    throw new OnnxError(
      `${place}: its weights have scales by input channel; kernels take one scale a filter`,
    );
  const only = bias?.values.length === 1 && filters > 1;
  const ordered = (list: ArrayLike<number>) => (order ? placed(list, filters, order) : list);
  const integers = codes && {
    weights: whole(place, ordered(codes.values)),
    scales: Float32Array.from(
      { length: filters },
      (_, f) => codes.scales[codes.scales.length === 1 ? 0 : f] ?? 1,
    ),
  };
  return {
    weights: values instanceof Unread ? new Float32Array() : Float32Array.from(ordered(values)),
    filters,
    bias: Float64Array.from({ length: filters }, (_, f) => bias?.values[only ? 0 : f] ?? 0),
    ...(integers && { codes: codes.isOffset ? narrowed(integers) : integers }),
    ...(bias?.codes &&
      !only &&
      !(bias.values instanceof Unread) && { biasCodes: Int32Array.from(bias.codes.values) }),
  };
}

/** Columns from the places of the model's vector to those of the layer's. */
function placed(values: ArrayLike<number>, filters: number, order: () => Int32Array): ArrayLike<number> {
  return reordered(values, () => {
    const places = order();
    const width = places.length;
    const from = new Int32Array(width * filters);
    for (let f = 0; f < filters; f++)
      for (let i = 0; i < width; i++) from[f * width + (places[i] ?? 0)] = f * width + i;
    return from;
  });
}

function whole(place: string, values: ArrayLike<number>): Int8Array | Int16Array {
  if (values instanceof Unread) return new Int8Array();
  let largest = 0;
  for (const v of Array.from(values)) {
    if (!Number.isInteger(v)) throw new OnnxError(`${place}: its integer weights have fractions`);
    largest = Math.max(largest, v < 0 ? -v - 1 : v);
  }
  if (largest > 32_767) throw new OnnxError(`${place}: its weights need more than 16 bits`);
  return largest > 127 ? Int16Array.from(values) : Int8Array.from(values);
}

/** Nine bits to eight: by filter, the next larger scale with which they fit. */
function narrowed({ weights, scales }: WeightCodes): WeightCodes {
  const width = weights.length / scales.length;
  const codes = new Int8Array(weights.length);
  const steps = scales.map((scale, f) => {
    const row = weights.subarray(f * width, (f + 1) * width);
    let largest = 127;
    for (const w of row) largest = Math.max(largest, Math.abs(w));
    const ratio = largest / 127;
    for (const [i, w] of row.entries()) codes[f * width + i] = Math.round(w / ratio);
    return scale * ratio;
  });
  return { weights: codes, scales: steps };
}

/** By filter, a · result + b. */
export function stepped(matrix: MatrixValues, { a, b }: Affine): MatrixValues {
  const { weights, filters, bias, codes } = matrix;
  const width = weights.length / filters;
  const factor = (filter: number): number => a[filter] ?? 1;
  const unit = a.every((f) => f === 1);
  return {
    filters,
    weights: unit ? weights : weights.map((w, i) => w * factor(Math.floor(i / width))),
    bias: bias.map((v, f) => v * factor(f) + (b[f] ?? 0)),
    ...(codes && { codes: unit ? codes : scaledCodes(codes, a) }),
  };
}

/** A factor changes the scales; its sign, the integers. */
function scaledCodes(codes: WeightCodes, a: Float64Array) {
  const weights = codes.weights.slice();
  const width = weights.length / codes.scales.length;
  for (let i = 0; i < weights.length; i++)
    if ((a[Math.floor(i / width)] ?? 1) < 0) weights[i] = -(weights[i] ?? 0);
  return { weights, scales: codes.scales.map((s, f) => s * Math.abs(a[f] ?? 1)) };
}

/**
 * Rounding down is rounding to the nearest of half a step less, and of one product more: so whole results stay what
 * they are.
 */
export function rounded(matrix: MatrixValues, input: Codes | undefined, output: Codes): MatrixValues {
  const { codes, bias } = matrix;
  const step = (f: number): number => (input?.scale ?? 0) * (codes?.scales[f] ?? 0);
  const { weights, filters } = matrix;
  const shifted = bias.map((v, f) => v - (output.scale - step(f)) / 2);
  return { weights, filters, bias: shifted, ...(codes && { codes }) };
}

/** An identity for each channel, in integers too: what scales it then is their scale. */
export function unitMatrix(channels: number): MatrixValues {
  return {
    weights: new Float32Array(channels).fill(1),
    filters: channels,
    bias: new Float64Array(channels),
    codes: { weights: new Int8Array(channels).fill(1), scales: new Float32Array(channels).fill(1) },
  };
}
