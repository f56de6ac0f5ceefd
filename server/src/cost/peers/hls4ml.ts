/**
 * Folding in hls4ml: each multiplier is used `reuse factor` times. Its only estimate is the resulting number of multipliers
 * (hls4ml/backends/fpga/fpga_backend.py); LUTs come from C synthesis.
 */
import { divisors } from '../divisors';

/** Whether its resource strategy can build a layer with this reuse factor. */
export function isValidReuse(inputs: number, outputs: number, reuse: number): boolean {
  if (!Number.isSafeInteger(reuse) || reuse < 1 || reuse > inputs * outputs) return false;
  const limit = Math.ceil((inputs * outputs) / Math.min(inputs, reuse));
  const rows = limit % outputs === 0 || reuse >= inputs;
  const columns = reuse % inputs === 0 || reuse < inputs;
  return rows && columns && (inputs * outputs) % reuse === 0;
}

/** All valid reuse factors, ascending; for more than 2^40 products only those with a factor below 2^20. */
export function validReuse(inputs: number, outputs: number): readonly number[] {
  return divisors(inputs * outputs).filter((reuse) => isValidReuse(inputs, outputs, reuse));
}

/** The factor that hls4ml uses instead of an invalid one: the nearest, or the smaller of two equally near. */
export function nearestReuse(inputs: number, outputs: number, wanted: number): number {
  return validReuse(inputs, outputs).reduce(
    (nearest, reuse) => (Math.abs(reuse - wanted) < Math.abs(nearest - wanted) ? reuse : nearest),
    1,
  );
}

/** Number of multipliers. */
export function hls4mlMultipliers(inputs: number, outputs: number, reuse: number): number {
  return Math.ceil((inputs * outputs) / reuse);
}

/**
 * Ratio of the LUTs that C synthesis reports to those that Vivado uses, in 12 public hls4ml projects on an xcvu9p
 * (Keb-L/hls4ml-data@333aad622beaf98dff06951553a5023a4958cffa): minimum, median and maximum.
 */
export const hlsOverVivado = { least: 1.4, median: 1.9, most: 5.8 } as const;
