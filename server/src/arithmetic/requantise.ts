/** Requantisation, from accumulators to the output's integers, in the form that kernels compute. */
import type { Quantisation } from './quantised';

/**
 * From an accumulator to the next layer's integer, as onnxruntime does it:
 * y = saturate(rne(float32(acc) · s) + zero point), with the product in float32 and rne = round to nearest, ties to even.
 */
export function requantise(acc: number, scale: number, output: Quantisation): number {
  // A product of two float32 is exact in a double, so it is rounded once, as in onnxruntime on a CPU.
  return toCode(roundHalfEven(Math.fround(Math.fround(acc) * scale)), output);
}

/** The integer for a whole number of steps: adds the zero point and saturates. */
export function toCode(steps: number, { zeroPoint, min, max, sign }: Quantisation): number {
  if (sign === true) return steps >= 0 ? 1 : -1;
  const value = steps + zeroPoint;
  return value < min ? min : value > max ? max : value;
}

/** The same with the zero point added before it is rounded, as onnxruntime does in sums and means of windows. */
export function requantiseFromZero(acc: number, scale: number, output: Quantisation): number {
  const steps = Math.fround(Math.fround(acc) * scale);
  return toCode(roundHalfEven(steps + output.zeroPoint) - output.zeroPoint, output);
}

/** Rounds to the nearest integer, ties to even. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest < 0.5) return floor;
  if (rest > 0.5) return floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}

/** `numerator ÷ denominator` rounded to nearest, ties to even; both are integers, the denominator positive. */
export function divideHalfEven(numerator: number, denominator: number): number {
  const floor = Math.floor(numerator / denominator);
  const twice = 2 * (numerator - floor * denominator);
  if (twice < denominator) return floor;
  if (twice > denominator) return floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}

/**
 * A scale as stored in the kernels: s = multiplier · 2^−shift, with an odd multiplier below 2^24 (or 0). With `exact`,
 * an integer product and one rounding shift give onnxruntime's result; without, the product must first be rounded to
 * float32's 24 bits.
 */
export interface Scaling {
  readonly multiplier: number;
  readonly shift: number;
  readonly exact: boolean;
}

/** Multiplier and shift of a positive float32. */
export function decompose(scale: number): { readonly multiplier: number; readonly shift: number } {
  if (!(scale > 0) || !Number.isFinite(scale) || Math.fround(scale) !== scale) {
    throw new RangeError(`${scale} is no float32 scale above zero`);
  }
  let multiplier = scale;
  let shift = 0;
  while (!Number.isInteger(multiplier)) {
    multiplier *= 2;
    shift++;
  }
  while (multiplier % 2 === 0) {
    multiplier /= 2;
    shift--;
  }
  return { multiplier, shift };
}

/** Largest multiplier of the cheap form: with a 25-bit accumulator, the product takes two DSP blocks. */
const widestMultiplier = 2 ** 17;

/** Largest shift of the kernels' 64-bit product. */
const longestShift = 62;

/**
 * The kernels' form of a scale, for accumulators in −bound..bound. The cheap form is used only if it is proved equal to
 * onnxruntime's for every such accumulator that does not saturate.
 */
export function scalingOf(scale: number, bound: number, output: Quantisation): Scaling {
  const { multiplier, shift } = decompose(scale);
  const cheap = multiplier < widestMultiplier && shift >= 0 && shift <= longestShift;
  return { multiplier, shift, exact: cheap && provedExact(multiplier, shift, bound, output) };
}

const proofs = new Map<string, boolean>();

/** With more accumulators than this, about 50 ms of trying, the general form is used. */
const mostTried = 2 ** 22;

/** Compares both forms for every accumulator that does not saturate; beyond those both are monotonic and saturate. */
export function provedExact(multiplier: number, shift: number, bound: number, output: Quantisation): boolean {
  const scale = multiplier / 2 ** shift;
  const widest = Math.max(output.max - output.zeroPoint, output.zeroPoint - output.min) + 1;
  const last = Math.min(bound, Math.ceil(widest / scale));
  // Up to 24 bits a float32 holds the product exactly.
  if (last * multiplier <= 2 ** 24) return true;
  // Otherwise the product of `last` must still be exact in a double.
  if (last * multiplier > Number.MAX_SAFE_INTEGER || last > mostTried) return false;
  const key = `${multiplier},${shift},${last}`;
  let proved = proofs.get(key);
  if (proved === undefined) {
    proved = true;
    // Both forms are odd functions of the accumulator before the zero point is added.
    for (let acc = Math.floor(2 ** 24 / multiplier); acc <= last && proved; acc++) {
      const rounded = roundHalfEven(Math.fround(Math.fround(acc) * scale));
      proved = rounded === divideHalfEven(acc * multiplier, 2 ** shift);
    }
    proofs.set(key, proved);
  }
  return proved;
}
