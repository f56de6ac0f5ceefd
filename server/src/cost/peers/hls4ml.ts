/**
 * How hls4ml folds: each multiplier is used `reuse factor` times. It estimates nothing itself but how many
 * multipliers that makes (hls4ml/backends/fpga/fpga_backend.py); LUTs come from C synthesis.
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

/** All that it can build, ascending; of more than 2^40 products only what has a factor below 2^20. */
export function validReuse(inputs: number, outputs: number): readonly number[] {
  return divisors(inputs * outputs).filter((reuse) => isValidReuse(inputs, outputs, reuse));
}

/** The one that hls4ml takes instead of one it cannot build: the nearest, the smaller of two. */
export function nearestReuse(inputs: number, outputs: number, wanted: number): number {
  return validReuse(inputs, outputs).reduce(
    (nearest, reuse) => (Math.abs(reuse - wanted) < Math.abs(nearest - wanted) ? reuse : nearest),
    1,
  );
}

/** Multipliers at work at once. */
export function hls4mlMultipliers(inputs: number, outputs: number, reuse: number): number {
  return Math.ceil((inputs * outputs) / reuse);
}

/**
 * LUTs that C synthesis reports over those that Vivado uses, of 12 public hls4ml projects on a xcvu9p
 * (Keb-L/hls4ml-data@333aad622beaf98dff06951553a5023a4958cffa): the least, the median and the most.
 */
export const hlsOverVivado = { least: 1.4, median: 1.9, most: 5.8 } as const;
