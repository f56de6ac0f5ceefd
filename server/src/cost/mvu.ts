import type { WeightMemory } from '../semantics/design';
import { memoryTerms } from './memory';
import { dspTerms, productOf, type Product } from './multiplier';
import type { CostOptions } from './options';
import { sources, term, type Term } from './term';

/** A matrix-vector unit: PE rows of SIMD multipliers over a matrix of F × C·K/G weights. */
export interface MatrixVectorUnit {
  /** Rows and columns of the output: the matrix is applied once for each position. */
  readonly out: { readonly h: number; readonly w: number };
  readonly channels: number;
  /** K, the positions of the kernel. */
  readonly kernel: number;
  readonly groups: number;
  /** F. */
  readonly outputs: number;
  readonly pe: number;
  readonly simd: number;
  readonly weightBits: number;
  readonly activationBits: number;
  readonly accumulatorBits: number;
  readonly weightsIn?: WeightMemory;
  /** Weights are stored as indices of so many bits into a table. */
  readonly codebookBits?: number;
}

/** The exported kernels sum up in int32. */
export const templateAccumulatorBits = 32;

/** Inputs of a LUT, which as a ROM holds 64 words of one bit. */
const lutRomDepth = 64;

/** Products of one output value. */
function width({ channels, kernel, groups }: MatrixVectorUnit): number {
  return (channels * kernel) / groups;
}

export function mvuCycles(unit: MatrixVectorUnit): Term {
  const { out, channels, kernel, groups, outputs, pe, simd } = unit;
  const symbols = {
    OH: out.h,
    OW: out.w,
    C: channels,
    K: kernel,
    G: groups,
    F: outputs,
    PE: pe,
    SIMD: simd,
  };
  const value = out.h * out.w * Math.ceil(width(unit) / simd) * Math.ceil(outputs / pe);
  const formula = 'OH·OW·⌈C·K ÷ G ÷ SIMD⌉·⌈F ÷ PE⌉';
  return term('matrix-vector', 'cycles', formula, symbols, value, 'FINN, MVAU get_exp_cycles');
}

export function mvuResources(unit: MatrixVectorUnit, options: CostOptions): readonly Term[] {
  const product = productOf(unit.weightBits, unit.activationBits);
  const dsp =
    product === 'dsp' ? dspTerms(unit.pe, unit.simd, unit.weightBits, unit.activationBits, options) : [];
  return [...mvuLuts(unit, product), ...dsp, ...weightMemory(unit)];
}

/** LUTs of control, adder trees and accumulators, and of the multipliers where they are not DSP blocks. */
export function mvuLuts(unit: MatrixVectorUnit, product: Product): readonly Term[] {
  const { pe, simd, weightBits: w, activationBits: a } = unit;
  const acc = Math.min(unit.accumulatorBits, templateAccumulatorBits);
  const symbols = { PE: pe, SIMD: simd, w, a, acc };
  const base = [
    term('control', 'lut', '300', {}, 300, sources.finnLut),
    term(
      'adder trees',
      'lut',
      '1.1·PE·(w + a)·(2·SIMD − 1)',
      symbols,
      1.1 * pe * (w + a) * (2 * simd - 1),
      sources.finnLut,
    ),
    term('accumulators', 'lut', '1.1·PE·acc', symbols, 1.1 * pe * acc, sources.finnLut),
  ];
  if (product === 'dsp') return base;
  const value = 1.1 * pe * simd * (2 * Math.ceil((w + a) / 6) - 1) * (w + a);
  const formula = '1.1·PE·SIMD·(2·⌈(w + a) ÷ 6⌉ − 1)·(w + a)';
  return [...base, term('multipliers', 'lut', formula, symbols, value, sources.finnLut)];
}

/** One memory a PE, SIMD weights wide. A codebook stores indices and looks them up in a ROM at each multiplier. */
function weightMemory(unit: MatrixVectorUnit): readonly Term[] {
  const { pe, simd, codebookBits, weightBits } = unit;
  const depth = Math.ceil(width(unit) / simd) * Math.ceil(unit.outputs / pe);
  const stored = codebookBits === undefined ? weightBits : Math.min(codebookBits, weightBits);
  const terms = memoryTerms('weights', pe, depth, simd * stored, unit.weightsIn);
  if (codebookBits === undefined || codebookBits >= weightBits) return terms;
  const symbols = { PE: pe, SIMD: simd, w: weightBits, index: codebookBits };
  const value = pe * simd * weightBits * Math.ceil(2 ** codebookBits / lutRomDepth);
  const formula = `PE·SIMD·w·⌈2^index ÷ ${lutRomDepth}⌉`;
  return [...terms, term('codebooks', 'lut', formula, symbols, value, sources.template)];
}
