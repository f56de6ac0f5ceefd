/** Reads and validates a calibration file. */
import type { DecodedText } from '../../base/decode-text';
import { type Resources, resourceKinds } from '../../base/resources';
import { type Refusal, refusalText } from '../../workspace/refusal';
import type {
  Calibration,
  MeasuredBitstream,
  MeasuredCycles,
  MeasuredDesign,
  MeasuredLoad,
  MeasuredModule,
  MeasuredPower,
  MeteredBoard,
  PowerParts,
  Span,
} from './measured';

/** Measured figures of a file with every field checked, or why they are not used, as a clause with "it" for the file. */
export type ReadCalibration =
  | { readonly calibration: Calibration; readonly fault?: undefined }
  | { readonly calibration?: undefined; readonly fault: string };

export function readCalibration(content: DecodedText | Refusal): ReadCalibration {
  if ('kind' in content) return { fault: refusalText(content, 'calibration') };
  if (content.fault) return { fault: content.fault.message };
  try {
    return { calibration: calibrationIn(parsed(content.text)) };
  } catch (error) {
    if (!(error instanceof CalibrationFault)) throw error;
    return { fault: `${error.message}. Delete it, and calibrate again` };
  }
}

class CalibrationFault extends Error {}

/** Limit of a resource: more than any device has. */
const MOST_RESOURCES = 1e9;
/** Limit of a partial bitstream. */
const MOST_BYTES = 2 ** 32;
/** Limit of a power, far above any board. */
const MOST_WATTS = 1e6;
const MOST_HERTZ = 1e12;
const MOST_CYCLES = 1e15;
const MOST_HZ = 1e12;
/** Limit of a load or a slack: a day. */
const MOST_NS = 86_400e9;

function numbersByFile(value: unknown, field: string, least: number, most: number): Record<string, number> {
  return Object.fromEntries(
    Object.entries(object(value, field)).map(([name, each]) => [
      name,
      number(each, `${field}[${JSON.stringify(name)}]`, least, most),
    ]),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const at = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    const line = at === undefined ? '' : ` (line ${text.slice(0, Number(at)).split('\n').length})`;
    throw new CalibrationFault(`it is no JSON${line}`);
  }
}

function calibrationIn(value: unknown): Calibration {
  const file = object(value, 'the file');
  if (file['version'] !== 1) {
    throw new CalibrationFault(
      `its \`version\` is ${shown(file['version'])}, and version 1 is what this Exeunt reads`,
    );
  }
  const { part = '', modules = [], designs = [], loads = [], bitstreams = [], slackNs = {} } = file;
  const { cycles = [], power = [], board, slackAtHz = {}, holdNs = {} } = file;
  return {
    version: 1,
    part: text(part, 'part'),
    reports: list(file['reports'], 'reports', text),
    modules: list(modules, 'modules', measuredModule),
    designs: list(designs, 'designs', measuredDesign),
    loads: list(loads, 'loads', measuredLoad),
    bitstreams: list(bitstreams, 'bitstreams', measuredBitstream),
    cycles: list(cycles, 'cycles', measuredCycles),
    power: list(power, 'power', measuredPower),
    ...(board !== undefined && { board: meteredBoard(board, 'board') }),
    slackNs: numbersByFile(slackNs, 'slackNs', -MOST_NS, MOST_NS),
    slackAtHz: numbersByFile(slackAtHz, 'slackAtHz', 1, MOST_HZ),
    holdNs: numbersByFile(holdNs, 'holdNs', -MOST_NS, MOST_NS),
  };
}

const moduleKinds: readonly MeasuredModule['kind'][] = ['stage', 'exit', 'switch'];

function measuredModule(value: unknown, place: string): MeasuredModule {
  return { kind: moduleKind(value, place), ...measuredDesign(value, place) };
}

function moduleKind(value: unknown, place: string): MeasuredModule['kind'] {
  const { kind } = object(value, place);
  const known = moduleKinds.find((k) => k === kind);
  if (known === undefined) throw wrong(`${place}.kind`, kind, 'stage, exit or switch');
  return known;
}

function measuredCycles(value: unknown, place: string): MeasuredCycles {
  const { name, source, latency, interval, clockNs, targetNs, slackNs, estimated } = object(value, place);
  const model = object(estimated, `${place}.estimated`);
  return {
    kind: moduleKind(value, place),
    name: text(name, `${place}.name`),
    source: text(source, `${place}.source`),
    ...(latency !== undefined && { latency: span(latency, `${place}.latency`) }),
    ...(interval !== undefined && { interval: span(interval, `${place}.interval`) }),
    ...(clockNs !== undefined && { clockNs: number(clockNs, `${place}.clockNs`, 0, MOST_NS) }),
    ...(targetNs !== undefined && { targetNs: number(targetNs, `${place}.targetNs`, 0, MOST_NS) }),
    ...(slackNs !== undefined && { slackNs: number(slackNs, `${place}.slackNs`, -MOST_NS, MOST_NS) }),
    estimated: {
      latency: number(model['latency'], `${place}.estimated.latency`, 0, MOST_CYCLES),
      interval: number(model['interval'], `${place}.estimated.interval`, 0, MOST_CYCLES),
    },
  };
}

function span(value: unknown, place: string): Span {
  const { least, most } = object(value, place);
  return {
    least: number(least, `${place}.least`, 0, MOST_CYCLES),
    most: number(most, `${place}.most`, 0, MOST_CYCLES),
  };
}

function measuredPower(value: unknown, place: string): MeasuredPower {
  const { source, totalW, dynamicW, staticW, confidence, clockHz, junctionC, parts, configuration } = object(
    value,
    place,
  );
  return {
    source: text(source, `${place}.source`),
    totalW: number(totalW, `${place}.totalW`, 0, MOST_WATTS),
    ...(dynamicW !== undefined && { dynamicW: number(dynamicW, `${place}.dynamicW`, 0, MOST_WATTS) }),
    ...(staticW !== undefined && { staticW: number(staticW, `${place}.staticW`, 0, MOST_WATTS) }),
    ...(confidence !== undefined && { confidence: text(confidence, `${place}.confidence`) }),
    ...(clockHz !== undefined && { clockHz: number(clockHz, `${place}.clockHz`, 1, MOST_HERTZ) }),
    ...(junctionC !== undefined && { junctionC: number(junctionC, `${place}.junctionC`, -100, 200) }),
    ...(parts !== undefined && { parts: powerParts(parts, `${place}.parts`) }),
    ...(configuration !== undefined && { configuration: text(configuration, `${place}.configuration`) }),
  };
}

function powerParts(value: unknown, place: string): PowerParts {
  const found = object(value, place);
  const watts = (name: keyof PowerParts) => number(found[name], `${place}.${name}`, 0, MOST_WATTS);
  const amount = (name: keyof PowerParts) => number(found[name], `${place}.${name}`, 0, MOST_RESOURCES);
  return {
    clocksW: watts('clocksW'),
    logicW: watts('logicW'),
    bramW: watts('bramW'),
    dspW: watts('dspW'),
    psW: watts('psW'),
    lut: amount('lut'),
    ff: amount('ff'),
    bram18: amount('bram18'),
    dsp: amount('dsp'),
  };
}

function meteredBoard(value: unknown, place: string): MeteredBoard {
  const found = object(value, place);
  const some = (name: 'idleW' | 'runW' | 'loadW' | 'loadS' | 'loads') =>
    found[name] === undefined ? {} : { [name]: number(found[name], `${place}.${name}`, 0, MOST_WATTS) };
  return {
    source: text(found['source'], `${place}.source`),
    ...some('idleW'),
    ...some('runW'),
    ...some('loadW'),
    ...some('loadS'),
    ...some('loads'),
  };
}

function measuredDesign(value: unknown, place: string): MeasuredDesign {
  const { name, source, measured, estimated } = object(value, place);
  return {
    name: text(name, `${place}.name`),
    source: text(source, `${place}.source`),
    measured: someResources(measured, `${place}.measured`),
    estimated: resources(estimated, `${place}.estimated`),
  };
}

function measuredLoad(value: unknown, place: string): MeasuredLoad {
  const { module, bytes, ns } = object(value, place);
  return {
    module: text(module, `${place}.module`),
    bytes: number(bytes, `${place}.bytes`, 1, MOST_BYTES),
    ns: number(ns, `${place}.ns`, 1, MOST_NS),
  };
}

function measuredBitstream(value: unknown, place: string): MeasuredBitstream {
  const { region, module, bytes, predicted, source } = object(value, place);
  return {
    region: text(region, `${place}.region`),
    ...(module !== undefined && { module: text(module, `${place}.module`) }),
    bytes: number(bytes, `${place}.bytes`, 1, MOST_BYTES),
    predicted: number(predicted, `${place}.predicted`, 1, MOST_BYTES),
    source: text(source, `${place}.source`),
  };
}

function resources(value: unknown, place: string): Resources {
  const found = object(value, place);
  const amount = (kind: keyof Resources) => number(found[kind], `${place}.${kind}`, 0, MOST_RESOURCES);
  return {
    lut: amount('lut'),
    ff: amount('ff'),
    dsp: amount('dsp'),
    bram18: amount('bram18'),
    uram: amount('uram'),
  };
}

/** A report may list only some kinds. */
function someResources(value: unknown, place: string): Partial<Resources> {
  const found = object(value, place);
  const told = resourceKinds.filter((kind) => found[kind] !== undefined);
  return Object.fromEntries(
    told.map((kind) => [kind, number(found[kind], `${place}.${kind}`, 0, MOST_RESOURCES)]),
  );
}

function object(value: unknown, place: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Readonly<Record<string, unknown>>;
  throw wrong(place, value, 'an object');
}

function list<T>(value: unknown, place: string, item: (value: unknown, place: string) => T): T[] {
  if (!Array.isArray(value)) throw wrong(place, value, 'a list');
  return value.map((v, i) => item(v, `${place}[${i}]`));
}

function text(value: unknown, place: string): string {
  if (typeof value === 'string') return value;
  throw wrong(place, value, 'a text');
}

function number(value: unknown, place: string, least: number, most: number): number {
  if (typeof value === 'number' && value >= least && value <= most) return value;
  throw wrong(place, value, `a number from ${least} to ${most}`);
}

function wrong(place: string, value: unknown, wanted: string): CalibrationFault {
  const field = place === 'the file' ? place : `\`${place}\``;
  return new CalibrationFault(`${field} is ${shown(value)}, where ${wanted} is asked for`);
}

const SHOWN = 40;

function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  // 1e999 is read as infinity, which JSON cannot write.
  const whole = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return whole.length > SHOWN ? `${whole.slice(0, SHOWN)}…` : whole;
}
