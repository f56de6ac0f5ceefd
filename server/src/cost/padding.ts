import type { Window } from '../network';
import { sources, term, type Term } from './term';

/** Counters and comparisons of a padding process, and what each bit of its word adds (FINN's FMPadding on a xc7z020, rounded). */
const controlLuts = 45;
const lutsPerBit = 0.5;

export function paddingCycles({ padded }: Window, channels: number, lanes: number): Term {
  const symbols = { H2P: padded.h, W2P: padded.w, C: channels, SIMD: lanes };
  const value = padded.h * padded.w * Math.ceil(channels / lanes);
  return term('padding', 'cycles', 'H2P·W2P·⌈C ÷ SIMD⌉', symbols, value, 'FINN, FMPadding get_exp_cycles');
}

export function paddingResources(lanes: number, activationBits: number): Term {
  const symbols = { SIMD: lanes, a: activationBits };
  const value = controlLuts + lutsPerBit * lanes * activationBits;
  return term('padding', 'lut', `${controlLuts} + ${lutsPerBit}·SIMD·a`, symbols, value, sources.assumed);
}
