/** Pooling layers. */
import { sumBits, type ImageShape, type Window } from '../../network';
import { memoryTerms, type MemoryOptions } from '../prices/memory';
import { sources, term, type Term } from '../prices/term';

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

/** Loop counters and handshakes of a small HLS process. */
const controlLuts = 60;
/** A comparison and a multiplexer take about two LUTs per bit; a sum and its scaling by a constant about four. */
const lutsPerMaxBit = 2;
const lutsPerMeanBit = 4;

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

export function poolResources(pool: Pool, options: Pick<MemoryOptions, 'family'>): readonly Term[] {
  const { result, window, out, pe, activationBits } = pool;
  const { kernel } = window;
  const inputs = kernel.h * kernel.w;
  const mean = result === 'mean';
  const bits = mean ? sumBits(activationBits, inputs) : activationBits;
  const perBit = mean ? lutsPerMeanBit : lutsPerMaxBit;
  const words = Math.ceil(out.c / pe);
  return [
    term(
      'pool',
      'lut',
      `${controlLuts} + ${perBit}·PE·b`,
      { PE: pe, b: bits },
      controlLuts + perBit * pe * bits,
      sources.assumed,
    ),
    ...partialResults(pool, words, pe * bits, options),
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
