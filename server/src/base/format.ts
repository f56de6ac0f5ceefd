import type { Bytes, Nanoseconds, Share } from './units';

/**
 * Figures as people read them, the same in hovers, lenses, diagnostics and reports: three significant
 * digits, except counts and bytes, which are exact and therefore written in full.
 */

const SIGNIFICANT_DIGITS = 3;

const timeUnits = [
  { name: 's', ns: 1e9 },
  { name: 'ms', ns: 1e6 },
  { name: 'µs', ns: 1e3 },
  { name: 'ns', ns: 1 },
] as const;

/** `3.1 ms`, `41 µs`, `0 µs`; never a rounded figure of 1000 or more where a larger unit exists. */
export function formatNs(ns: Nanoseconds): string {
  if (ns === 0) return '0 µs';
  const size = Math.abs(ns);
  const unit = timeUnits.find((u) => roundSignificant(size / u.ns) >= 1) ?? timeUnits[3];
  return `${formatNumber(ns / unit.ns)} ${unit.name}`;
}

/** A share 0..1 in percent: `62.3 %`. Only an exact 0 or 1 is written as 0 % or 100 %; a share of nothing has no figure. */
export function formatShare(share: Share): string {
  if (share === Infinity) return 'more than there is';
  const percent = share * 100;
  if (share < 1 && roundSignificant(percent) >= 100) return '> 99.9 %';
  if (share > 0 && percent < 0.01) return '< 0.01 %';
  return `${formatNumber(percent)} %`;
}

/** `at least 12 ms` of a lower bound, and else the figure alone. */
export function formatAtLeast(isBound: boolean | undefined, figure: string): string {
  return isBound === true ? `at least ${figure}` : figure;
}

/** Half width of an estimate in whole percent, never told narrower than it is: `±12 %`. */
export function formatBand(half: Share): string {
  return `±${Math.ceil(100 * half - 1e-9)} %`;
}

/** A whole number in full, with thousands separators: `1,234,567`. */
export function formatCount(count: number): string {
  return groupThousands(String(Math.round(count)));
}

/** Bytes in full: `387,240 B`. */
export function formatBytes(bytes: Bytes): string {
  return `${formatCount(bytes)} B`;
}

/** Inputs per second: `58.8 /s`. */
export function formatRate(perSecond: number): string {
  return `${formatNumber(perSecond)} /s`;
}

/** Three significant digits without trailing zeros; whole numbers above 999 are kept whole. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  return Math.abs(value) >= 1000 ? formatCount(value) : String(roundSignificant(value));
}

function roundSignificant(value: number): number {
  return Number(value.toPrecision(SIGNIFICANT_DIGITS));
}

function groupThousands(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}
