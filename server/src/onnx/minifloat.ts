/** Floats of 16 bits and fewer, by their bits: IEEE 754 half, bfloat16, and OCP's 8- and 4-bit formats. */
import { dataType } from './data-type';

interface Format {
  readonly exponent: number;
  readonly mantissa: number;
  readonly bias: number;
  /** Whether the highest exponent means infinity and NaN, as in IEEE 754, or holds numbers too. */
  readonly ieee: boolean;
}

const formats: Readonly<Record<number, Format>> = {
  [dataType.float16]: { exponent: 5, mantissa: 10, bias: 15, ieee: true },
  [dataType.bfloat16]: { exponent: 8, mantissa: 7, bias: 127, ieee: true },
  17: { exponent: 4, mantissa: 3, bias: 7, ieee: false },
  18: { exponent: 4, mantissa: 3, bias: 8, ieee: false },
  19: { exponent: 5, mantissa: 2, bias: 15, ieee: true },
  20: { exponent: 5, mantissa: 2, bias: 16, ieee: false },
  23: { exponent: 2, mantissa: 1, bias: 1, ieee: false },
};

/** From an element's bits to its value; undefined for types that are no small floats. */
export function minifloat(type: number): ((code: number) => number) | undefined {
  const format = formats[type];
  if (format === undefined) return type === e8m0 ? (code) => 2 ** (code - 127) : undefined;
  return (code) => decode(format, code);
}

const e8m0 = 24;

function decode({ exponent, mantissa, bias, ieee }: Format, code: number): number {
  const fraction = code & ((1 << mantissa) - 1);
  const power = (code >> mantissa) & ((1 << exponent) - 1);
  const sign = (code >> (mantissa + exponent)) & 1 ? -1 : 1;
  const highest = (1 << exponent) - 1;
  if (ieee && power === highest) return fraction === 0 ? sign * Infinity : NaN;
  if (power === 0) return sign * fraction * 2 ** (1 - bias - mantissa);
  return sign * (1 + fraction * 2 ** -mantissa) * 2 ** (power - bias);
}
