/**
 * FINN's estimates for its own modules before it builds them (src/finn/custom_op/fpgadataflow/, the methods
 * get_exp_cycles, lut_estimation, bram_estimation, dsp_estimation): its formulas unchanged, with their simplifications.
 * They are a second opinion; the cost model does not use them.
 */

/** A matrix-vector-activation unit in FINN's terms. */
export interface FinnMvau {
  /** Columns and rows of the matrix. */
  readonly mw: number;
  readonly mh: number;
  readonly pe: number;
  readonly simd: number;
  /** Number of input vectors. */
  readonly vectors: number;
  readonly weightBits: number;
  readonly activationBits: number;
  readonly signedActivations: boolean;
  readonly accumulatorBits: number;
  /** Bits of the thresholded output; absent if the unit has no activation. */
  readonly outputBits?: number;
  readonly multipliers: 'lut' | 'dsp';
  /** `decoupled` weights stream from one memory; `embedded` ones are constants of the kernel. */
  readonly memory: 'decoupled' | 'embedded';
  readonly ramStyle: 'auto' | 'block' | 'distributed' | 'ultra';
}

/** Words of the weight memory. */
export function finnWeightDepth({ mw, mh, pe, simd }: FinnMvau): number {
  return (mw * mh) / (pe * simd);
}

export function finnMvauCycles(unit: FinnMvau): number {
  return unit.vectors * finnWeightDepth(unit);
}

/** LUTs of the HLS unit: FINN-R (TRETS 2018), with constants from its authors' experiments. */
export function finnMvauLuts(unit: FinnMvau): number {
  const { pe, simd, mh, weightBits: w, activationBits: a, outputBits } = unit;
  const inLuts = holdsWeightsInLuts(unit) && unit.ramStyle !== 'ultra';
  const memory = inLuts ? pe * simd * w * Math.ceil(finnWeightDepth(unit) / 64) : 0;
  const multipliers = unit.multipliers === 'dsp' ? 0 : simd * (2 * Math.ceil((w + a) / 6) - 1) * (w + a);
  const adders = (w + a) * (2 * simd - 1);
  const acc = accumulatorBits(unit);
  const steps = outputBits === undefined ? 0 : 2 ** outputBits - 1;
  const thresholds = steps * acc * (Math.ceil(mh / pe / 64) + 1);
  return Math.floor(300 + 1.1 * (pe * (multipliers + adders + acc + thresholds)) + memory);
}

/** Weight memory in RAMB18. */
export function finnMvauBram18(unit: FinnMvau): number {
  if (holdsWeightsInLuts(unit)) return 0;
  const { pe, simd, weightBits } = unit;
  const width = pe * simd * weightBits;
  const depth = finnWeightDepth(unit);
  if (width === 1) return Math.ceil(depth / 16384);
  if (width === 2) return Math.ceil(depth / 8192);
  if (width <= 4) return Math.ceil(depth / 4096) * Math.ceil(width / 4);
  if (width <= 9) return Math.ceil(depth / 2048) * Math.ceil(width / 9);
  if (width <= 18 || depth > 512) return Math.ceil(depth / 1024) * Math.ceil(width / 18);
  return Math.ceil(depth / 512) * Math.ceil(width / 36);
}

/** DSP blocks of the HLS unit. */
export function finnMvauDsp({ pe, simd, weightBits, activationBits, multipliers }: FinnMvau): number {
  return multipliers === 'dsp' ? pe * simd * Math.ceil((weightBits + activationBits) / 48) : 0;
}

/** DSP blocks of the RTL unit on DSP48: four rows share a block. */
export function finnMvauRtlDsp({ pe, simd }: Pick<FinnMvau, 'pe' | 'simd'>): number {
  return Math.ceil(pe / 4) * simd;
}

function holdsWeightsInLuts(unit: FinnMvau): boolean {
  if (unit.memory === 'embedded') return finnWeightDepth(unit) <= 128;
  return unit.ramStyle === 'distributed' || unit.ramStyle === 'ultra';
}

/** The narrower of the given width and the width that any sum needs. */
function accumulatorBits({ mw, weightBits, activationBits, signedActivations, accumulatorBits }: FinnMvau) {
  const alpha = Math.log2(mw) + weightBits + activationBits - 1 - (signedActivations ? 1 : 0);
  return Math.min(accumulatorBits, Math.ceil(alpha + Math.log2(1 + 2 ** -alpha) + 1));
}

/** A sliding window (ConvolutionInputGenerator_rtl) in FINN's terms. */
export interface FinnWindow {
  readonly channels: number;
  readonly simd: number;
  readonly kernel: { readonly h: number; readonly w: number };
  readonly stride: { readonly h: number; readonly w: number };
  readonly dilation: { readonly h: number; readonly w: number };
  /** Size of the padded input. */
  readonly height: number;
  readonly width: number;
  readonly out: { readonly h: number; readonly w: number };
  readonly activationBits: number;
  readonly ramStyle: 'auto' | 'block' | 'distributed' | 'ultra';
  /** Whether all kernel positions are output at once. */
  readonly parallel: boolean;
}

/** Words of the buffer: one whole window, plus the rows and columns that a stride adds. */
export function finnWindowDepth(window: FinnWindow): number {
  const { kernel, stride, width, channels, simd, parallel } = window;
  const folds = Math.floor(channels / simd);
  if (parallel) return (leastPixels(window) - 1) * folds + 2;
  const positions = kernel.h * kernel.w;
  const columns = Math.max(0, stride.w - 1 - positions);
  const rows = Math.max(0, (stride.h - 1) * width - positions);
  return (leastPixels(window) + columns + rows) * folds;
}

/** Cycles for two-dimensional kernels. */
export function finnWindowCycles(window: FinnWindow): number {
  const { kernel, stride, height, width, out, channels, simd, parallel } = window;
  const folds = Math.floor(channels / simd);
  if (parallel) return height * width * folds + 2;
  const row = Math.max(out.w * kernel.h * kernel.w * folds, stride.w * width * folds);
  return leastPixels(window) * folds + out.h * row;
}

export function finnWindowLuts(window: FinnWindow): number {
  const bits = window.simd * window.activationBits;
  return 300 + (window.ramStyle === 'distributed' ? bits * Math.ceil(finnWindowDepth(window) / 38) : 0);
}

/** Buffer in RAMB18: the widest shape with the depth, and the remaining width in a shape of its own. */
export function finnWindowBram18(window: FinnWindow): number {
  if (window.ramStyle === 'distributed' || window.ramStyle === 'ultra') return 0;
  const { kernel, dilation, width, simd, activationBits, parallel } = window;
  const lineDepth = width - ((kernel.w - 1) * dilation.w + 1) + width * (dilation.h - 1);
  const depth = parallel ? lineDepth : finnWindowDepth(window);
  const bits = simd * activationBits;
  const across = Math.ceil(bits / ramWidth(depth));
  const rest = depth % 16384;
  const saved = depth > 16384 ? across - Math.ceil(bits / ramWidth(rest)) : 0;
  return (Math.ceil(depth / 16384) * across - saved) * (parallel ? kernel.h - 1 : 1);
}

function leastPixels({ kernel, dilation, width }: FinnWindow): number {
  return (kernel.h - 1) * dilation.h * width + (kernel.w - 1) * dilation.w + 1;
}

function ramWidth(depth: number): number {
  if (depth <= 512) return 36;
  if (depth <= 1024) return 18;
  if (depth <= 2048) return 9;
  if (depth <= 4096) return 4;
  return depth <= 8192 ? 2 : 1;
}

/** LUTs of a StreamingFIFO in shift registers or LUT memory. */
export function finnFifoLuts(depth: number, width: number): number {
  return Math.floor(2 * Math.ceil(Math.log2(depth)) + Math.ceil(depth / 32) * Math.ceil(width / 2));
}
