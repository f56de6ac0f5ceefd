/** The two matrix-vector units of a low-rank layer. */
import type { MatrixVectorUnit } from './mvu-unit';
import { divisors } from '../divisors';

/**
 * A low-rank layer is two units in sequence: from the kernel to `rank` values with the written parallelism, and from those
 * to the outputs. The second takes values as the first produces them, PE at a time, and works on as many outputs at once as
 * SIMD allows, so that neither waits long for the other.
 */
export function lowRankUnits(
  unit: MatrixVectorUnit,
  rank: number,
): readonly [MatrixVectorUnit, MatrixVectorUnit] {
  const rows = divisors(unit.outputs).findLast((value) => value <= unit.simd) ?? 1;
  const growth = Math.ceil(Math.log2(rank));
  return [
    { ...unit, outputs: rank },
    {
      ...unit,
      channels: rank,
      kernel: 1,
      groups: 1,
      pe: rows,
      simd: unit.pe,
      accumulatorBits: unit.weightBits + unit.activationBits - 1 + growth,
    },
  ];
}
