import { formatBand, formatCount } from '../base/format';
import type { ResourceKind } from '../base/resources';
import type { Shortage } from '../analysis/fit';

export const resourceNames: Readonly<Record<ResourceKind, string>> = {
  lut: 'LUT',
  ff: 'FF',
  dsp: 'DSP',
  bram18: 'RAMB18',
  uram: 'URAM',
};

/** `12,400 LUT ±50 %`, `25 RAMB18`. */
export function amount({ kind, need }: Pick<Shortage, 'kind' | 'need'>, band: number): string {
  const banded = (kind === 'lut' || kind === 'ff') && band > 0;
  return `${formatCount(need)} ${resourceNames[kind]}${banded ? ` ${formatBand(band)}` : ''}`;
}

/** `5 RAMB18`: how much is missing. */
export function lackOf({ kind, need, available }: Shortage): string {
  return `${formatCount(Math.max(1, need - available))} ${resourceNames[kind]}`;
}
