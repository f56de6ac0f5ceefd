/** Options of the cost model. */
import type { BytesPerSecond, Hertz } from '../base/units';
import type { Family } from '../device/index';

export interface CostOptions {
  readonly family: Family;
  /** Two int8 products in one DSP48E2. */
  readonly pack?: boolean;
  /** Both are needed for the time of weights that stream from memory. */
  readonly clockHz?: Hertz;
  readonly ddrBytesPerSecond?: BytesPerSecond;
}
