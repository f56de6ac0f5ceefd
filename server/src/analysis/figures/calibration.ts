import {
  type ResourceKind,
  type Resources,
  atLeast,
  combine,
  isAtLeast,
  noResources,
} from '../../base/resources';
import type { Share } from '../../base/units';
import type { Port } from '../../device/index';
import type { ModuleFigures, Target } from '../analysis';
import type { Calibration, MeasuredDesign, MeasuredLoad, MeasuredModule } from './measured';

/** `calibrated from 3 reports`. */
export function calibrationText({ reports }: Pick<Calibration, 'reports'>): string {
  return `calibrated from ${reports.length} ${reports.length === 1 ? 'report' : 'reports'}`;
}

/**
 * Estimates with what is known of this design put in: a measured module has its measured figures; any other has
 * its LUT and FF scaled by how measured and estimated figures compare in sum, with the spread that they left.
 */
export function calibrated(
  modules: readonly ModuleFigures[],
  calibration: Calibration | undefined,
): readonly ModuleFigures[] {
  if (calibration === undefined) return modules;
  // A whole design says how the sum compares; measured modules say more.
  const pairs = calibration.modules.length > 0 ? calibration.modules : (calibration.designs ?? []);
  if (pairs.length === 0) return modules;
  const lut = scaleOf(pairs, 'lut');
  const ff = scaleOf(pairs, 'ff');
  return modules.map((module) => {
    const { cost } = module;
    if (cost === undefined) return module;
    const own = calibration.modules.find((m) => m.kind === module.kind && m.name === module.name);
    const isOwn = own !== undefined && sameResources(own.estimated, cost.resources);
    const resources = isOwn
      ? atLeast(measuredOf(cost.resources, own), stillOpen(cost.resources, own))
      : { ...cost.resources, lut: scaled(cost.resources.lut, lut), ff: scaled(cost.resources.ff, ff) };
    const band = {
      ...cost.band,
      lut: bandOf(cost.band.lut, isOwn && own.measured.lut !== undefined ? exactly : lut),
      ff: bandOf(cost.band.ff, isOwn && own.measured.ff !== undefined ? exactly : ff),
    };
    const note = isOwn ? `measured: ${own.source}` : calibrationText(calibration);
    return {
      ...module,
      cost: { ...cost, resources, band, notes: [...cost.notes, note] },
      band: Math.max(band.lut, band.ff),
      ...(module.resources && { resources }),
      calibration: isOwn ? 'measured' : calibrationText(calibration),
    };
  });
}

function measuredOf(estimated: Resources, { measured }: MeasuredModule): Resources {
  return combine(estimated, noResources, (guess, _, kind) => measured[kind] ?? guess);
}

/** Kinds of which a lower bound is known, and that were not measured. */
function stillOpen({ atLeast: kinds = [] }: Resources, { measured }: MeasuredModule): ResourceKind[] {
  return kinds.filter((kind) => measured[kind] === undefined);
}

interface Scale {
  readonly factor: number;
  /** Largest deviation of a measured module from the scaled estimate; undefined of a single one. */
  readonly spread: Share | undefined;
}

const exactly: Scale = { factor: 1, spread: 0 };

function scaleOf(modules: readonly MeasuredDesign[], kind: 'lut' | 'ff'): Scale | undefined {
  const pairs = modules.flatMap(({ measured, estimated }) => {
    const real = measured[kind];
    // What was estimated of a part only says nothing of how estimates compare.
    return real !== undefined && estimated[kind] > 0 && !isAtLeast(estimated, kind)
      ? [{ real, guess: estimated[kind] }]
      : [];
  });
  if (pairs.length === 0) return undefined;
  const sum = (of: (pair: { real: number; guess: number }) => number) => pairs.reduce((s, p) => s + of(p), 0);
  const factor = sum((p) => p.real) / sum((p) => p.guess);
  const spread = Math.max(...pairs.map((p) => Math.abs(p.real / (factor * p.guess) - 1)));
  return { factor, spread: pairs.length > 1 ? spread : undefined };
}

function scaled(value: number, scale: Scale | undefined): number {
  return Math.round(value * (scale?.factor ?? 1));
}

/** Never wider than the model's own. One module says where the truth is, not how far others are from it: half. */
function bandOf(model: Share, scale: Scale | undefined): Share {
  if (scale === undefined) return model;
  return Math.min(model, scale.spread ?? model / 2);
}

function sameResources(a: Resources, b: Resources): boolean {
  let same = true;
  combine(a, b, (x, y) => {
    same &&= x === y;
    return 0;
  });
  return same;
}

/** Sizes that differ by less say nothing of the rate. */
const DISTINCT = 0.05;

/** The configuration port as loads measured it, unless the design states its own figures. */
export function calibratedTarget(
  target: Target,
  calibration: Calibration | undefined,
  isStated: boolean,
): Target {
  const { port } = target;
  if (port === undefined || calibration === undefined || calibration.loads.length === 0 || isStated)
    return target;
  return { ...target, port: measuredPort(port, calibration.loads) };
}

function measuredPort(port: Port, loads: readonly MeasuredLoad[]): Port {
  const source = `calibrated from ${loads.length} measured ${loads.length === 1 ? 'load' : 'loads'}`;
  const mean = (of: (load: MeasuredLoad) => number) => loads.reduce((s, l) => s + of(l), 0) / loads.length;
  const [bytes, ns] = [mean((l) => l.bytes), mean((l) => l.ns)];
  const variance = mean((l) => (l.bytes - bytes) ** 2);
  // What a measured overhead includes is modelled no longer.
  const { kind } = port;
  const known = { kind, bytesPerSecond: port.bytesPerSecond };
  if (variance > (DISTINCT * bytes) ** 2) {
    const nsPerByte = mean((l) => (l.bytes - bytes) * (l.ns - ns)) / variance;
    const overheadNs = Math.round(ns - nsPerByte * bytes);
    if (nsPerByte > 0 && overheadNs >= 0)
      return { ...known, bytesPerSecond: 1e9 / nsPerByte, overheadNs, source };
  }
  // Loads of one size: the model's rate with another overhead, or, where that would be below nothing, another rate.
  const overheadNs = Math.round(ns - (bytes / port.bytesPerSecond) * 1e9);
  return overheadNs >= 0
    ? { ...known, overheadNs, source }
    : { ...known, overheadNs: 0, bytesPerSecond: (bytes * 1e9) / ns, source };
}
