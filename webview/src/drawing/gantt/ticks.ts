/** The time axis. */
import { type TimeUnit, timeUnitFor } from '../../../../server/src/base/format';

/** Round steps of the time axis: 1, 2 or 5 times a power of ten. */
export interface Axis {
  unit: TimeUnit;
  ticks: { ns: number; label: string }[];
}

const leastDistance = 58;

/** Ticks of a time range on a number of pixels. The first one names the unit. */
export function timeAxis(startNs: number, endNs: number, pixels: number): Axis {
  const span = Math.max(endNs - startNs, 1);
  const step = Math.max(niceStep((span / Math.max(pixels, 1)) * leastDistance), 1);
  const unit = timeUnitFor(Math.max(endNs / 1.5, step));
  const decimals = Math.max(0, Math.ceil(Math.log10(unit.ns / step) - 1e-9));
  const ticks: Axis['ticks'] = [];
  for (let index = Math.ceil(startNs / step - 1e-9); index * step <= endNs + 1e-6; index++) {
    const number = ((index * step) / unit.ns).toFixed(index === 0 ? 0 : decimals);
    ticks.push({ ns: index * step, label: ticks.length === 0 ? `${number} ${unit.name}` : number });
  }
  return { unit, ticks };
}

/** The smallest round step that is at least this long. */
export function niceStep(atLeast: number): number {
  const power = 10 ** Math.floor(Math.log10(atLeast));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= atLeast - 1e-9) ?? 10;
  return factor * power;
}
