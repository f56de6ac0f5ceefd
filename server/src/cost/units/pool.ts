/** Pooling layers. */
import { sumBits, type ImageShape, type Window } from '../../network';
import { memoryTerms, type MemoryOptions } from '../prices/memory';
import type { BandedTerms } from '../prices/band';
import { countedUncertainty, priced, type PriceRule } from '../prices/price';
import { term, type Term } from '../prices/term';
import { meanParts } from './requantiser';

/** What becomes of a window's values. */
export interface PoolKind {
  readonly result: 'largest' | 'mean';
  /** The window is the whole image. */
  readonly whole: boolean;
}

export interface Pool extends PoolKind {
  readonly window: Window;
  readonly input: ImageShape;
  readonly out: ImageShape;
  readonly pe: number;
  readonly activationBits: number;
}

/** What joins a window's values: PE lanes of `bits` bits, and counters to the `windows` of a row and their words. */
export interface PoolLogic {
  readonly pe: number;
  readonly bits: number;
  readonly windows: number;
}

const lanes = ({ pe, bits }: PoolLogic): number => pe * bits;
const counters = ({ windows }: PoolLogic): number => Math.ceil(Math.log2(Math.max(2, windows)));

export const poolRules: readonly PriceRule<PoolLogic>[] = [
  { key: 'control', name: 'pool, counters', of: 'lut', formula: '1', amount: () => 1 },
  { key: 'address', name: 'pool, addresses', of: 'lut', formula: '⌈log2(windows)⌉', amount: counters },
  { key: 'lanes', name: 'pool, values', of: 'lut', formula: 'PE·b', amount: lanes },
  { key: 'control', name: 'pool, counters', of: 'ff', formula: '1', amount: () => 1 },
  { key: 'address', name: 'pool, addresses', of: 'ff', formula: '⌈log2(windows)⌉', amount: counters },
  { key: 'lanes', name: 'pool, values', of: 'ff', formula: 'PE·b', amount: lanes },
];

const terms = { largest: priced('pool', poolRules), mean: priced('poolSum', poolRules) };

export function poolCycles({ whole, window, out, pe }: Pool): Term {
  const { kernel, padded } = window;
  const symbols = {
    H: padded.h,
    W: padded.w,
    OH: out.h,
    OW: out.w,
    K: kernel.h * kernel.w,
    C: out.c,
    PE: pe,
  };
  const words = Math.ceil(out.c / pe);
  if (whole) {
    const value = (padded.h * padded.w + 1) * words;
    return term(
      'global pool',
      'cycles',
      'H·W·⌈C ÷ PE⌉ + ⌈C ÷ PE⌉',
      symbols,
      value,
      'FINN, GlobalAccPool get_exp_cycles',
    );
  }
  if (overlaps(window)) {
    const value = out.h * out.w * symbols.K * words;
    return term('pool', 'cycles', 'OH·OW·K·⌈C ÷ PE⌉', symbols, value, 'FINN, Pool get_exp_cycles');
  }
  // No position is in two windows, so OH·OW·K is at most H·W.
  const value = padded.h * padded.w * words;
  return term('pool', 'cycles', 'H·W·⌈C ÷ PE⌉', symbols, value, 'FINN, StreamingMaxPool get_exp_cycles');
}

/** Whether windows of a pool share positions: a sliding window reads those again. Pools have no dilation. */
export function overlaps({ kernel, stride }: Window): boolean {
  return kernel.h > stride.h || kernel.w > stride.w;
}

/** What joins the values, the memory of results in progress, and of a mean the division. */
export function poolResources(pool: Pool, options: Pick<MemoryOptions, 'family'>): readonly BandedTerms[] {
  const { result, whole, window, out, pe, activationBits } = pool;
  const { kernel } = window;
  const inputs = kernel.h * kernel.w;
  const mean = result === 'mean';
  const bits = mean ? sumBits(activationBits, inputs) : activationBits;
  const words = Math.ceil(out.c / pe);
  const windows = (whole ? 1 : out.w) * words;
  const logic = terms[result]({ pe, bits, windows }, { PE: pe, b: bits, windows: Math.max(2, windows) });
  return [
    { terms: logic, uncertainty: countedUncertainty(mean ? 'poolSum' : 'pool') },
    { terms: partialResults(pool, words, pe * bits, options) },
    ...(mean ? [meanParts(pe, activationBits, inputs)] : []),
  ];
}

/** One row of outputs is in progress, or all channels of one; overlapping windows come one by one. */
function partialResults(
  { whole, window, out }: Pool,
  words: number,
  width: number,
  options: Pick<MemoryOptions, 'family'>,
): readonly Term[] {
  if (!whole && overlaps(window)) return [];
  return memoryTerms('partial results', 1, (whole ? 1 : out.w) * words, width, { ...options, written: true });
}
