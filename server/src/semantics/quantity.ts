/** Reads numbers with units into base units and checks their range. */
import type { Quantity, Value } from '../../../grammar/src/index';
import type { SemanticProblem } from './problem';
import type { Reader } from './reader';

export type Dimension =
  | 'frequency'
  | 'time'
  | 'bytes'
  | 'bandwidth'
  | 'share'
  | 'per-second'
  | 'bits'
  | 'count'
  | 'number'
  | 'operations'
  | 'power'
  | 'energy'
  | 'capacity'
  | 'lifetime'
  | 'temperature';

/** Units of each dimension with their factor to the base unit; the first is suggested if none is written. */
const units: Record<Dimension, Readonly<Record<string, number>>> = {
  frequency: { MHz: 1e6, GHz: 1e9, kHz: 1e3, Hz: 1 },
  time: { ms: 1e6, us: 1e3, µs: 1e3, μs: 1e3, ns: 1, s: 1e9 },
  bytes: { KB: 1e3, B: 1, MB: 1e6, GB: 1e9, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 },
  bandwidth: { 'MB/s': 1e6, 'GB/s': 1e9 },
  share: { '%': 0.01 },
  'per-second': { '/s': 1 },
  bits: { bits: 1 },
  power: { W: 1, mW: 1e-3, uW: 1e-6, µW: 1e-6, μW: 1e-6 },
  energy: { mJ: 1e-3, uJ: 1e-6, µJ: 1e-6, μJ: 1e-6, J: 1, nJ: 1e-9 },
  capacity: { Wh: 3600, mWh: 3.6, J: 1 },
  lifetime: { h: 3600, min: 60, days: 86_400 },
  temperature: { C: 1 },
  // Multiply-accumulates a second; of the operations that others count, an addition and a multiplication are one.
  operations: { 'GMAC/s': 1e9, 'MMAC/s': 1e6, GOPS: 0.5e9, MOPS: 0.5e6, TOPS: 0.5e12 },
  count: {},
  number: {},
};

/** Accepted but not offered: the micro sign and the Greek mu look the same. */
const microSigns = /[\u00b5\u03bc]/;

interface Range {
  readonly min?: number;
  /** `min` itself is not allowed. */
  readonly above?: boolean;
  readonly max?: number;
  readonly whole?: boolean;
}

/**
 * Smallest amounts above zero, in the base unit and as text: far below anything that is built, and large enough that
 * times and rates derived from them stay finite.
 */
const least: Partial<Record<Dimension, readonly [number, string]>> = {
  frequency: [1e3, '1 kHz'],
  time: [1e-3, '0.001 ns'],
  bandwidth: [1e3, '0.001 MB/s'],
  share: [1e-9, '0.0000001 %'],
  'per-second': [1e-9, '0.000000001 /s'],
  power: [1e-9, '0.001 µW'],
  energy: [1e-15, '0.000001 nJ'],
  capacity: [1e-9, '0.001 µJ'],
};

/** Beyond this, figures of the model would no longer be exact. */
const hugest = Number.MAX_SAFE_INTEGER;

/**
 * A value in its dimension's base unit (Hz, ns, B, B/s, share, 1/s, multiply-accumulates/s, bits, W, J, s of a lifetime, degrees Celsius). Undefined, with a problem reported,
 * if it is not a number, has no unit or a wrong one, or is outside the range.
 */
export function readQuantity(
  reader: Reader,
  value: Value | undefined,
  what: string,
  dimension: Dimension,
  range: Range = {},
): number | undefined {
  if (value?.kind !== 'quantity') return undefined;
  const factor = unitFactor(reader, value, dimension);
  if (factor === undefined) return undefined;
  const exact = roundOff(value.value * factor);
  const reason = outside(exact, value.value, range, dimension);
  if (reason === undefined) return exact;
  const unit = value.unit?.text ?? '';
  const raw = unit === '' ? value.raw : withUnit(value.raw, unit);
  reader.report({ kind: 'number', what, raw, reason, origin: reader.at(value.span) });
  return undefined;
}

/** A whole number of at least one: `filters 6`. */
export function readCount(reader: Reader, value: Value | undefined, what: string): number | undefined {
  return readQuantity(reader, value, what, 'count', { min: 1, whole: true });
}

function unitFactor(reader: Reader, value: Quantity, dimension: Dimension): number | undefined {
  const known = units[dimension];
  const found = value.unit?.text;
  const expected = Object.keys(known).filter((unit) => !microSigns.test(unit));
  if (found === undefined) {
    if (dimension === 'count' || dimension === 'number' || dimension === 'bits') return 1;
    reader.report(missingUnit(reader, value, dimension, expected));
    return undefined;
  }
  const factor = known[found];
  if (factor !== undefined) return factor;
  const sameLetters = expected.find((u) => u.toLowerCase() === found.toLowerCase());
  const meant = sameMeaning(dimension, found);
  const problem: SemanticProblem = {
    kind: 'unit',
    raw: value.raw,
    found,
    expected,
    replacement: withUnit(value.raw, sameLetters ?? meant?.unit ?? expected[0] ?? ''),
    ...(meant && { because: meant.because }),
    origin: reader.at(value.unit?.span ?? value.span),
  };
  reader.report({ ...problem, origin: reader.at(value.span) });
  return undefined;
}

/** A unit that says the same of the right dimension. */
function sameMeaning(
  dimension: Dimension,
  found: string,
): { readonly unit: string; readonly because: string } | undefined {
  const perSecond = dimension === 'power' ? /^([mu\u00b5]?)J\/s$/.exec(found)?.[1] : undefined;
  if (perSecond !== undefined) return { unit: `${perSecond}W`, because: `\`${found}\` is \`${perSecond}W\`` };
  const watts = dimension === 'energy' ? /^([mu\u00b5]?)W$/.exec(found)?.[1] : undefined;
  if (watts === undefined) return undefined;
  const unit = `${watts}J`;
  return {
    unit,
    because: `\`${found}\` is a power: divided by inputs per second it is \`${unit}\` an input`,
  };
}

function missingUnit(
  reader: Reader,
  value: Quantity,
  dimension: Dimension,
  expected: readonly string[],
): SemanticProblem {
  // `rate 0.62` means 62 %, not 0.62 %.
  const asShare = dimension === 'share' && value.value > 0 && value.value <= 1;
  const raw = asShare ? String(roundOff(value.value * 100)) : value.raw;
  return {
    kind: 'unit',
    raw: value.raw,
    expected,
    replacement: withUnit(raw, likelyUnit(dimension, value.value, expected)),
    origin: reader.at(value.span),
  };
}

function likelyUnit(dimension: Dimension, value: number, expected: readonly string[]): string {
  if (dimension === 'bandwidth' && value < 64) return 'GB/s';
  if (dimension === 'frequency' && value >= 1e6) return 'Hz';
  return expected[0] ?? '';
}

function withUnit(raw: string, unit: string): string {
  const number = /^-?[\d.]+(?:[eE][+-]?\d+)?/.exec(raw)?.[0] ?? raw;
  return unit === '%' ? `${number}%` : `${number} ${unit}`.trim();
}

function outside(exact: number, written: number, range: Range, dimension: Dimension): string | undefined {
  const limit = (value: number) => (dimension === 'share' ? `${roundOff(value * 100)} %` : String(value));
  if (!Number.isFinite(written) || Math.abs(exact) > hugest)
    return 'must be smaller for its figures to be exact';
  if (range.whole && !Number.isInteger(exact)) return 'must be a whole number';
  if (range.min !== undefined && (range.above ? exact <= range.min : exact < range.min)) {
    return range.above || range.min === 1 ? 'must be above zero' : `must be at least ${limit(range.min)}`;
  }
  if (range.max !== undefined && exact > range.max) return `must be at most ${limit(range.max)}`;
  const [smallest, words] = least[dimension] ?? [0, ''];
  if (exact !== 0 && Math.abs(exact) < smallest) return `must be at least ${words}`;
  return undefined;
}

/** 62 × 0.01 is 0.62, not 0.6200000000000001. */
function roundOff(value: number): number {
  return Number(value.toPrecision(15));
}
