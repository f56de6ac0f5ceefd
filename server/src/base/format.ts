/**
 * Formats figures for display, the same in hovers, lenses, diagnostics, reports and the view: three significant
 * digits, except for counts and bytes, which are exact, and accuracies, which have two decimals.
 */
import type { Bytes, Joules, Nanoseconds, Share, Watts } from './units';

export { type Bound, formatAsKnown, formatAtLeast, formatAtMost, formatBound } from './bounds';

const SIGNIFICANT_DIGITS = 3;

const timeUnits = [
  { name: 's', ns: 1e9 },
  { name: 'ms', ns: 1e6 },
  { name: 'µs', ns: 1e3 },
  { name: 'ns', ns: 1 },
] as const satisfies readonly TimeUnit[];

export interface TimeUnit {
  readonly name: string;
  readonly ns: number;
}

/** `3.1 ms`, `41 µs`, `0 µs`; never a rounded figure of 1000 or more where a larger unit exists. */
export function formatNs(ns: Nanoseconds): string {
  if (ns === 0) return '0 µs';
  const unit = timeUnitFor(ns);
  return `${formatNumber(ns / unit.ns)} ${unit.name}`;
}

/** The largest unit in which the rounded time is at least 1. */
export function timeUnitFor(ns: Nanoseconds): TimeUnit {
  const size = Math.abs(ns);
  return timeUnits.find((unit) => roundSignificant(size / unit.ns) >= 1) ?? timeUnits[3];
}

/**
 * A share 0..1 in percent: `62.3 %`. Only an exact 0 or 1 is written as 0 % or 100 %: a figure near 100 % gets as many digits
 * as show which side of it it is on. An infinite share, of a total of zero, has no figure.
 */
export function formatShare(share: Share): string {
  if (share === Infinity) return 'more than there is';
  const percent = share * 100;
  if (share > 0 && percent < 0.01) return '< 0.01 %';
  return roundSignificant(percent) === 100 ? formatNearWhole(percent) : `${formatNumber(percent)} %`;
}

/** An accuracy to a hundredth of a percent, that is one sample in 10,000: `98.44 %`, `82.00 %`. */
export function formatAccuracy(accuracy: Share): string {
  const percent = accuracy * 100;
  if (percent === 0) return '0 %';
  const text = percent.toFixed(2);
  if (text === '0.00') return '< 0.01 %';
  return text === '100.00' ? formatNearWhole(percent) : `${text} %`;
}

function formatNearWhole(percent: number): string {
  if (Math.abs(percent - 100) < 1e-9) return '100 %';
  const text = [1, 2].map((digits) => percent.toFixed(digits)).find((t) => Number(t) !== 100);
  return text === undefined ? (percent < 100 ? '> 99.99 %' : '> 100 %') : `${text} %`;
}

/** An estimate's band, rounded outward to whole percent: `±12 %`, `−5 … +180 %`; nothing where there is none. */
export function formatBand({ low, high }: { readonly low: Share; readonly high: Share }): string {
  const [below, above] = [low, high].map((share) => Math.ceil(100 * share - 1e-9)) as [number, number];
  if (below === 0 && above === 0) return '';
  return below === above ? `±${below} %` : `−${below} … +${above} %`;
}

/** Where a figure may lie, by both ends: `−1 … +25 %`. The ends are whole bytes or nanoseconds, which does not widen the band. */
export function formatBetween(value: number, { low, high }: { low: number; high: number }): string {
  if (value === 0) return '';
  return formatBand({ low: 1 - low / value - 1e-5, high: high / value - 1 - 1e-5 });
}

/** A figure with its band, if it has one. */
export function withBetween(
  text: string,
  value: number,
  band: { low: number; high: number } | null | undefined,
): string {
  return band ? `${text} ${formatBetween(value, band)}`.trimEnd() : text;
}

/** A whole number in full, with thousands separators: `1,234,567`. */
export function formatCount(count: number): string {
  return groupThousands(String(Math.round(count)));
}

/** To a tenth, with thousands separators: `1,234.5`. */
export function formatTenths(value: number): string {
  const [whole = '', tenths] = String(Math.round(10 * value) / 10).split('.');
  return groupThousands(whole).replace('-', '−') + (tenths === undefined ? '' : `.${tenths}`);
}

/** Bytes in full: `387,240 B`. */
export function formatBytes(bytes: Bytes): string {
  return `${formatCount(bytes)} B`;
}

/** Inputs per second: `58.8 /s`. */
export function formatRate(perSecond: number): string {
  return `${formatNumber(perSecond)} /s`;
}

/** `21.3 mJ`, `0.325 µJ`: energies, in the largest unit in which they are at least 1. */
export function formatJoules(joules: Joules, digits?: number): string {
  return inUnit(joules, 'J', digits);
}

/** `1.52 W`, `18 mW`. */
export function formatWatts(watts: Watts, digits?: number): string {
  return inUnit(watts, 'W', digits);
}

/** Of a battery: `10 Wh`. */
export function formatCapacity(joules: Joules): string {
  return `${formatNumber(joules / 3600)} Wh`;
}

/** `6.25 h`, `12 days`: from two days on in days. */
export function formatLifetime(seconds: number): string {
  const hours = seconds / 3600;
  if (hours >= 48) return `${formatNumber(hours / 24)} days`;
  return hours >= 1 ? `${formatNumber(hours)} h` : `${formatNumber(seconds / 60)} min`;
}

const prefixes = [
  ['', 1],
  ['m', 1e-3],
  ['µ', 1e-6],
  ['n', 1e-9],
  ['p', 1e-12],
] as const;

function inUnit(value: number, unit: string, digits: number = SIGNIFICANT_DIGITS): string {
  if (value === 0) return `0 ${unit}`;
  const size = Math.abs(value);
  const [prefix, factor] = prefixes.find(([, f]) => roundSignificant(size / f) >= 1) ?? prefixes[4];
  return `${formatNumber(Number((value / factor).toPrecision(digits)))} ${prefix}${unit}`;
}

/** `1 input`, `14 inputs`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
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
