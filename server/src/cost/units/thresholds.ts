import type { PriceRule } from '../prices/price';

/**
 * A stage of its own that turns values into few bits by comparing them with thresholds, one comparison in each
 * of as many steps as the result has bits. The first compares with half of the range, which is one bit.
 */
export interface Thresholding {
  readonly pe: number;
  readonly activationBits: number;
  readonly steps: number;
}

/** Comparisons one after the other that find a place among so many thresholds. */
function comparisons({ steps }: Thresholding): number {
  return Math.ceil(Math.log2(steps + 1));
}

const compared = (unit: Thresholding): number => unit.pe * unit.activationBits * (comparisons(unit) - 1);

export const thresholdingRules: readonly PriceRule<Thresholding>[] = [
  { key: 'control', name: 'control', of: 'lut', formula: '1', amount: () => 1 },
  { key: 'lanes', name: 'values', of: 'lut', formula: 'PE', amount: ({ pe }) => pe },
  {
    key: 'comparisons',
    name: 'comparisons',
    of: 'lut',
    formula: 'PE·a·(⌈log2(steps + 1)⌉ − 1)',
    amount: compared,
  },
  { key: 'control', name: 'control', of: 'ff', formula: '1', amount: () => 1 },
  { key: 'lanes', name: 'values', of: 'ff', formula: 'PE', amount: ({ pe }) => pe },
  {
    key: 'comparisons',
    name: 'comparisons',
    of: 'ff',
    formula: 'PE·a·(⌈log2(steps + 1)⌉ − 1)',
    amount: compared,
  },
];
