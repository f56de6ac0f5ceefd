/** Integer types for the codes of a quantised tensor. */
import type { Quantisation } from './quantised';

export type IntegerType = 'int8' | 'uint8' | 'int16' | 'uint16';

/** The smallest type that holds all integers of a code; undefined beyond 16 bits. */
export function integerType({ min, max }: Pick<Quantisation, 'min' | 'max'>): IntegerType | undefined {
  if (min >= -128 && max <= 127) return 'int8';
  if (min >= 0 && max <= 255) return 'uint8';
  if (min >= -32_768 && max <= 32_767) return 'int16';
  if (min >= 0 && max <= 65_535) return 'uint16';
  return undefined;
}
