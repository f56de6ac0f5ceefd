/** Floats of 16 bits and fewer, by their bits: IEEE 754 half, bfloat16, and the 8- and 4-bit formats of OCP and of Graphcore. */
import { dataType, dataTypeBits } from './data-type';

interface Format {
  readonly exponent: number;
  readonly mantissa: number;
  readonly bias: number;
  /**
   * Which codes are no numbers: those of the highest exponent, which also has infinity (`ieee`); the one with all bits
   * set but the sign (`highest`); the one of a negative zero (`negative zero`).
   */
  readonly special: 'ieee' | 'highest' | 'negative zero' | 'none';
}

const formats: Readonly<Record<number, Format>> = {
  [dataType.float16]: { exponent: 5, mantissa: 10, bias: 15, special: 'ieee' },
  [dataType.bfloat16]: { exponent: 8, mantissa: 7, bias: 127, special: 'ieee' },
  [dataType.float8e4m3fn]: { exponent: 4, mantissa: 3, bias: 7, special: 'highest' },
  [dataType.float8e4m3fnuz]: { exponent: 4, mantissa: 3, bias: 8, special: 'negative zero' },
  [dataType.float8e5m2]: { exponent: 5, mantissa: 2, bias: 15, special: 'ieee' },
  [dataType.float8e5m2fnuz]: { exponent: 5, mantissa: 2, bias: 16, special: 'negative zero' },
  [dataType.float4e2m1]: { exponent: 2, mantissa: 1, bias: 1, special: 'none' },
};

const tables = new Map<number, Float32Array>();

/** The value of each code of a type; undefined for types that are no small floats. */
export function minifloats(type: number): Float32Array | undefined {
  const known = tables.get(type);
  if (known) return known;
  const format = formats[type];
  if (format === undefined && type !== dataType.float8e8m0) return undefined;
  const codes = new Float32Array(2 ** (dataTypeBits(type) ?? 8));
  const table = codes.map((_, code) => (format ? decode(format, code) : powerOfTwo(code)));
  tables.set(type, table);
  return table;
}

/** E8M0, the scales of OCP's microscaling formats: an exponent and nothing else. */
function powerOfTwo(code: number): number {
  return code === 255 ? NaN : 2 ** (code - 127);
}

function decode({ exponent, mantissa, bias, special }: Format, code: number): number {
  const fraction = code & ((1 << mantissa) - 1);
  const power = (code >> mantissa) & ((1 << exponent) - 1);
  const sign = (code >> (mantissa + exponent)) & 1 ? -1 : 1;
  const isHighest = power === (1 << exponent) - 1;
  if (special === 'ieee' && isHighest) return fraction === 0 ? sign * Infinity : NaN;
  if (special === 'highest' && isHighest && fraction === (1 << mantissa) - 1) return NaN;
  if (special === 'negative zero' && sign < 0 && power === 0 && fraction === 0) return NaN;
  if (power === 0) return sign * fraction * 2 ** (1 - bias - mantissa);
  return sign * (1 + fraction * 2 ** -mantissa) * 2 ** (power - bias);
}
