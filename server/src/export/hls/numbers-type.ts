import type { Quantisation } from '../../arithmetic';

/** How the integers of a code are held in C++ and in memory. */
export interface CppType {
  readonly name: 'int8_t' | 'int16_t' | 'int32_t';
  /** In memory: an unsigned byte is one byte, though the kernels hold it in an int16_t. */
  readonly bytes: 1 | 2;
}

/** Undefined for codes beyond 16 bits. */
export function cppType({ min, max }: Pick<Quantisation, 'min' | 'max'>): CppType | undefined {
  if (min >= -128 && max <= 127) return { name: 'int8_t', bytes: 1 };
  if (min >= 0 && max <= 255) return { name: 'int16_t', bytes: 1 };
  if (min >= -32768 && max <= 32767) return { name: 'int16_t', bytes: 2 };
  if (min >= 0 && max <= 65535) return { name: 'int32_t', bytes: 2 };
  return undefined;
}
