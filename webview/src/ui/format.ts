/** Figures as text: three significant digits with a unit, bytes in full. */

const significantDigits = 3;

/** Three significant digits, without a tail of zeros in the exponent's place: `6.71`, `20.1`, `857`. */
export function significant(value: number): string {
  if (value === 0) return '0';
  const rounded = Number(value.toPrecision(significantDigits));
  const digitsBefore = Math.floor(Math.log10(Math.abs(rounded))) + 1;
  const decimals = Math.min(Math.max(significantDigits - digitsBefore, 0), 6);
  return groupThousands(rounded.toFixed(decimals));
}

const timeUnits = [
  { name: 's', ns: 1e9 },
  { name: 'ms', ns: 1e6 },
  { name: 'µs', ns: 1e3 },
  { name: 'ns', ns: 1 },
] as const;

export interface TimeUnit {
  readonly name: string;
  readonly ns: number;
}

/** The largest unit in which a time is at least 1. */
export function timeUnitFor(ns: number): TimeUnit {
  const rounded = Number(Math.abs(ns).toPrecision(significantDigits));
  return timeUnits.find((unit) => rounded >= unit.ns) ?? timeUnits[3];
}

/** `6.71 ms`; a time that is not modelled is a dash. */
export function duration(ns: number | null): string {
  if (ns === null) return '–';
  if (ns === 0) return '0';
  const unit = timeUnitFor(ns);
  return `${significant(ns / unit.ns)} ${unit.name}`;
}

/** A time without a tail of zeros, as one would write it in the design: `22 ms`. */
export function shortDuration(ns: number): string {
  return duration(ns)
    .replace(/(\.\d*?)0+(?= )/, '$1')
    .replace('. ', ' ');
}

export function count(value: number): string {
  return groupThousands(String(Math.round(value * 10) / 10));
}

export function bytes(value: number): string {
  return `${count(value)} B`;
}

/**
 * Whole per cent. A decimal is kept where rounding would hide on which side of 100 % it is; a share of
 * something that is not there has no percentage.
 */
export function percent(share: number): string {
  if (!Number.isFinite(share)) return 'none';
  const whole = Math.round(share * 100);
  if (whole === 0 && share > 0) return '<1 %';
  if (whole === 100 && Math.abs(share - 1) > 1e-9) return share > 1 ? '>100 %' : '>99 %';
  return `${groupThousands(String(whole))} %`;
}

export function plural(number: number, one: string, many = `${one}s`): string {
  return `${count(number)} ${number === 1 ? one : many}`;
}

function groupThousands(digits: string): string {
  const [whole = '', fraction] = digits.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
