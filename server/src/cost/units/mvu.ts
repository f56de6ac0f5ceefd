/** The matrix-vector unit of convolutions and dense layers. */
import { memoryPlace, memoryTerms } from '../prices/memory';
import { dspPerProduct, dspTerms, productOf } from './multiplier';
import { mvuPrices, type PricedUnit } from './mvu-prices';
import type { MatrixVectorUnit } from './mvu-unit';
import type { CostOptions } from '../options';
import { uncertainty, type Uncertainty } from '../prices/price';
import { sources, term, type Term } from '../prices/term';

/** The exported kernels accumulate in int32. */
export const templateAccumulatorBits = 32;

/** Words of one bit in a LUT used as a ROM. */
const lutRomDepth = 64;

/** Products per output value. */
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

export interface MvuResources {
  readonly terms: readonly Term[];
  readonly uncertainty: Uncertainty;
}

export function mvuResources(unit: MatrixVectorUnit, options: CostOptions): MvuResources {
  const memory = weightStore(unit);
  const at = pricedUnit(unit, memory, options);
  const dsp =
    at.dspProducts > 0
      ? dspTerms(unit.pe, unit.simd, unit.weightBits, unit.activationBits, options, unit.dspAvailable)
      : [];
  const blocks = at.weightsInLuts
    ? []
    : memoryTerms('weights', memory.count, memory.depth, memory.width, {
        family: options.family,
        ...(unit.weightsIn && { choice: unit.weightsIn }),
      });
  const input =
    unit.inputIn === 'memory' && at.passes > 1 && at.folds > 1
      ? memoryTerms('input', 1, at.folds, unit.simd * unit.activationBits, {
          family: options.family,
          written: true,
        })
      : [];
  return {
    terms: [...mvuPrices(at), ...dsp, ...input, ...blocks, ...codebooks(unit)],
    uncertainty: uncertainty('mvu', mvuProperties(at)),
  };
}

/** The properties that are compared with the range of the fit. */
export function mvuProperties({ unit, columns, lanes, lutProducts }: PricedUnit): Record<string, number> {
  return {
    'weight bits': unit.weightBits,
    'activation bits': unit.activationBits,
    'products per output': columns,
    multipliers: lanes,
    'bits of a partial product in LUTs': lutProducts > 0 ? unit.weightBits * unit.activationBits : 0,
  };
}

export interface WeightStore {
  readonly count: number;
  readonly depth: number;
  readonly width: number;
}

/** One memory per row, SIMD weights wide, or one for all rows. */
export function weightStore(unit: MatrixVectorUnit): WeightStore {
  const { pe, simd, codebookBits, weightBits } = unit;
  const depth = Math.ceil(width(unit) / simd) * Math.ceil(unit.outputs / pe);
  const stored = codebookBits === undefined ? weightBits : Math.min(codebookBits, weightBits);
  if (unit.sharedWeights !== true) return { count: pe, depth, width: simd * stored };
  return { count: 1, depth, width: 8 * Math.ceil((pe * simd * stored) / 8) };
}

/** The quantities that a unit's prices count. */
export function pricedUnit(unit: MatrixVectorUnit, memory: WeightStore, options: CostOptions): PricedUnit {
  const { pe, simd, weightBits, activationBits, weightsIn } = unit;
  const columns = width(unit);
  const lanes = pe * simd;
  const product = unit.product ?? productOf(weightBits, activationBits);
  const blocks = dspPerProduct(weightBits, activationBits, options.family);
  const most = Math.floor((unit.dspAvailable ?? Infinity) / blocks);
  const dspProducts = product === 'dsp' ? Math.min(lanes, most) : 0;
  return {
    unit,
    columns,
    folds: Math.ceil(columns / simd),
    passes: Math.ceil(unit.outputs / pe),
    lanes,
    dspProducts,
    lutProducts: product === 'xnor' ? 0 : lanes - dspProducts,
    weightWidth: memory.count * memory.width,
    weightDepth: memory.depth,
    weightsInLuts: memoryPlace(memory.depth, weightsIn) === 'lutram',
    accumulatorBits: Math.min(unit.accumulatorBits, templateAccumulatorBits),
  };
}

/** With a codebook, the memory stores indices, which are looked up in a ROM at each multiplier. */
function codebooks({ pe, simd, codebookBits, weightBits }: MatrixVectorUnit): readonly Term[] {
  if (codebookBits === undefined || codebookBits >= weightBits) return [];
  const symbols = { PE: pe, SIMD: simd, w: weightBits, index: codebookBits };
  const value = pe * simd * weightBits * Math.ceil(2 ** codebookBits / lutRomDepth);
  const formula = `PE·SIMD·w·⌈2^index ÷ ${lutRomDepth}⌉`;
  return [term('codebooks', 'lut', formula, symbols, value, sources.template)];
}
