/** Storage formats of weights. */
import type { NumberType } from '../../semantics/number-type';

/** Storage of a layer's weights. */
export interface WeightStore {
  /** C++ type of an element of the memory. */
  readonly element: 'int8_t' | 'int16_t' | 'uint32_t';
  readonly bits: number;
  /** Weights packed into an element; 1 if unpacked. */
  readonly perElement: number;
  /** Element type if the weights stream from memory. */
  readonly streamed?: 'int8_t' | 'int16_t';
}

/** Bits of an element with several weights. */
const packedBits = 32;

/** Weights below 8 bits are packed, so that the memory wastes no bits. */
export function weightStore(type: NumberType, streamed: boolean): WeightStore {
  const element = type.bits <= 8 ? 'int8_t' : 'int16_t';
  if (streamed) return { element, bits: type.bits, perElement: 1, streamed: element };
  if (type.bits >= 8) return { element, bits: type.bits, perElement: 1 };
  return { element: 'uint32_t', bits: type.bits, perElement: Math.floor(packedBits / type.bits) };
}

/** Elements of one word of SIMD weights, and the C++ that reads one of the weights. */
export function packWeights({ bits, perElement }: WeightStore, simd: number) {
  const perWord = Math.min(perElement, simd);
  return {
    elements: Math.ceil(simd / perWord),
    element: (weight: (lane: number) => number, index: number): number => {
      if (perElement === 1) return weight(index);
      let packed = 0;
      for (let i = 0; i < perWord && index * perWord + i < simd; i++) {
        const value = weight(index * perWord + i);
        const raw = bits === 1 ? (value > 0 ? 1 : 0) : value & (2 ** bits - 1);
        packed += raw * 2 ** (i * bits);
      }
      return packed;
    },
    read: (name: string): string =>
      perElement === 1
        ? `${name}[pe][word][lane]`
        : `exeunt::unpack_weight<${bits}>(${name}[pe][word][lane / ${perWord}], lane % ${perWord})`,
  };
}
