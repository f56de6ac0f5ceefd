/** The blocks that refer to nothing: device, region, schedule, budget. */
import {
  type BudgetBlock,
  type DeviceBlock,
  type Limit,
  type RegionBlock,
  type ScheduleBlock,
  type Setting,
  type Value,
  budgetMetric,
  budgetMetrics,
  metricSpec,
  policies,
  ports,
} from '../../../grammar/src/index';
import { type ResourceKind, type Resources, resourceKinds } from '../base/resources';
import type { BudgetLimit, DeviceSpec, Origin, RegionSpec, ScheduleSpec } from './design';
import { readCount, readQuantity } from './quantity';
import { type Reader, readChoice, settingsByKeyword, valueAfter, wordOf } from './reader';

export function readDevice(reader: Reader, block: DeviceBlock): DeviceSpec {
  const settings = settingsByKeyword(reader, block.settings);
  const part = named(reader, settings.get('part'));
  const board = named(reader, settings.get('board'));
  const second = settings.get('board');
  if (part && board && second) {
    reader.report({
      kind: 'conflicting-settings',
      keywords: ['part', 'board'],
      origin: reader.at(second.span),
    });
  }
  const clockHz = readQuantity(reader, settings.get('clock')?.values[0], 'clock', 'frequency', {
    min: 0,
    above: true,
  });
  const memory = readQuantity(reader, settings.get('memory')?.values[0], 'memory', 'bandwidth', {
    min: 0,
    above: true,
  });
  const port = readPort(reader, settings.get('port'));
  const shell = settings.get('shell');
  const above = { min: 0, above: true };
  const first = (word: string) => settings.get(word)?.values[0];
  const idleW = readQuantity(reader, first('idle'), 'idle', 'power', above);
  const ambientC = readQuantity(reader, first('ambient'), 'ambient', 'temperature', ambientRange);
  const sleepW = readQuantity(reader, first('sleep'), 'sleep', 'power', { min: 0 });
  const wakeNs = readQuantity(reader, first('wake'), 'wake', 'time', { min: 0 });
  const wake = settings.get('wake');
  const wakeW =
    wake && readQuantity(reader, valueAfter(wake, 'at'), 'the power while waking', 'power', above);
  return {
    origin: reader.at(block.keyword.span),
    ...(part && { part }),
    ...(board && { board }),
    ...(clockHz !== undefined && { clockHz }),
    ...(port && { port }),
    ...(memory !== undefined && { memoryBytesPerSecond: memory }),
    ...(shell && { shell: readAmounts(reader, shell) }),
    ...(idleW !== undefined && { idleW }),
    ...(ambientC !== undefined && { ambientC }),
    ...(sleepW !== undefined && { sleepW }),
    ...(wakeNs !== undefined && { wakeNs: Math.round(wakeNs) }),
    ...(wakeW !== undefined && { wakeW }),
  };
}

/** Military grade, the widest of all: degrees Celsius. */
const ambientRange = { min: -55, max: 125 };

/** `pcap`, `icap at 380 MB/s overhead 12 us`. */
function readPort(reader: Reader, setting: Setting | undefined): DeviceSpec['port'] {
  if (setting === undefined) return undefined;
  const kind = readChoice(reader, setting, ports);
  if (kind === undefined) return undefined;
  const positive = { min: 0, above: true };
  const rate = readQuantity(reader, valueAfter(setting, 'at'), 'the port rate', 'bandwidth', positive);
  const overhead = readQuantity(reader, valueAfter(setting, 'overhead'), 'the port overhead', 'time', {
    min: 0,
  });
  return {
    kind,
    origin: reader.at(setting.span),
    ...(rate !== undefined && { bytesPerSecond: rate }),
    ...(overhead !== undefined && { overheadNs: Math.round(overhead) }),
  };
}

/** `lut 4500 ff 6000 bram18 4`; `bram` counts RAMB36, two of `bram18`. */
function readAmounts(reader: Reader, setting: Setting): Partial<Resources> {
  const amounts: Partial<Record<ResourceKind, number>> = {};
  for (const kind of resourceKinds) {
    const range = { min: 0, whole: true };
    const value = readQuantity(reader, valueAfter(setting, kind), kind, 'count', range);
    if (value !== undefined) amounts[kind] = value;
  }
  const bram36 = readQuantity(reader, valueAfter(setting, 'bram'), 'bram', 'count', { min: 0 });
  if (bram36 !== undefined && amounts.bram18 === undefined) amounts.bram18 = Math.ceil(bram36 * 2);
  return amounts;
}

export function readRegion(reader: Reader, block: RegionBlock): RegionSpec | undefined {
  if (block.name === undefined) return undefined;
  const settings = settingsByKeyword(reader, block.settings);
  const pblock = settings.get('pblock');
  const ranges = pblock?.values.flatMap((v) =>
    v.kind === 'range' ? [{ text: v.text, origin: reader.at(v.span) }] : [],
  );
  const auto = wordOf(pblock?.values[0]) === 'auto';
  const utilisation = settings.get('utilisation');
  const share = readQuantity(reader, utilisation?.values[0], 'utilisation', 'share', {
    min: 0,
    above: true,
    max: 1,
  });
  return {
    name: block.name.text,
    nameNode: block.name,
    origin: reader.at(block.name.span),
    ...(pblock && { pblockOrigin: reader.at(pblock.span) }),
    ...(auto ? { pblock: 'auto' as const } : ranges && ranges.length > 0 && { pblock: ranges }),
    snapping: readChoice(reader, settings.get('snapping'), ['on', 'off'] as const) === 'on',
    reset: readChoice(reader, settings.get('reset'), ['on', 'off'] as const) !== 'off',
    reserve: readReserve(reader, settings.get('reserve')),
    ...(share !== undefined && { utilisation: share }),
  };
}

/** `reserve 20%` for every kind, or `reserve lut 20% bram 10%`. */
function readReserve(reader: Reader, setting: Setting | undefined): Record<ResourceKind, number> {
  const share = (value: Value | undefined, what: string) =>
    readQuantity(reader, value, what, 'share', { min: 0, max: 1 });
  const first = setting?.values[0];
  const all = first?.kind === 'quantity' ? (share(first, 'reserve') ?? 0) : 0;
  const of = (kind: string) => (setting ? share(valueAfter(setting, kind), `reserve ${kind}`) : undefined);
  return {
    lut: of('lut') ?? all,
    ff: of('ff') ?? all,
    dsp: of('dsp') ?? all,
    bram18: of('bram18') ?? of('bram') ?? all,
    uram: of('uram') ?? all,
  };
}

export const defaultSchedule: ScheduleSpec = { policy: 'overlap', batch: 1, arrival: 'back-to-back' };

export function readSchedule(reader: Reader, block: ScheduleBlock): ScheduleSpec {
  const settings = settingsByKeyword(reader, block.settings);
  const arrival = settings.get('arrival');
  const every = arrival && valueAfter(arrival, 'every');
  const everyNs = readQuantity(reader, every, 'arrival', 'time', { min: 0, above: true });
  return {
    origin: reader.at(block.keyword.span),
    policy: readChoice(reader, settings.get('policy'), policies) ?? defaultSchedule.policy,
    batch: readCount(reader, settings.get('batch')?.values[0], 'batch') ?? defaultSchedule.batch,
    arrival: everyNs === undefined ? 'back-to-back' : { everyNs: Math.round(everyNs) },
  };
}

export function readBudget(reader: Reader, block: BudgetBlock): BudgetLimit[] {
  return block.limits.flatMap((limit) => readLimit(reader, limit) ?? []);
}

function readLimit(reader: Reader, limit: Limit): BudgetLimit | undefined {
  const written = limit.metric.map((w) => w.text).join(' ');
  const metric = budgetMetric(written);
  const spec = metricSpec(limit.metric[0]?.text ?? '');
  const origin: Origin = reader.at(limit.span);
  if (metric === undefined || spec === undefined) {
    const allowed = budgetMetrics;
    reader.report({ kind: 'unknown-value', keyword: 'budget', text: written, allowed, origin });
    return undefined;
  }
  const { dimension, comparison: only } = spec;
  const range = dimension === 'share' ? { min: 0, max: 1 } : { min: 0, above: true };
  const value = readQuantity(reader, limit.value, written, dimension, range);
  const of = spec.of && readQuantity(reader, limit.of, written, 'capacity', { min: 0, above: true });
  if (spec.of && of === undefined) return undefined;
  const comparison = limit.comparison?.text ?? only;
  if (value === undefined) return undefined;
  if (comparison !== only) {
    const allowed = [only];
    const at = reader.at(limit.comparison?.span ?? limit.span);
    reader.report({ kind: 'unknown-value', keyword: written, text: comparison, allowed, origin: at });
    return undefined;
  }
  return { metric, comparison, value, ...(of !== undefined && { of }), origin };
}

function named(reader: Reader, setting: Setting | undefined): { text: string; origin: Origin } | undefined {
  const value = setting?.values[0];
  if (value === undefined) return undefined;
  const text = value.kind === 'text' ? value.value : wordOf(value);
  return text === undefined ? undefined : { text, origin: reader.at(value.span) };
}
