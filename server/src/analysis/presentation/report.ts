/** Builds the JSON report. */
import { type Band, exactly, noBand } from '../../base/band';
import { type Resources, noResources } from '../../base/resources';
import type { BandJson } from '../../base/protocol/band';
import { disagreements, isUnknown, type LayerCost, secondOpinions } from '../../cost/index';
import type { TunedThresholds } from '../../explore/thresholds';
import { dimensions, type ShapedLayer } from '../../network/index';
import {
  failedCode,
  type DiagnosticJson,
  type LayerJson,
  type LineJson,
  type ModuleJson,
  type OpinionJson,
  type RegionJson,
  type ReportJson,
  type ResourcesJson,
  type TunedJson,
} from '../../base/protocol/report';
import { LineIndex } from '../../workspace/positions';
import { baseName } from '../../workspace/file-system';
import type { Analysis, LayerList, ModuleFigures, RegionFigures } from '../analysis';
import { judgementOf } from '../verdict/judgement';
import { placeName } from '../figures/modules';
import { type ModuleLine, moduleLines } from './module-lines';
import { thresholdTuning } from '../proposals/threshold-tuning';
import { paperJson } from './published-text';
import { energyJson, rivalEnergyJson } from './report-energy';
import { timelineJson } from './report-timeline';
import { bufferBytes, inputBufferBytes } from './stream-text';

/** A diagnostic from the rules, in absolute offsets of the design's own file. */
interface FoundDiagnostic {
  readonly code: string;
  readonly severity: DiagnosticJson['severity'];
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly more?: number;
}

interface ReportOptions {
  /** Includes other tools' estimates of each layer. */
  readonly secondOpinions?: boolean;
  /** Includes every line of each module's resources. */
  readonly lines?: boolean;
  /** Searches to skip, with null as the result: for other thresholds, and for a static design to compare with. */
  readonly without?: readonly ('thresholds' | 'comparison')[];
}

/** Every figure of a design, as `exeunt report --json` prints it. */
export function buildReport(
  analysis: Analysis,
  diagnostics: readonly FoundDiagnostic[],
  options: ReportOptions = {},
): ReportJson {
  const { target, timeline } = analysis;
  const { part, port } = target;
  // Computed on access, since it folds a static design.
  const isCompared = !options.without?.includes('comparison');
  const comparison = isCompared ? analysis.comparison : undefined;
  const judgement = isCompared ? judgementOf(analysis, diagnostics) : undefined;
  const isIncomplete = diagnostics.some((d) => d.code === failedCode);
  return {
    version: 1,
    ...(isIncomplete && { incomplete: true as const }),
    design: designName(analysis),
    device:
      part && port
        ? {
            part: analysis.design.device?.part?.text ?? target.board?.part ?? part.name,
            family: part.family,
            clockHz: target.clockHz,
            port: { kind: port.kind, bytesPerSecond: port.bytesPerSecond, overheadNs: port.overheadNs },
            totals: resourcesJson(partTotals(analysis)),
          }
        : null,
    layers: analysis.lists.flatMap((list) => layerRows(list, options)),
    modules: analysis.modules.map((module) => moduleRow(analysis, module, options)),
    regions: analysis.regions.map(regionRow),
    static: analysis.staticPart
      ? {
          available: resourcesJson(analysis.staticPart.available),
          used: resourcesJson(analysis.staticPart.used),
        }
      : null,
    timeline: timeline ? timelineJson(timeline, inputBufferBytes(analysis)) : null,
    baselines: (comparison?.baselines ?? []).map(
      ({ name, policy, worstNs, meanNs, periodNs, fits, unknown, narrow, isRival, foldings }) => ({
        name,
        policy,
        worstNs,
        meanNs,
        periodNs: periodNs ?? null,
        fits,
        ...(unknown && { unknown }),
        ...(narrow && { narrow }),
        ...(isRival && { isRival }),
        ...(foldings && {
          modules: [...foldings].map(([module, folding]) => ({ name: module, folding: [...folding] })),
        }),
        ...(timeline?.atLeast && { atLeast: true as const }),
        ...rivalEnergyJson(comparison?.energyOf(name)),
      }),
    ),
    accuracy: accuracyOf(analysis),
    thresholds: options.without?.includes('thresholds') ? null : thresholdsOf(analysis),
    breakEvenBatch: judgement?.breakEvenBatch ?? null,
    budgets: analysis.budgets.map(({ limit, actual = null, bound, between, verdict }) => ({
      metric: limit.metric,
      comparison: limit.comparison,
      limit: limit.value,
      ...(limit.of !== undefined && { of: limit.of }),
      // Infinite if something is needed where nothing is available.
      actual: actual !== null && Number.isFinite(actual) ? actual : null,
      ...(bound && { [bound === 'at least' ? 'atLeast' : 'atMost']: true as const }),
      ...(between && { between: { ...between } }),
      verdict,
    })),
    ...(analysis.papers.length > 0 && { papers: analysis.papers.map(paperJson) }),
    ...energyJson(analysis),
    ...measuredOf(analysis),
    verdict: judgement?.text ?? null,
    diagnostics: toDiagnosticRows(analysis, diagnostics),
  };
}

function measuredOf({ calibration }: Analysis): Pick<ReportJson, 'power' | 'slackNs'> {
  const { power = [], slackNs = {} } = calibration ?? {};
  return {
    ...(power.length > 0 && { power: power.map((each) => ({ ...each })) }),
    ...(Object.keys(slackNs).length > 0 && { slackNs: { ...slackNs } }),
  };
}

function thresholdsOf(analysis: Analysis): ReportJson['thresholds'] {
  const tuning = thresholdTuning(analysis, 'brief');
  if ('missing' in tuning) return null;
  const { now, best, required, exits } = tuning;
  const tuned = ({ accuracy, meanNs, thresholds }: TunedThresholds): TunedJson => ({
    accuracy,
    meanNs,
    exits: exits.map((name, i) => ({ name, threshold: thresholds[i] ?? 0 })),
  });
  return {
    requiredAccuracy: required.accuracy,
    now: { accuracy: now.accuracy, meanNs: now.meanNs },
    best: best ? { ...tuned(best), boundNs: best.boundNs, gap: best.gap } : null,
    curve: tuning.curve.map(tuned),
  };
}

function accuracyOf({ profile }: Analysis): ReportJson['accuracy'] {
  if (profile?.rates === undefined) return null;
  const { exits, end, accuracy } = profile.rates;
  const perExit = [...exits, { name: 'end', ...end }];
  return {
    overall: accuracy,
    perExit: perExit.map((e) => ({ name: e.name, rate: e.rate, accuracy: e.accuracy })),
  };
}

/** The network's name, or the file's for several networks or none. */
export function designName({ design, uri }: Analysis): string {
  const [first, second] = design.networks;
  return first !== undefined && second === undefined ? first.name : baseName(uri).replace(/\.exeunt$/, '');
}

export function partTotals({ target }: Analysis): Resources {
  const limits = target.part?.limits;
  if (limits === undefined) return noResources;
  return {
    lut: limits.lut,
    ff: limits.ff,
    dsp: limits.dsp,
    bram18: limits.bram36 * 2,
    uram: limits.uram,
  };
}

export function toDiagnosticRows(
  { files }: Pick<Analysis, 'files'>,
  diagnostics: readonly FoundDiagnostic[],
): DiagnosticJson[] {
  const lines = new LineIndex(files[0]?.text ?? '');
  return diagnostics.map(({ code, severity, message, start, end, more }) => ({
    code,
    severity,
    message,
    range: { start: lines.positionAt(start), end: lines.positionAt(end) },
    ...(more !== undefined && { more }),
  }));
}

function layerRows(list: LayerList, options: ReportOptions): LayerJson[] {
  return list.layers.flatMap(({ shaped, parallel, cost }) => {
    const { spec, inShape, outShape, macs, params } = shaped;
    if (outShape === undefined) return [];
    const known = cost && !isUnknown(cost) ? cost : undefined;
    return {
      name: spec.label,
      kind: spec.kind,
      in: list.kind,
      owner: list.name,
      inShape: inShape ? dimensions(inShape) : [],
      outShape: dimensions(outShape),
      macs: macs ?? 0,
      params: params ?? 0,
      parallel: {
        pe: parallel.pe,
        simd: parallel.simd,
        ...(parallel.window && { window: parallel.window }),
        ...(parallel.order && { order: parallel.order }),
      },
      cycles: known?.cycles ?? null,
      ...(known?.cyclesAtLeast && { cyclesAtLeast: true as const }),
      bottleneck: cost?.bottleneck ?? 'none',
      resources: known ? resourcesJson(known.resources) : null,
      band: widest(cost?.band.lut),
      ffBand: widest(cost?.band.ff),
      bands: bandJson(cost?.band ?? noBand),
      notes: [...(cost?.notes ?? [])],
      ...(options.secondOpinions && cost && { secondOpinions: opinionRows(shaped, cost) }),
    };
  });
}

function opinionRows(shaped: ShapedLayer, cost: LayerCost): OpinionJson[] {
  return secondOpinions(shaped, cost).map((opinion) => {
    const { cycles = null, lut = null, dsp = null, bram18 = null } = opinion.figures;
    const [differs = null] = disagreements(cost, [opinion]);
    return { tool: opinion.tool, cycles, lut, dsp, bram18, note: opinion.note, differs };
  });
}

function moduleRow(analysis: Analysis, module: ModuleFigures, options: ReportOptions): ModuleJson {
  const { name, kind, place, list, layers, cost, resources, duration } = module;
  return {
    name,
    kind,
    place: placeName(place),
    layers: layers.flatMap((i) => list.specs[i]?.label ?? []),
    intervalCycles: cost?.intervalCycles ?? null,
    fillCycles: cost?.fillCycles ?? null,
    durationNs: duration ? duration.fixedNs + duration.perInputNs : null,
    ...(duration?.atLeast && { timeAtLeast: true as const }),
    resources: resources ? resourcesJson(resources) : null,
    band: Math.max(widest(module.band.lut), widest(module.band.ff)),
    bands: bandJson(module.band),
    bufferBytes: bufferBytes(analysis, module) ?? null,
    notes: [...(cost?.notes ?? [])],
    ...(options.lines && { lines: moduleLines(module).map(lineRow) }),
  };
}

function lineRow({ of, owner, term, value, least, most }: ModuleLine): LineJson {
  const { name, formula, substituted, source } = term;
  return { of, in: owner, part: name, amount: value, least, most, formula, numbers: substituted, source };
}

function widest({ low, high } = exactly): number {
  return Math.max(low, high);
}

export function bandJson({ lut, ff, dsp }: Band): BandJson {
  return { lut, ff, dsp };
}

/** Includes which amounts are lower bounds. */
export function resourcesJson({ atLeast, lut, ff, dsp, bram18, uram }: Resources): ResourcesJson {
  const amounts = { lut, ff, dsp, bram18, uram };
  return atLeast ? { ...amounts, atLeast: true, notModelled: [...atLeast] } : amounts;
}

/** The bands of a region's bytes and load time, in the form of the report and of the view. */
export function loadBands({
  bytesBand,
  loadBand,
  loadReason,
}: RegionFigures): Pick<RegionJson, 'bitstreamBand' | 'loadBandNs' | 'bandReason'> {
  const reason = loadReason ?? bytesBand?.reason;
  return {
    ...(bytesBand && { bitstreamBand: { low: bytesBand.low, high: bytesBand.high } }),
    ...(loadBand && { loadBandNs: { ...loadBand } }),
    ...(reason !== undefined && { bandReason: reason }),
  };
}

function regionRow(region: RegionFigures): RegionJson {
  return {
    name: region.spec.name,
    pblock: [...region.pblock],
    available: region.figures ? resourcesJson(region.figures.resources) : null,
    used: region.need ? resourcesJson(region.need) : null,
    availableLutM: region.figures?.lutM ?? null,
    frames: region.figures ? region.figures.frames.config + region.figures.frames.bram : null,
    bitstreamBytes: region.bitstreamBytes ?? null,
    loadNs: region.loadNs ?? null,
    ...loadBands(region),
    ...(region.measuredBytes && { measured: region.measuredBytes.source }),
    ...(region.unmodelled.length > 0 && { unmodelled: region.unmodelled.map((u) => u.message) }),
  };
}
