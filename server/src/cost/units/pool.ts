/** Pooling layers. */
import { elements, type ImageShape, type Window } from '../../network';
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
  const value = Math.max(padded.h * padded.w, out.h * out.w * symbols.K) * words;
  return term(
    'pool',
    'cycles',
    'max(H·W, OH·OW·K)·⌈C ÷ PE⌉',
    symbols,
    value,
    'FINN, StreamingMaxPool and Pool get_exp_cycles',
  );
}

export function poolResources(pool: Pool, options: Pick<MemoryOptions, 'family'>): readonly Term[] {
  const { result, whole, window, out, pe, activationBits } = pool;
  const { kernel, stride, padded, dilation } = window;
  const inputs = kernel.h * kernel.w;
  const mean = result === 'mean';
  const bits = mean ? activationBits + Math.ceil(Math.log2(inputs)) : activationBits;
  const perBit = mean ? lutsPerMeanBit : lutsPerMaxBit;
  const words = Math.ceil(out.c / pe);
  const overlaps = kernel.h > stride.h || kernel.w > stride.w;
  // Windows that do not overlap keep one row of partial results; others keep the rows that they read again.
  const pixels =
    overlaps && !whole
      ? (kernel.h - 1) * dilation.h * padded.w + (kernel.w - 1) * dilation.w + 1
      : elements({ c: 1, h: 1, w: out.w });
  return [
    term(
      'pool',
      'lut',
      `${controlLuts} + ${perBit}·PE·b`,
      { PE: pe, b: bits },
      controlLuts + perBit * pe * bits,
      sources.assumed,
    ),
    ...memoryTerms('partial results', 1, pixels * words, pe * bits, { ...options, written: true }),
  ];
}
