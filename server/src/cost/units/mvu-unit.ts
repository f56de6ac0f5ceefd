/** Parameters of a matrix-vector unit. */
import type { WeightMemory } from '../../semantics/design';
import type { Product } from './multiplier';

/** A matrix-vector unit: PE rows of SIMD multipliers over a matrix of F × C·K/G weights. */
export interface MatrixVectorUnit {
  /** Rows and columns of the output: the matrix is applied once for each position. */
  readonly out: { readonly h: number; readonly w: number };
  readonly channels: number;
  /** K, number of kernel positions. */
  readonly kernel: number;
  readonly groups: number;
  /** F, number of outputs. */
  readonly outputs: number;
  readonly pe: number;
  readonly simd: number;
  readonly weightBits: number;
  readonly activationBits: number;
  readonly accumulatorBits: number;
  readonly weightsIn?: WeightMemory;
  /** Width in bits of the indices, if weights are stored as indices into a table. */
  readonly codebookBits?: number;
  /** Overrides how products are built; by default it follows from the precision. */
  readonly product?: Product;
  /** DSP blocks available; products beyond them are built from LUTs. */
  readonly dspAvailable?: number;
  /**
   * What buffers the input if outputs take several passes over it: FINN's unit has registers. `elsewhere`: another part
   * of the layer has it on chip.
   */
  readonly inputIn: 'registers' | 'memory' | 'elsewhere';
  /** One memory for the weights of all rows, with words of whole bytes, instead of one per row. */
  readonly sharedWeights?: boolean;
  /** Outputs are compared with `steps` thresholds, which gives `bits` bits. */
  readonly thresholds?: { readonly steps: number; readonly bits: number };
}
