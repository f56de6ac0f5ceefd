/** The unit that finds the largest of a list. */
import type { PriceRule } from '../prices/price';

/** A running maximum with its position: FINN's LabelSelect. */
export interface Largest {
  readonly bits: number;
}

/** Only measured modules are priced by these: the kernels find the two largest. */
export const largestRules: readonly PriceRule<Largest>[] = [
  { key: 'control', name: 'largest, count', of: 'lut', formula: '1', amount: () => 1 },
  { key: 'bits', name: 'largest, comparison', of: 'lut', formula: 'b', amount: ({ bits }) => bits },
  { key: 'control', name: 'largest, count', of: 'ff', formula: '1', amount: () => 1 },
  { key: 'bits', name: 'largest, value', of: 'ff', formula: 'b', amount: ({ bits }) => bits },
];
