/** Wording of resource shortages. */
import type { Band } from '../base/band';
import { formatAtLeast, formatBand, formatCount } from '../base/format';
import { resourceNames } from '../base/resources';
import type { Shortage } from '../analysis/figures/against-capacity';

/** `12,400 LUT ±50 %`, `25 RAMB18`, `at least 25 RAMB18`. */
export function amount({ kind, need, atLeast }: Shortage, band: Band): string {
  const figure = `${formatCount(need)} ${resourceNames[kind]} ${formatBand(band[kind])}`.trimEnd();
  return formatAtLeast(atLeast, figure);
}

/** The missing amount: `5 RAMB18`. */
export function lackOf({ kind, need, atLeast, available }: Shortage): string {
  return formatAtLeast(atLeast, `${formatCount(Math.max(1, need - available))} ${resourceNames[kind]}`);
}
