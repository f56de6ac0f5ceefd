import type { Analysis, ModuleFigures } from '../analysis/analysis';
import { calibrationText, powerText, statesPort } from '../analysis/figures/calibration';
import type {
  Calibration,
  MeasuredBitstream,
  MeasuredDesign,
  MeasuredLoad,
  MeasuredModule,
} from '../analysis/figures/measured';
import { formatCount, formatNumber } from '../base/format';
import { addResources, type Resources, resourceKinds } from '../base/resources';
import { readBitstreamFile } from './bitstream-file';
import { bitstreamOf, withBitstreams } from './bitstreams';
import { cyclesLines, cyclesOf } from './cycles';
import type { HierarchyRow } from './hierarchy';
import { boardLines, measuredPower, powerWarnings } from './measured-power';
import { measuredLoads } from './loads';
import { moduleOf, onlyModuleIn, regionOf } from './modules-in';
import { readReport } from './read-report';
import type { Report } from './report';

export interface ReportFile {
  /** Without its folder. */
  readonly name: string;
  readonly text: string;
  /** The content of a `.bit` or `.bin`; `text` is then empty. */
  readonly bytes?: Uint8Array;
  /** Why it could not be read at all. */
  readonly fault?: string;
}

export interface Calibrated {
  readonly calibration: Calibration;
  /** What was measured beside what was estimated, a line each. */
  readonly lines: readonly string[];
}

/**
 * Reads reports of a design's modules, beside what earlier ones said. One that cannot be read, or is of another design,
 * part or module, is skipped and told by name; it is an error only if nothing is left.
 *
 * @param analysis of the design without any calibration
 */
export function calibrate(
  analysis: Analysis,
  files: readonly ReportFile[],
  before: Calibration | undefined,
): Calibrated | { readonly error: string } {
  let calibration = before;
  const lines: string[] = [];
  const skipped: string[] = [];
  let read = 0;
  // Loads of earlier runs go; those of several logs that are read together add up.
  const timed = new Set<string>();
  // Lengths first: logs of tools that name files tell none.
  for (const file of files.toSorted(
    (a, b) => Number(b.bytes !== undefined) - Number(a.bytes !== undefined),
  )) {
    const result =
      file.fault === undefined
        ? readOne(analysis, file, calibration, timed)
        : { error: `${file.name}: ${file.fault}` };
    if ('error' in result) {
      skipped.push(result.error);
      continue;
    }
    read += 1;
    calibration = result.calibration;
    lines.push(...result.lines);
  }
  if (calibration === undefined || read === 0) return { error: skipped.join('\n') };
  const isUnused = statesPort(analysis.design) && lines.some((line) => line.startsWith('load of '));
  return {
    calibration,
    lines: [
      ...lines,
      ...(isUnused
        ? [
            'the design states the rate or overhead of its port, so the measured loads change nothing: take the figures out of `port` to use them',
          ]
        : []),
      ...skipped.map((reason) => `skipped: ${reason}`),
      calibrationText(calibration),
    ],
  };
}

function readOne(
  analysis: Analysis,
  { name, text, bytes }: ReportFile,
  before: Calibration | undefined,
  timed: Set<string>,
): Calibrated | { readonly error: string } {
  const modules = new Map((before?.modules ?? []).map((m) => [`${m.kind} ${m.name}`, m]));
  const designs = new Map((before?.designs ?? []).map((d) => [d.name, d]));
  const slackNs: Record<string, number> = { ...before?.slackNs };
  const slackAtHz: Record<string, number> = { ...before?.slackAtHz };
  const holdNs = Object.fromEntries(Object.entries(before?.holdNs ?? {}).filter(([file]) => file !== name));
  let loads: readonly MeasuredLoad[] = before?.loads ?? [];
  const reports = new Set(before?.reports ?? []);
  const lines: string[] = [];
  const part = analysis.target.part?.name ?? '';
  let bitstreams: readonly MeasuredBitstream[] = before?.bitstreams ?? [];
  const cycles = new Map((before?.cycles ?? []).map((c) => [`${c.kind} ${c.name}`, c]));
  const power = new Map((before?.power ?? []).map((p) => [p.configuration ?? p.source, p]));
  let board = before?.board;
  const finished = (): Calibrated => {
    const calibration: Calibration = {
      version: 1,
      part,
      reports: [...reports].sort(),
      modules: [...modules.values()],
      designs: [...designs.values()],
      loads,
      ...(bitstreams.length > 0 && { bitstreams }),
      ...(cycles.size > 0 && { cycles: [...cycles.values()] }),
      ...(power.size > 0 && { power: [...power.values()] }),
      ...(board && { board }),
      slackNs,
      ...(Object.keys(slackAtHz).length > 0 && { slackAtHz }),
      ...(Object.keys(holdNs).length > 0 && { holdNs }),
    };
    return { calibration, lines };
  };
  if (bytes !== undefined) {
    const file = readBitstreamFile(bytes);
    if ('error' in file) return { error: `${name}: ${file.error}` };
    if (!isSamePart(file.part, part))
      return { error: `${name} is of another device, ${file.part}; the design is for ${part}` };
    const measured = bitstreamOf(analysis, name, file.bytes);
    if ('error' in measured) return measured;
    reports.add(name);
    bitstreams = withBitstreams(bitstreams, [measured]);
    lines.push(bitstreamLine(measured));
    return finished();
  }
  const report = readReport(text);
  if ('error' in report) return { error: `${name}: ${report.error}` };
  if (report.kind !== 'loads' && report.kind !== 'board' && !isSamePart(report.part, part))
    return { error: `${name} is of another device, ${report.part}; the design is for ${part}` };
  reports.add(name);
  if (report.kind === 'timing') {
    slackNs[name] = report.slackNs;
    slackAtHz[name] = analysis.target.clockHz;
    const hold = report.holdNs ?? 0;
    if (hold < 0) holdNs[name] = hold;
    lines.push(
      `${name}: worst slack ${formatNumber(report.slackNs)} ns: the clock is ${report.slackNs < 0 ? 'not ' : ''}met`,
      ...(hold < 0
        ? [`${name}: worst hold slack ${formatNumber(hold)} ns: hold times are not met, at whatever clock`]
        : []),
    );
  } else if (report.kind === 'loads') {
    const measured = measuredLoads(analysis, report.loads, bitstreams);
    if ('error' in measured) return { error: `${name} ${measured.error}` };
    const isReplaced = (module: string) =>
      !timed.has(module) && measured.loads.some((l) => l.module === module);
    loads = [...loads.filter((l) => !isReplaced(l.module)), ...measured.loads];
    for (const { module } of measured.loads) timed.add(module);
    lines.push(...measured.lines);
  } else if (report.kind === 'power') {
    const measured = measuredPower(name, sourceOf(name, report), report);
    const key = measured.configuration ?? measured.source;
    const earlier = power.get(key);
    power.set(key, measured);
    lines.push(powerText(measured), ...powerWarnings(measured, earlier));
  } else if (report.kind === 'board') {
    board = { source: name, ...report.watts };
    lines.push(...boardLines(board, report.samples));
  } else if (report.kind === 'hierarchy') {
    const found = modulesIn(analysis, report.rows);
    if (found.length === 0) return { error: `${name} holds no module of this design` };
    for (const { module, resources } of found) {
      const { part: device, tool } = report;
      const single = { kind: 'utilisation', subject: module.name, part: device, tool, resources } as const;
      const measured = measuredOf(module, single, name);
      if (measured === undefined) continue;
      modules.set(`${module.kind} ${module.name}`, measured);
      lines.push(...resourceLines(measured));
    }
  } else {
    const module = moduleOf(analysis, report.subject) ?? onlyModuleIn(analysis, report.subject);
    if (module === undefined) {
      const whole = wholeOf(analysis, report, name);
      if (whole) {
        designs.set(whole.name, whole);
        lines.push(
          ...resourceLines(whole),
          `${name}: shell and modules in sum, so it says nothing of a single one`,
        );
        return finished();
      }
      const region = regionOf(analysis, report.subject);
      if (region !== undefined)
        return {
          error: `${name} is of region ${region.spec.name}, and does not tell which of its modules is in it: name the file REGION_MODULE_utilization.rpt`,
        };
      return { error: `${name} is of \`${report.subject}\`, which is no module of this design` };
    }
    const measured = measuredOf(module, report, name);
    if (measured === undefined)
      return { error: `${module.name} has no estimate to set beside ${name}: see its diagnostics` };
    // Vivado's own figures count more than what HLS expects of it.
    const key = `${module.kind} ${module.name}`;
    if (report.kind === 'utilisation' || !modules.get(key)?.source.includes('utilisation'))
      modules.set(key, measured);
    lines.push(...resourceLines(measured));
    const told = report.cycles && cyclesOf(module, report.cycles, sourceOf(name, report));
    if (told) {
      cycles.set(key, told);
      lines.push(...cyclesLines(told));
    }
  }
  return finished();
}

/** The instances that are modules of the design: a region's container by what it holds, a resident by its name. */
function modulesIn(
  analysis: Analysis,
  rows: readonly HierarchyRow[],
): { readonly module: ModuleFigures; readonly resources: Resources }[] {
  const found = new Map<ModuleFigures, Resources>();
  for (const { instance, module, resources } of rows) {
    const own = moduleOf(analysis, module) ?? moduleOf(analysis, instance);
    // The outermost counts: layers inside may be called alike.
    if (own && !found.has(own)) found.set(own, resources);
  }
  return [...found].map(([module, resources]) => ({ module, resources }));
}

/** A report of everything, with what is estimated of it: the shell, what is resident, and what each region holds. */
function wholeOf(
  analysis: Analysis,
  report: Extract<Report, { resources: unknown }>,
  file: string,
): MeasuredDesign | undefined {
  const run = /^(?:impl|child_(\d+)_impl)_1$/.exec(report.subject);
  if (!run && !report.subject.endsWith('wrapper')) return undefined;
  const { staticPart } = analysis;
  if (staticPart === undefined) return undefined;
  const order = run?.[1] === undefined ? 0 : Number(run[1]) + 1;
  // A region with fewer modules is empty in the later runs.
  const held = analysis.regions.flatMap((r) => r.modules[order]?.cost?.resources ?? []);
  return {
    name: report.subject,
    source: sourceOf(file, report),
    measured: report.resources,
    estimated: [staticPart.used, ...held].reduce(addResources),
  };
}

function measuredOf(
  module: ModuleFigures,
  report: Extract<Report, { resources: unknown }>,
  file: string,
): MeasuredModule | undefined {
  if (module.cost === undefined) return undefined;
  return {
    kind: module.kind,
    name: module.name,
    source: sourceOf(file, report),
    measured: report.resources,
    estimated: module.cost.resources,
  };
}

/** `front_csynth.rpt (synthesis, HLS 2023.2)`. */
function sourceOf(file: string, { kind, tool }: { readonly kind: string; readonly tool: string }): string {
  return `${file} (${kind}${tool ? `, ${tool}` : ''})`;
}

function resourceLines({ name, source, measured, estimated }: MeasuredDesign): string[] {
  return resourceKinds.flatMap((kind) => {
    const real = measured[kind];
    if (real === undefined || (real === 0 && estimated[kind] === 0)) return [];
    const ratio = estimated[kind] > 0 ? `, ${formatNumber(real / estimated[kind])} of it` : '';
    return [
      `${name}: ${kind} estimated ${formatCount(estimated[kind])}, measured ${formatCount(real)}${ratio} (${source})`,
    ];
  });
}

function bitstreamLine({ region, module, bytes, predicted, source }: MeasuredBitstream): string {
  const of = module === undefined ? '' : ` with ${module}`;
  return `${region}${of}: ${formatCount(bytes)} B in ${source}, predicted ${formatCount(predicted)} B`;
}

/** `7z020clg400-1`, `xc7z020clg400-1` and `xczu7ev-ffvc1156-2-e` against `xc7z020`, `xczu7`. */
function isSamePart(written: string, part: string): boolean {
  if (written === '') return true;
  const base = (name: string) => /^(?:xc|xa|xq)?(7z\d+s?|zu\d+|k\d+)/.exec(name.toLowerCase())?.[1];
  const kria: Record<string, string> = { k26: 'zu5', k24: 'zu3' };
  const found = base(written);
  return (found !== undefined && (kria[found] ?? found)) === base(part);
}
