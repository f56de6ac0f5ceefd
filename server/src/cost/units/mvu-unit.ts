import type { WeightMemory } from '../../semantics/design';
import type { Product } from './multiplier';

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
  /** What multiplies, where it is not what the precision suggests. */
  readonly product?: Product;
  /** DSP blocks that there are; products beyond them are built of LUTs. */
  readonly dspAvailable?: number;
  /** Where the outputs take several passes over the input, this is what keeps it: FINN's unit has registers. */
  readonly inputIn: 'registers' | 'memory';
  /** One memory for the weights of all rows, its words whole bytes, instead of one a row. */
  readonly sharedWeights?: boolean;
  /** Outputs are compared with so many thresholds, which gives so many bits. */
  readonly thresholds?: { readonly steps: number; readonly bits: number };
}
