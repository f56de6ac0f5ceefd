import type { NumberType } from '../../semantics/number-type';
import type { Codes, MatrixValues } from '../../model/lower/lowered';

/** What calibration knows of a matrix's input. */
export interface MatrixInput {
  readonly codes: Codes;
  /** So many weights of a filter, one behind the other, read one channel: neighbours, which are much alike. */
  readonly area: number;
  /** Mean of what the weight at `at` of a filter reads. */
  mean(filter: number, at: number): number;
}

/**
 * Integer weights of a matrix, one scale a filter, such that the factor from sums to outputs is a whole number over a
 * power of two: s = xs · ws ÷ ys = q · 2^−shift. With shifts up to the limit below, an integer product and one rounding
 * shift equal onnxruntime's float32 product on every sum that does not saturate.
 *
 * What the rounded weights add to the mean of a filter's sums is taken off its bias (Nagel et al., Data-Free
 * Quantization Through Weight Equalization and Bias Correction, 2019, 4.2).
 */
export function quantiseMatrix(
  matrix: MatrixValues,
  type: NumberType,
  input: MatrixInput,
  output: Codes,
): MatrixValues {
  const { filters, weights, bias } = matrix;
  const width = weights.length / filters;
  const codes = new (type.bits > 8 ? Int16Array : Int8Array)(weights.length);
  const scales = new Float32Array(filters);
  const biasCodes = new Int32Array(filters);
  const xs = input.codes.scale;
  const factor = xs / output.scale;
  for (let f = 0; f < filters; f++) {
    const row = weights.subarray(f * width, (f + 1) * width);
    const least = Math.abs(bias[f] ?? 0) / (xs * LARGEST_BIAS);
    const scale = exactScale(Math.max(bestScale(row, type), least), factor, output);
    const rounded = codes.subarray(f * width, (f + 1) * width);
    for (let i = 0; i < width; i++) rounded[i] = codeOf(row[i] ?? 0, scale, type);
    if (type.family !== 'binary') evenOut(row, rounded, scale, levelsOf(type), input.area);
    let added = 0;
    for (let i = 0; i < width; i++) {
      added += ((rounded[i] ?? 0) * scale - (row[i] ?? 0)) * input.mean(f, i);
    }
    scales[f] = scale;
    biasCodes[f] = Math.round(((bias[f] ?? 0) - added) / (xs * scale));
  }
  return { weights, filters, bias, codes: { weights: codes, scales }, biasCodes };
}

/**
 * Rounds some weights to the other side, those first that lie near the middle, until the weights that read one channel
 * together are off by half a step at most: neighbours in an image are much alike, so that their sum matters most (Guo
 * et al., SQuant: On-the-Fly Data-Free Quantization via Diagonal Hessian Approximation, 2022).
 */
function evenOut(
  row: Float32Array,
  codes: Int8Array | Int16Array,
  scale: number,
  levels: number,
  area: number,
): void {
  if (area === 1) return;
  const off = (i: number): number => (codes[i] ?? 0) - (row[i] ?? 0) / scale;
  for (let start = 0; start < row.length; start += area) {
    const places = Array.from({ length: area }, (_, i) => start + i);
    const sum = places.reduce((total, i) => total + off(i), 0);
    const flips = Math.min(Math.round(Math.abs(sum)), area);
    if (flips === 0) continue;
    const step = sum > 0 ? -1 : 1;
    // A weight that was cut off at the largest code is off by more than a rounding, and stays.
    const movable = places.filter(
      (i) => off(i) * step < 0 && Math.abs(off(i)) <= 0.5 && Math.abs((codes[i] ?? 0) + step) <= levels,
    );
    movable.sort((a, b) => Math.abs(off(b)) - Math.abs(off(a)));
    for (const i of movable.slice(0, flips)) codes[i] = (codes[i] ?? 0) + step;
  }
}

/** Room for the sum of products beside the bias in 32 bits. */
const LARGEST_BIAS = 2 ** 30;

/** A whole number below this many steps would round the scale by more than a few percent. */
const FEWEST_STEPS = 16;

/** The next scale above for which s is a whole number over a power of two. */
function exactScale(scale: number, factor: number, output: Codes): number {
  const widest = Math.max(output.max - output.zeroPoint, output.zeroPoint - output.min) + 2;
  // A float32 holds 24 bits: the product of the largest sum before saturation and q must fit.
  let shift = Math.floor(Math.log2(2 ** 24 / widest));
  while (scale * factor * 2 ** shift < FEWEST_STEPS) shift++;
  return Math.ceil(scale * factor * 2 ** shift) / (factor * 2 ** shift);
}

/** Largest weight code; the least is its negative. */
function levelsOf({ family, bits }: NumberType): number {
  return family === 'int' ? 2 ** (bits - 1) - 1 : 1;
}

function codeOf(weight: number, scale: number, type: NumberType): number {
  if (type.family === 'binary') return weight < 0 ? -1 : 1;
  const levels = levelsOf(type);
  return Math.min(Math.max(Math.round(weight / scale), -levels), levels);
}

/** Scales of fewer bits than this gain by cutting off the largest weights. */
const FEW_BITS = 6;
const CANDIDATES = 24;

function bestScale(row: Float32Array, type: NumberType): number {
  const largest = row.reduce((most, w) => Math.max(most, Math.abs(w)), 0);
  if (largest === 0) return Number.MIN_VALUE;
  if (type.family === 'binary') return row.reduce((sum, w) => sum + Math.abs(w), 0) / row.length;
  const whole = largest / levelsOf(type);
  if (type.bits >= FEW_BITS) return whole;
  let best = whole;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < CANDIDATES; i++) {
    const scale = whole * (1 - i / CANDIDATES);
    const error = row.reduce((sum, w) => sum + (w - scale * codeOf(w, scale, type)) ** 2, 0);
    if (error < least) [best, least] = [scale, error];
  }
  return best;
}
