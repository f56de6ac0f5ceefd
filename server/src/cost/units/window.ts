/** The sliding window of a convolution or pool. */
import type { Window } from '../../network';
import { memoryPlace, memoryTerms, ramLutsPerBit, ramSource, type MemoryOptions } from '../prices/memory';
import { priced, uncertainty, type PriceRule, type Uncertainty } from '../prices/price';
import { term, type Term } from '../prices/term';

/** A sliding window that handles `lanes` channels at a time. */
export interface SlidingWindow {
  readonly window: Window;
  readonly channels: number;
  readonly lanes: number;
  readonly out: { readonly h: number; readonly w: number };
  readonly activationBits: number;
}

/** A 1×1 kernel that skips no pixel needs no window. */
export function needsWindow({ kernel, stride }: Window): boolean {
  return kernel.h * kernel.w > 1 || stride.h * stride.w > 1;
}

/** Words needed before the first output: (Kh−1) rows and (Kw−1) pixels, dilated, and one more. */
export function windowDepth({ window, channels, lanes }: SlidingWindow): number {
  const { kernel, dilation, padded } = window;
  const pixels = (kernel.h - 1) * dilation.h * padded.w + (kernel.w - 1) * dilation.w + 1;
  return pixels * Math.ceil(channels / lanes);
}

/** Words in its buffer: the window, and the part of the next stride's rows that arrives while the window is read. */
export function windowBufferDepth(sliding: SlidingWindow): number {
  const { kernel, stride, padded } = sliding.window;
  const positions = kernel.h * kernel.w;
  const rows = Math.max(0, (stride.h - 1) * padded.w - positions);
  const columns = Math.max(0, stride.w - 1 - positions);
  return windowDepth(sliding) + (rows + columns) * Math.ceil(sliding.channels / sliding.lanes);
}

/** Cycles of one output row: those to write the window, or to read the rows for the next one. */
function windowRowCycles({ window, channels, lanes, out }: SlidingWindow): number {
  const { kernel, stride, padded } = window;
  return Math.max(out.w * kernel.h * kernel.w, stride.h * padded.w) * Math.ceil(channels / lanes);
}

export function windowCycles(sliding: SlidingWindow): Term {
  const { window, channels, lanes, out } = sliding;
  const { kernel, stride, dilation, padded } = window;
  const symbols = {
    Kh: kernel.h,
    Kw: kernel.w,
    Dh: dilation.h,
    Dw: dilation.w,
    W: padded.w,
    OH: out.h,
    OW: out.w,
    S: stride.h,
    cf: Math.ceil(channels / lanes),
  };
  const formula = '((Kh − 1)·Dh·W + (Kw − 1)·Dw + 1)·cf + OH·max(OW·Kh·Kw·cf, S·W·cf)';
  const value = windowDepth(sliding) + out.h * windowRowCycles(sliding);
  return term(
    'sliding window',
    'cycles',
    formula,
    symbols,
    value,
    'FINN, ConvolutionInputGenerator_rtl get_exp_cycles',
  );
}

/** The quantities that a window's prices count. */
export interface PricedWindow {
  /** Words of its buffer, and bits per word. */
  readonly depth: number;
  readonly width: number;
  readonly inLuts: boolean;
  /** Bits of registers for all kernel positions, if they are handed over at once. */
  readonly registers: number;
}

export const windowRules: readonly PriceRule<PricedWindow>[] = [
  { key: 'control', name: 'window, counters', of: 'lut', formula: '1', amount: () => 1 },
  {
    key: 'address',
    name: 'window, addresses',
    of: 'lut',
    formula: '⌈log2(d)⌉',
    amount: ({ depth }) => Math.ceil(Math.log2(depth)),
  },
  {
    key: 'memory',
    name: 'window, LUT memory',
    of: 'lut',
    formula: 'b·k',
    amount: ({ depth, width, inLuts }) => (inLuts ? width * ramLutsPerBit(depth) : 0),
    known: { price: 1, source: ramSource },
  },
  { key: 'control', name: 'window, counters', of: 'ff', formula: '1', amount: () => 1 },
  {
    key: 'address',
    name: 'window, addresses',
    of: 'ff',
    formula: '⌈log2(d)⌉',
    amount: ({ depth }) => Math.ceil(Math.log2(depth)),
  },
  { key: 'width', name: 'window, output', of: 'ff', formula: 'b', amount: ({ width }) => width },
  {
    key: 'registers',
    name: 'window, registers',
    of: 'ff',
    formula: 'registers',
    amount: ({ registers }) => registers,
    known: { price: 1, source: 'one flip-flop a bit' },
  },
];

const terms = priced('window', windowRules);

export function windowPrices(at: PricedWindow): Term[] {
  const { depth, width, registers } = at;
  const k = ramLutsPerBit(depth);
  return terms(at, { d: depth, b: width, k, registers });
}

/** The properties that are compared with the range of the fit. */
export function windowProperties({ depth, width }: PricedWindow): Record<string, number> {
  return { 'window words': depth, 'window bits': width };
}

export function windowResources(
  sliding: SlidingWindow,
  options: MemoryOptions,
): { readonly terms: readonly Term[]; readonly uncertainty: Uncertainty } {
  const depth = windowBufferDepth(sliding);
  const width = sliding.lanes * sliding.activationBits;
  const inLuts = memoryPlace(depth, options.choice) === 'lutram';
  const at = { depth, width, inLuts, registers: 0 };
  const blocks = inLuts ? [] : memoryTerms('window', 1, depth, width, options);
  return {
    terms: [...windowPrices(at), ...blocks],
    uncertainty: uncertainty('window', windowProperties(at)),
  };
}
