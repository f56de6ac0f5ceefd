/**
 * Exponentials and a logarithm from integer tables, as in the exported decision units: 24 fraction bits throughout.
 */
export const fractionBits = 24;
export const one = 2 ** fractionBits;

/** Entries of the fine table: a difference is split into multiples of 256 and the remainder. */
const fineSteps = 256;

/** e^(−scale · d) = coarse[d div 256] · fine[d mod 256]; beyond the coarse table it is 0. */
export interface ExponentTable {
  readonly fine: Uint32Array;
  readonly coarse: Uint32Array;
}

/** For differences 0..most of integers of the given scale. */
export function exponentTable(scale: number, most: number): ExponentTable {
  const power = (d: number): number => Math.round(one * Math.exp(-scale * d));
  const fine = Uint32Array.from({ length: Math.min(fineSteps, most + 1) }, (_, d) => power(d));
  const coarse: number[] = [];
  for (let d = 0; d <= most && power(d) > 0; d += fineSteps) coarse.push(power(d));
  return { fine, coarse: Uint32Array.from(coarse) };
}

export function exponent({ fine, coarse }: ExponentTable, difference: number): number {
  const high = coarse[Math.floor(difference / fineSteps)] ?? 0;
  const low = fine[difference % fineSteps] ?? 0;
  // The first coarse entry is 1. A product has at most 48 bits, so it is exact in a double.
  return difference < fineSteps ? low : Math.floor((high * low + one / 2) / one);
}

/** 2^(−d · 2^−k) by a shift: exact for whole powers, linear (1 − f/2) between them. Needs no table and no product. */
export function powerOfTwo(difference: number, k: number): number {
  const whole = Math.floor(difference / 2 ** k);
  const rest = difference - whole * 2 ** k;
  return whole > fractionBits ? 0 : Math.floor((one - rest * 2 ** (fractionBits - 1 - k)) / 2 ** whole);
}

/** The same for real numbers: 2^−distance, linear between whole powers. */
export function powerOfTwoLine(distance: number): number {
  const whole = Math.floor(distance);
  return (1 - (distance - whole) / 2) * 2 ** -whole;
}

const logarithmSteps = 256;

/** ln(1 + i/256) for i = 0..256. */
export const logarithmTable = Uint32Array.from({ length: logarithmSteps + 1 }, (_, i) =>
  Math.round(one * Math.log1p(i / logarithmSteps)),
);

export const naturalLogOf2 = Math.round(one * Math.LN2);

/** ln(value ÷ 2^24) of an integer of at least 2^24, by linear interpolation in the table. */
export function logarithm(value: number): number {
  let power = 0;
  while (value >= 2 ** (power + 1) * one) power++;
  const mantissa = Math.floor(value / 2 ** power);
  const step = one / logarithmSteps;
  const index = Math.floor((mantissa - one) / step);
  const rest = mantissa % step;
  const [low, high] = [logarithmTable[index] ?? 0, logarithmTable[index + 1] ?? 0];
  return power * naturalLogOf2 + low + Math.floor(((high - low) * rest) / step);
}

/** The power of two that is at least `value`. */
export function powerAbove(value: number): number {
  return 2 ** Math.ceil(Math.log2(value));
}
