/** C++ types of quantised values. */
import { type Quantisation, integerType } from '../../arithmetic';

/** Types of a code's integers in C++ and in memory. */
export interface CppType {
  readonly name: 'int8_t' | 'int16_t' | 'int32_t';
  /** Bytes in memory: an unsigned byte takes one, though kernels hold it in an int16_t. */
  readonly bytes: 1 | 2;
}

const types: Readonly<Record<NonNullable<ReturnType<typeof integerType>>, CppType>> = {
  int8: { name: 'int8_t', bytes: 1 },
  uint8: { name: 'int16_t', bytes: 1 },
  int16: { name: 'int16_t', bytes: 2 },
  uint16: { name: 'int32_t', bytes: 2 },
};

/** Undefined for codes beyond 16 bits. */
export function cppType(code: Pick<Quantisation, 'min' | 'max'>): CppType | undefined {
  const type = integerType(code);
  return type && types[type];
}

/** Bits of a signed integer that holds both. */
export function signedBits(least: number, most: number): number {
  let bits = 1;
  while (most > 2 ** (bits - 1) - 1 || least < -(2 ** (bits - 1))) bits++;
  return bits;
}

/** The C++ type of integers from `least` to `most`, exactly as wide as they need. */
export function integerOf(least: number, most: number): string {
  if (least < 0) return `exeunt::exeunt_int<${signedBits(least, most)}>`;
  return `exeunt::exeunt_uint<${signedBits(0, most) - 1 || 1}>`;
}
