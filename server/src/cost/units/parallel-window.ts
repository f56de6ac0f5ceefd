/**
 * The sliding window that hands over all taps at once: registers hold what stands under the window, a line memory the
 * rows above. It takes one word in a cycle, and gives a whole window with the word that completes it.
 */
import { kindSpecs } from '../../../../grammar/src/index';
import { around } from '../../base/band';
import { channels, isImage, productsPerOutput, type ShapedLayer } from '../../network';
import type { Parallelism } from '../../semantics/design';
import { fifoTerms, fifoUncertainty } from '../prices/fifo-prices';
import type { BandedTerms } from '../prices/band';
import { memoryPlace, memoryTerms, type MemoryOptions } from '../prices/memory';
import { assumedBand } from '../prices/price';
import { sources, term, type Term } from '../prices/term';
import { groupOrder } from './groups';
import { needsWindow, type SlidingWindow, windowPrices } from './window';

/** Lines of up to this many words are shift registers, in which every tap has a fixed place. */
const shortLine = 16;

/** Words of a shift register in one LUT (UG474: SRL32). */
const shiftRegisterDepth = 32;

/** Whether a layer can hand over all taps at once: a convolution whose window has more than one position to choose. */
export function canBeAtOnce({ spec, window }: ShapedLayer): boolean {
  return kindSpecs[spec.kind].weighted && window !== undefined && needsWindow(window);
}

/** Whether it does so with this parallelism. */
export function isAtOnce(layer: ShapedLayer, parallel: Parallelism): boolean {
  return parallel.window === 'parallel' && canBeAtOnce(layer);
}

/** Channels in a word: those of all groups that the matrix-vector unit computes at once. */
export function lanesAtOnce(layer: ShapedLayer, parallel: Parallelism): number {
  const order = groupOrder(layer, parallel);
  return order.channels * order.atOnce;
}

/** A parallel window, and the cycles in which the matrix-vector unit computes with one word of it. */
export interface ParallelWindow extends SlidingWindow {
  readonly unitCycles: number;
  /** Products of an output value that the unit computes at once, and all of them. */
  readonly simd: number;
  readonly products: number;
}

/** @param mvuCycles of the layer's (first) matrix-vector unit, for one input */
export function parallelWindow(
  layer: ShapedLayer,
  parallel: Parallelism,
  mvuCycles: number,
): ParallelWindow | undefined {
  const { spec, inShape, outShape, window, groups } = layer;
  if (window === undefined || inShape === undefined || outShape === undefined) return undefined;
  if (!isAtOnce(layer, parallel) || !isImage(outShape)) return undefined;
  const lanes = lanesAtOnce(layer, parallel);
  return {
    window,
    channels: channels(inShape),
    lanes,
    out: outShape,
    activationBits: spec.activations.bits,
    unitCycles: mvuCycles / (outShape.h * outShape.w * Math.ceil(channels(inShape) / lanes)),
    simd: parallel.simd,
    products: productsPerOutput(spec, inShape, window, groups),
  };
}

const words = ({ channels, lanes }: SlidingWindow): number => Math.ceil(channels / lanes);

export function parallelWindowCycles(sliding: SlidingWindow): Term {
  const { padded } = sliding.window;
  const symbols = { H: padded.h, W: padded.w, cf: words(sliding) };
  const source =
    'structure of the exported kernel; FINN, ConvolutionInputGenerator_rtl get_exp_cycles: 2 more';
  const value = padded.h * padded.w * symbols.cf;
  return term('window, all taps at once', 'cycles', 'H·W·cf', symbols, value, source);
}

/** Words from one row of the kernel to the next. */
function lineWords(sliding: SlidingWindow): number {
  const { dilation, padded } = sliding.window;
  return dilation.h * padded.w * words(sliding);
}

/** Whether shift registers hold all rows under the window, and no line memory those above the last. */
export function hasShortLines(sliding: SlidingWindow): boolean {
  return sliding.window.kernel.h === 1 || lineWords(sliding) <= shortLine;
}

/**
 * Depth of the FIFO behind the window. Windows come in bursts: no window ends between the last of a row and the first of
 * the next. The FIFO feeds the unit through that gap, or takes the burst, whichever needs less; so the layer is as fast as
 * the slower of both. At the start of an input the window fills anew, as a serial one does.
 */
export function windowFifoDepth(at: ParallelWindow): number {
  const { window, out, unitCycles } = at;
  const { stride, padded } = window;
  const each = words(at);
  const burst = ((out.w - 1) * stride.w + 1) * each;
  const toNextRow = (stride.h * padded.w - (out.w - 1) * stride.w - 1) * each;
  const toNext = (stride.w - 1) * each;
  const gap = Math.max(out.h > 1 ? toNextRow : 0, out.w > 1 ? toNext : 0);
  const through = Math.ceil(gap / unitCycles);
  const ahead = Math.max(0, Math.ceil(out.w * each - burst / unitCycles));
  return leastDepth + Math.min(through, ahead);
}

/** One word in flight, one being read. */
const leastDepth = 2;

/** Band of a component of which hardly any was measured; its flip-flops are counted, not taken from the LUTs. */
const assumedCounts = { band: { lut: around(assumedBand), ff: around(assumedBand) }, beyond: [] };

/** Registers and line memory, the FIFO behind them, and the narrowing to the unit's words. */
export function parallelWindowParts(at: ParallelWindow, options: MemoryOptions): readonly BandedTerms[] {
  const { window, lanes, activationBits, simd, products } = at;
  const { kernel, dilation } = window;
  const bits = lanes * activationBits;
  const taps = kernel.h * kernel.w * bits;
  const parts: BandedTerms[] = [{ terms: storage(at, options), uncertainty: assumedCounts }];
  const depth = windowFifoDepth(at);
  parts.push({
    terms: fifoTerms(1, depth, taps, options.family),
    uncertainty: fifoUncertainty({ depth, width: taps }),
  });
  const between = dilation.w * words(at) - 1;
  if (between > 0 && kernel.w > 1) {
    const n = kernel.h * (kernel.w - 1);
    const each = Math.ceil(between / shiftRegisterDepth);
    const formula = `n·b·⌈d ÷ ${shiftRegisterDepth}⌉`;
    const symbols = { n, b: bits, d: between };
    parts.push({
      terms: [term('window, between taps', 'lut', formula, symbols, n * bits * each, sources.template)],
    });
  }
  if (simd < products) {
    const choice = term(
      'window, words for the unit',
      'lut',
      'K·b',
      { K: kernel.h * kernel.w, b: bits },
      taps,
      sources.template,
    );
    parts.push({ terms: [choice] });
  }
  return parts;
}

/** Counters, taps, and the rows above the last in a line memory or, if they are short, in shift registers. */
function storage(at: ParallelWindow, options: MemoryOptions): Term[] {
  const { window, lanes, activationBits } = at;
  const { kernel } = window;
  const bits = lanes * activationBits;
  const rows = kernel.h - 1;
  const registers = kernel.h * kernel.w * bits;
  const depth = lineWords(at);
  const width = rows * bits;
  if (hasShortLines(at)) {
    const counters = windowPrices({ depth: 1, width: 0, inLuts: false, registers });
    if (rows === 0) return counters;
    // Between the last tap of a row and the first of the next.
    const symbols = { rows, b: bits };
    return [...counters, term('window, lines', 'lut', 'rows·b', symbols, rows * bits, sources.template)];
  }
  const inLuts = memoryPlace(depth, options.choice) === 'lutram';
  const blocks = inLuts ? [] : memoryTerms('window, lines', 1, depth, width, options);
  return [...windowPrices({ depth, width, inLuts, registers }), ...blocks];
}
