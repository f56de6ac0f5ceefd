/** Fits leakage and prices of a cycle to public power reports. */
import { type Leakage, type Prices, supplyVolts } from '../src/energy/index';
import type { PowerRow } from './power-rows';

export interface PowerFit {
  readonly leakage: Readonly<Record<string, Leakage>>;
  readonly prices: Readonly<Record<PowerRow['family'], Prices>>;
}

const kinds = ['int', 'aux', 'ps'] as const;

/** So many degrees apart, the exponent of a rail can be told from its rounding to a milliampere. */
const SPREAD_C = 8;
/** Exponents a degree of dies whose reports lie closer together: those of the family's others. */
const usual = {
  '7series': { int: 0.037, aux: 0.0217, ps: 0.0343 },
  'ultrascale+': { int: 0.04, aux: 0, ps: 0.031 },
} as const;
/** PS leakage that reports of a design without the processing system do not have. */
const PS_STATIC_W = 0.1;
/** Half widths: at least, and for dies with reports of one owner. */
const LEAST_BAND = 0.15;
const LONE_BAND = 0.25;

export function fitPower(rows: readonly PowerRow[]): PowerFit {
  const keys = [...new Set(rows.map(keyOf))].sort();
  return {
    leakage: Object.fromEntries(
      keys.map((key) => [key, leakageOf(rows.filter((row) => keyOf(row) === key))]),
    ),
    prices: { '7series': pricesOf(rows, '7series'), 'ultrascale+': pricesOf(rows, 'ultrascale+') },
  };
}

export const keyOf = ({ die, isKria }: PowerRow): string => (isKria ? 'k26' : die);

function leakageOf(rows: readonly PowerRow[]): Leakage {
  const [{ family, isKria }] = rows as [PowerRow];
  const atC = median(rows.map((r) => r.junctionC));
  const rail = (kind: (typeof kinds)[number]): readonly [number, number] => {
    const points = rows.filter((r) => r.rails[kind] > 0);
    // Leakage does not fall with the temperature: below zero it is rounding.
    const perDegree = Math.max(0, slopeOf(points, kind) ?? usual[family][kind]);
    // The median of all, each brought to the reference temperature.
    const amperes = points.map((r) => r.rails[kind] * Math.exp(-perDegree * (r.junctionC - atC)));
    return [digits(amperes.length > 0 ? median(amperes) : 0), digits(perDegree)];
  };
  const rails = { int: rail('int'), aux: rail('aux'), ps: rail('ps') };
  const volts = supplyVolts(family, isKria);
  const byRails = (r: PowerRow): number =>
    kinds.reduce((w, kind) => {
      const [amperes, perDegree] = rails[kind];
      return w + volts[kind] * amperes * Math.exp(perDegree * (r.junctionC - atC));
    }, 0);
  const whole = (r: PowerRow): number => r.watts.static + (r.rails.ps > 0 ? 0 : PS_STATIC_W);
  const restW = digits(median(rows.map((r) => whole(r) - byRails(r))));
  const off = rows.map((r) => Math.abs(whole(r) / (restW + byRails(r)) - 1)).sort((a, b) => a - b);
  const owners = new Set(rows.map((r) => r.owner)).size;
  const wide = off[Math.floor(0.9 * (off.length - 1))] ?? 0;
  const band = Math.max(owners > 1 ? LEAST_BAND : LONE_BAND, Math.ceil(100 * wide) / 100);
  return { atC, ...rails, restW, band, reports: rows.length, owners };
}

/** Least squares of ln I over the temperature; undefined if the temperatures lie too close together. */
function slopeOf(rows: readonly PowerRow[], kind: (typeof kinds)[number]): number | undefined {
  const at = rows.map((r) => r.junctionC);
  if (rows.length === 0 || Math.max(...at) - Math.min(...at) < SPREAD_C) return undefined;
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const logs = rows.map((r) => Math.log(r.rails[kind]));
  const [t, y] = [mean(at), mean(logs)];
  const variance = mean(at.map((c) => (c - t) ** 2));
  return mean(at.map((c, i) => (c - t) * ((logs[i] ?? y) - y))) / variance;
}

function pricesOf(rows: readonly PowerRow[], family: PowerRow['family']): Prices {
  const own = rows.filter((r) => r.family === family && r.isPriced && r.clockHz > 0);
  const price = (
    used: keyof PowerRow['used'],
    watts: 'clocks' | 'logic' | 'bram' | 'dsp',
    least: number,
  ): readonly [number, number, number] => {
    const each = own
      .filter((r) => r.used[used] >= least)
      .map((r) => ({ owner: r.owner, pj: (r.watts[watts] / (r.used[used] * r.clockHz)) * 1e12 }));
    return [0.1, 0.5, 0.9].map((share) => digits(weighted(each, share))) as [number, number, number];
  };
  return {
    ff: price('ff', 'clocks', 1),
    lut: price('lut', 'logic', 1),
    bram18: price('bram18', 'bram', 4),
    dsp: price('dsp', 'dsp', 4),
  };
}

/** The value below which a share of the weight lies; all designs of an owner together weigh as much as those of another. */
function weighted(values: readonly { readonly owner: string; readonly pj: number }[], share: number): number {
  const count = new Map<string, number>();
  for (const { owner } of values) count.set(owner, (count.get(owner) ?? 0) + 1);
  const weight = (owner: string): number => 1 / (count.get(owner) ?? 1);
  const sorted = values.toSorted((a, b) => a.pj - b.pj);
  let left = share * count.size;
  for (const { owner, pj } of sorted) {
    left -= weight(owner);
    if (left <= 1e-9) return pj;
  }
  return sorted.at(-1)?.pj ?? 0;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

const digits = (value: number): number => Number(value.toPrecision(3));
