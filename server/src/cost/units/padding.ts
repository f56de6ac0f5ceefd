/** The unit that pads images. */
import type { Window } from '../../network';
import { priced, uncertainty, type PriceRule, type Uncertainty } from '../prices/price';
import { term, type Term } from '../prices/term';

/** Surrounds an image with zeros, `width` bits at a time. */
export interface PaddingUnit {
  readonly width: number;
}

/** Bits of its words, which are whole bytes. */
const bytes = ({ width }: PaddingUnit): number => 8 * Math.ceil(width / 8);

export const paddingRules: readonly PriceRule<PaddingUnit>[] = [
  { key: 'control', name: 'padding, counters', of: 'lut', formula: '1', amount: () => 1 },
  { key: 'width', name: 'padding, choice', of: 'lut', formula: 'b', amount: ({ width }) => width },
  { key: 'control', name: 'padding, counters', of: 'ff', formula: '1', amount: () => 1 },
  { key: 'width', name: 'padding, words', of: 'ff', formula: '8·⌈b ÷ 8⌉', amount: bytes },
];

const terms = priced('padding', paddingRules);

export function paddingCycles({ padded }: Window, channels: number, lanes: number): Term {
  const symbols = { H2P: padded.h, W2P: padded.w, C: channels, SIMD: lanes };
  const value = padded.h * padded.w * Math.ceil(channels / lanes);
  return term('padding', 'cycles', 'H2P·W2P·⌈C ÷ SIMD⌉', symbols, value, 'FINN, FMPadding get_exp_cycles');
}

export function paddingResources(lanes: number, activationBits: number): readonly Term[] {
  const unit = { width: lanes * activationBits };
  return terms(unit, { b: unit.width });
}

export function paddingUncertainty(lanes: number, activationBits: number): Uncertainty {
  return uncertainty('padding', { 'padded bits': lanes * activationBits });
}
