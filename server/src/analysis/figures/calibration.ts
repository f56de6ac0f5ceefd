/** Replaces and scales estimates with measured figures. */
import type { Band, Interval } from '../../base/band';
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
import type { Design } from '../../semantics/design';
import type { ModuleFigures, Target } from '../analysis';
import { formatCount, formatNumber } from '../../base/format';
import { alikeLoads, loadShares, median } from './load-spread';
import type {
  Calibration,
  MeasuredCycles,
  MeasuredDesign,
  MeasuredLoad,
  MeasuredModule,
  MeasuredPower,
  Span,
} from './measured';

/** `calibrated from 3 reports`. */
export function calibrationText({ reports }: Pick<Calibration, 'reports'>): string {
  return `calibrated from ${reports.length} ${reports.length === 1 ? 'report' : 'reports'}`;
}

/**
 * Estimates corrected by measurements of this design: a measured module has its measured figures; all others have their
 * LUT and FF scaled by the ratio of measured to estimated sums, with the remaining spread as the band.
 */
export function calibrated(
  modules: readonly ModuleFigures[],
  calibration: Calibration | undefined,
): readonly ModuleFigures[] {
  if (calibration === undefined) return modules;
  return scaledModules(withCycles(modules, calibration.cycles ?? []), calibration);
}

/** HLS's cycles as a note beside the model's, as long as the model says what it said then. */
function withCycles(
  modules: readonly ModuleFigures[],
  cycles: readonly MeasuredCycles[],
): readonly ModuleFigures[] {
  return modules.map((module) => {
    const { cost, kind, name } = module;
    const own = cycles.find((c) => c.kind === kind && c.name === name);
    const isOwn =
      cost !== undefined &&
      own?.estimated.latency === cost.latencyCycles &&
      own.estimated.interval === cost.intervalCycles;
    if (!isOwn) return module;
    return { ...module, cost: { ...cost, notes: [...cost.notes, `${hlsText(own)}: ${own.source}`] } };
  });
}

/** `HLS: latency 3,081 cycles (model 3,055), interval 1,024 (model 1,024), clock 6.91 ns of 10 ns`. */
export function hlsText({
  latency,
  interval,
  clockNs,
  targetNs,
  slackNs,
  estimated,
}: MeasuredCycles): string {
  const beside = (name: string, span: Span | undefined, model: number) =>
    span === undefined ? [] : [`${name} ${spanText(span)} cycles (model ${formatCount(model)})`];
  const of = targetNs === undefined ? '' : ` of ${formatNumber(targetNs)} ns`;
  const parts = [
    ...beside('latency', latency, estimated.latency),
    ...beside('interval', interval, estimated.interval),
    ...(clockNs === undefined ? [] : [`clock ${formatNumber(clockNs)} ns${of}`]),
    ...(slackNs === undefined ? [] : [`slack ${formatNumber(slackNs)} ns`]),
  ];
  return `HLS: ${parts.join(', ')}`;
}

/** `1.51 W: 1.38 W dynamic, 0.13 W static, confidence Low`. */
export function powerText({ totalW, dynamicW, staticW, confidence, source }: MeasuredPower): string {
  const parts = [
    ...(dynamicW === undefined ? [] : [`${formatNumber(dynamicW)} W dynamic`]),
    ...(staticW === undefined ? [] : [`${formatNumber(staticW)} W static`]),
    ...(confidence === undefined ? [] : [`confidence ${confidence}`]),
  ];
  return `power ${formatNumber(totalW)} W${parts.length > 0 ? `: ${parts.join(', ')}` : ''} (${source})`;
}

function spanText({ least, most }: Span): string {
  return least === most ? formatCount(most) : `${formatCount(least)} to ${formatCount(most)}`;
}

function scaledModules(
  modules: readonly ModuleFigures[],
  calibration: Calibration,
): readonly ModuleFigures[] {
  // Measured modules are more informative than a whole design, which only gives the ratio of sums.
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
    const band: Band = {
      ...cost.band,
      lut: bandOf(cost.band.lut, isOwn && own.measured.lut !== undefined ? exact : lut),
      ff: bandOf(cost.band.ff, isOwn && own.measured.ff !== undefined ? exact : ff),
    };
    const note = isOwn ? `measured: ${own.source}` : calibrationText(calibration);
    return {
      ...module,
      cost: { ...cost, resources, band, notes: [...cost.notes, note] },
      band,
      ...(module.resources && { resources }),
      calibration: isOwn ? 'measured' : calibrationText(calibration),
    };
  });
}

function measuredOf(estimated: Resources, { measured }: MeasuredModule): Resources {
  return combine(estimated, noResources, (guess, _, kind) => measured[kind] ?? guess);
}

/** Kinds with only a lower bound and no measurement. */
function stillOpen({ atLeast: kinds = [] }: Resources, { measured }: MeasuredModule): ResourceKind[] {
  return kinds.filter((kind) => measured[kind] === undefined);
}

interface Scale {
  readonly factor: number;
  /** Largest deviation of a measured module from the scaled estimate; undefined for a single module. */
  readonly spread: Share | undefined;
}

const exact: Scale = { factor: 1, spread: 0 };

function scaleOf(modules: readonly MeasuredDesign[], kind: 'lut' | 'ff'): Scale | undefined {
  const pairs = modules.flatMap(({ measured, estimated }) => {
    const real = measured[kind];
    // A partial estimate cannot be compared with a measurement.
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

/** Never wider than the model's. A single module gives the ratio but no spread, so the band is halved. */
function bandOf(model: Interval, scale: Scale | undefined): Interval {
  if (scale === undefined) return model;
  const within = (end: Share): Share => Math.min(end, scale.spread ?? end / 2);
  return { low: within(model.low), high: within(model.high) };
}

function sameResources(a: Resources, b: Resources): boolean {
  let same = true;
  combine(a, b, (x, y) => {
    same &&= x === y;
    return 0;
  });
  return same;
}

/** Relative difference below which two sizes cannot determine the rate. */
const DISTINCT = 0.05;

/** Whether the design states the rate or overhead of its port: naming the kind states no figure. */
export function statesPort({ device }: Design): boolean {
  return device?.port?.bytesPerSecond !== undefined || device?.port?.overheadNs !== undefined;
}

/** With the powers of the calibration, which only energy reads: all else is kept by the target as it is. */
export function poweredTarget(target: Target, calibration: Calibration | undefined): Target {
  // On another part they say nothing.
  const isOwn = calibration?.part === target.part?.name;
  const { board, power: reports = [] } = (isOwn ? calibration : undefined) ?? {};
  return board === undefined && reports.length === 0
    ? target
    : { ...target, measuredPower: { ...(board && { board }), reports } };
}

/** The configuration port with figures from measured loads, unless the design states its own. */
export function calibratedTarget(
  target: Target,
  calibration: Calibration | undefined,
  isStated: boolean,
): Target {
  const { port } = target;
  if (port === undefined || calibration === undefined || calibration.loads.length === 0 || isStated)
    return target;
  const { loads } = calibration;
  const spread = loadShares(loads);
  return {
    ...target,
    port: { ...measuredPort(port, typicalLoads(loads), loads.length), ...(spread && { spread }) },
  };
}

/** The median load of each module and size, so that one that was held up does not count. */
export function typicalLoads(loads: readonly MeasuredLoad[]): MeasuredLoad[] {
  return alikeLoads(loads).flatMap((own) => {
    const ns = median(own.map((l) => l.ns));
    return own.find((l) => l.ns === ns) ?? [];
  });
}

function measuredPort(port: Port, loads: readonly MeasuredLoad[], count: number): Port {
  const source = `calibrated from ${count} measured ${count === 1 ? 'load' : 'loads'}`;
  const mean = (of: (load: MeasuredLoad) => number) => loads.reduce((s, l) => s + of(l), 0) / loads.length;
  const [bytes, ns] = [mean((l) => l.bytes), mean((l) => l.ns)];
  const variance = mean((l) => (l.bytes - bytes) ** 2);
  // A measured overhead replaces the modelled one.
  const { kind } = port;
  const known = { kind, bytesPerSecond: port.bytesPerSecond };
  if (variance > (DISTINCT * bytes) ** 2) {
    const nsPerByte = mean((l) => (l.bytes - bytes) * (l.ns - ns)) / variance;
    const overheadNs = Math.round(ns - nsPerByte * bytes);
    if (nsPerByte > 0 && overheadNs >= 0)
      return { ...known, bytesPerSecond: 1e9 / nsPerByte, overheadNs, source };
  }
  // Loads of one size: keep the model's rate and fit the overhead; if that is negative, fit the rate.
  const overheadNs = Math.round(ns - (bytes / port.bytesPerSecond) * 1e9);
  return overheadNs >= 0
    ? { ...known, overheadNs, source }
    : { ...known, overheadNs: 0, bytesPerSecond: (bytes * 1e9) / ns, source };
}
