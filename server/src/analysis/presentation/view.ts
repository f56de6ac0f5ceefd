/** Builds the view's snapshot. */
import type { Origin } from '../../semantics/design';
import { formatAtLeast, formatBytes, formatNs } from '../../base/format';
import { noResources } from '../../base/resources';
import type { Column } from '../../device/index';
import { type PathTimes, type Schedule, type ScheduledTask, tasksThroughExit } from '../../schedule/index';
import type { RangeJson } from '../../base/protocol/report';
import type {
  ColumnView,
  DeviceView,
  LaneView,
  ModuleFillView,
  PathView,
  RegionView,
  TaskView,
  TimelineView,
  ViewSnapshot,
} from '../../base/protocol/view';
import { LineIndex } from '../../workspace/positions';
import type { Analysis, ModuleFigures, RegionFigures, TimelineFigures } from '../analysis';
import { checkText } from './check-text';
import { limitOf, streamAtLeast } from './stream-text';
import { type Judgement, firstError, isUnderstood, judgementOf } from '../verdict/judgement';
import { absolute } from '../offsets';
import { bandJson, designName, loadBands, partTotals, resourcesJson } from './report';
import { openTasks } from './report-timeline';
import { paperView } from './published-text';
import { energyView, rivalEnergyView } from './view-energy';

interface FoundDiagnostic {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** The view's data: figures, geometry and places in the source, without layout. */
export function viewSnapshot(analysis: Analysis, diagnostics: readonly FoundDiagnostic[]): ViewSnapshot {
  const places = new Places(analysis);
  const { staticPart } = analysis;
  const judgement = judgementOf(analysis, diagnostics);
  return {
    uri: analysis.uri,
    version: analysis.version,
    design: designName(analysis),
    device: deviceView(analysis, places),
    regions: analysis.regions.map((region) => regionView(region, places)),
    staticPart: staticPart
      ? {
          available: resourcesJson(staticPart.available),
          used: resourcesJson(staticPart.used),
          band: bandJson(staticPart.band),
          modules: staticPart.modules.map((m) => fillView(m, places)),
        }
      : null,
    timeline: analysis.timeline ? timelineView(analysis, analysis.timeline, judgement, places) : null,
    ...(analysis.papers.length > 0 && {
      papers: analysis.papers.map((paper) => ({ ...paperView(paper), range: places.of(paper.spec.origin) })),
    }),
    verdict: judgement?.text ?? null,
    verdictLook: judgement?.look ?? null,
    missing: [...analysis.missing],
    ...problemsView(diagnostics, places),
  };
}

function problemsView(
  diagnostics: readonly FoundDiagnostic[],
  places: Places,
): Pick<ViewSnapshot, 'diagnostics' | 'problem' | 'understood'> {
  const first = firstError(diagnostics) ?? diagnostics.find((d) => d.severity === 'warning');
  return {
    diagnostics: {
      errors: diagnostics.filter((d) => d.severity === 'error').length,
      warnings: diagnostics.filter((d) => d.severity === 'warning').length,
    },
    problem: first ? { code: first.code, message: first.message, range: places.at(first) } : null,
    understood: isUnderstood(diagnostics),
  };
}

/** Places in the design's own file; things in imports are shown at its start. */
export class Places {
  private readonly lines: LineIndex;

  constructor(private readonly analysis: Analysis) {
    this.lines = new LineIndex(analysis.files[0]?.text ?? '');
  }

  of(origin: Origin | undefined): RangeJson {
    const at = origin && absolute(this.analysis, origin);
    return this.at(at?.uri === this.analysis.uri ? at : { start: 0, end: 0 });
  }

  at(known: { readonly start: number; readonly end: number }): RangeJson {
    return { start: this.lines.positionAt(known.start), end: this.lines.positionAt(known.end) };
  }

  /** The whole declaring block, so that the cursor anywhere in it counts. */
  ofBlock(origin: Origin): RangeJson {
    return this.of({ ...origin, span: origin.block.span });
  }
}

function deviceView(analysis: Analysis, places: Places): DeviceView | null {
  const { part, board } = analysis.target;
  const { device } = analysis.design;
  if (part === undefined) return null;
  return {
    part: device?.part?.text ?? board?.part ?? part.name,
    board: board?.name ?? null,
    family: part.family,
    columns: part.columns.map(columnView),
    clockRegions: {
      rows: part.rows,
      rowHeight: part.rowHeight,
      columnStarts: [...(part.clockRegionStarts ?? [0])],
    },
    holes: part.holes.map(({ kind, x0, x1, y0, y1 }) => ({ x0, x1, y0, y1, label: holeLabels[kind] })),
    totals: resourcesJson(partTotals(analysis)),
    range: places.of(device?.part?.origin ?? device?.board?.origin ?? device?.origin),
  };
}

const holeLabels = { ps: 'PS', cfg: 'config', pcie: 'PCIe', gt: 'GT', void: '' } as const;

const roles: Readonly<Record<Column['kind'], ColumnView['role']>> = {
  'clb-l': 'clb',
  'clb-m': 'clbm',
  bram: 'bram',
  dsp: 'dsp',
  uram: 'uram',
  io: 'io',
  clock: 'io',
  config: 'io',
  gt: 'io',
  hard: 'io',
  interface: 'io',
  interconnect: 'none',
  ps: 'ps',
  empty: 'none',
};

function columnView({ kind, letter, siteX }: Column): ColumnView {
  const isSlice = kind === 'clb-l' || kind === 'clb-m';
  return { kind: letter, role: roles[kind], sliceX: isSlice ? siteX : -1 };
}

export function regionView(region: RegionFigures, places: Places): RegionView {
  const { spec, figures } = region;
  return {
    name: spec.name,
    accent: region.accent,
    pblock: [...region.pblock],
    auto: region.auto,
    ...(region.stale && { placing: true }),
    rects: (figures?.rectangles ?? []).map(({ x0, x1, y0, y1 }) => ({ x0, x1, y0, y1 })),
    available: resourcesJson(figures?.resources ?? noResources),
    used: region.need ? resourcesJson(region.need) : null,
    limit: resourcesJson(region.limit),
    frames: figures?.frames ?? { config: 0, bram: 0 },
    bitstreamBytes: region.bitstreamBytes ?? 0,
    loadNs: region.loadNs ?? 0,
    ...loadBands(region),
    modules: region.modules.map((m) => fillView(m, places)),
    violations: [
      ...region.syntax.map((p) => p.message),
      ...region.violations.filter((v) => v.severity === 'error').map((v) => v.message),
      ...(region.infeasible === undefined ? [] : [region.infeasible]),
    ],
    range: places.ofBlock(spec.origin),
  };
}

function notesOf({ cost, list, layers }: ModuleFigures): Pick<ModuleFillView, 'notes'> {
  const notes = new Set(cost?.notes);
  if (cost)
    for (const index of layers) for (const note of list.layers[index]?.cost?.notes ?? []) notes.add(note);
  return notes.size > 0 ? { notes: [...notes] } : {};
}

function fillView(module: ModuleFigures, places: Places): ModuleFillView {
  const { resources } = module;
  return {
    module: module.name,
    layers: layerSpan(module),
    used: resources ? resourcesJson(resources) : null,
    band: bandJson(module.band),
    ...notesOf(module),
    range: places.ofBlock(module.spec.origin),
  };
}

/** `conv1 … pool1`. */
function layerSpan({ layers, list }: ModuleFigures): string {
  const labels = layers.flatMap((i) => list.specs[i]?.name ?? []);
  const [first, last] = [labels[0], labels.at(-1)];
  if (first === undefined) return '';
  return first === last ? first : `${first} … ${last}`;
}

function timelineView(
  analysis: Analysis,
  timeline: TimelineFigures,
  judgement: Judgement | undefined,
  places: Places,
): TimelineView {
  const { schedule } = timeline;
  const { design, comparison, budgets } = analysis;
  const isOpen = openTasks(timeline.problem);
  const rangeOf = (name: string): RangeJson => {
    const module = analysis.modules.find((m) => m.name === name);
    return module ? places.ofBlock(module.spec.origin) : places.of(undefined);
  };
  const taskView = (task: ScheduledTask): TaskView => {
    const { id, kind, module, lanes, startNs, endNs } = task;
    const region = analysis.regions.find((r) => lanes.includes(r.spec.name));
    const bytes = region?.bitstreamBytes;
    const size = kind === 'load' && bytes !== undefined ? formatBytes(bytes) : formatNs(endNs - startNs);
    const open = isOpen(task);
    const detail = formatAtLeast(open, size);
    const view = { id, kind, module, lanes: [...lanes], startNs, endNs, detail, range: rangeOf(module) };
    const band = kind === 'load' ? region?.loadBand : undefined;
    return {
      ...view,
      ...(open && { atLeast: true as const }),
      ...(band && { takesNs: { ...band } }),
    };
  };
  const pathViews = pathsInOrder(schedule).flatMap((path, index): PathView[] => {
    const label = (step: number, name: string): string =>
      [...path.decisions.filter((d) => d.step < step).map((d) => d.case), name].join(' · ');
    const isFirst = index === 0;
    const exits = path.exits.flatMap((exit): PathView[] => {
      // Exits before the first decision are the same on all paths, and shown once.
      const isShared = !path.decisions.some((d) => d.step < exit.step);
      const times = isShared ? (schedule.exits.find((e) => e.name === exit.name) ?? exit) : exit;
      if (isShared && !isFirst) return [];
      return [
        {
          exit: label(exit.step, exit.name),
          rate: times.rate,
          latencyNs: times.latencyNs,
          hiddenNs: times.hiddenNs,
          exposedNs: times.exposedNs,
          leavingNs: times.leavingNs,
          hiddenBehind: [...times.hiddenBehind],
          check: checkText(times, '', timeline.atLeast),
          tasks: tasksThroughExit(path, exit).map(taskView),
          range: rangeOf(exit.name),
        },
      ];
    });
    const lastStage = path.tasks.filter((t) => t.kind === 'compute').at(-1)?.module ?? '';
    const end: PathView = {
      exit: label(Infinity, 'end'),
      isEnd: true,
      rate: path.endRate,
      latencyNs: path.endLatencyNs,
      hiddenNs: null,
      exposedNs: null,
      leavingNs: null,
      hiddenBehind: [],
      check: '',
      tasks: path.tasks.map(taskView),
      range: rangeOf(lastStage),
    };
    return [...exits, end];
  });
  return {
    policy: schedule.policy,
    batch: schedule.batch,
    ...(timeline.atLeast && { atLeast: true }),
    lanes: laneViews(
      analysis,
      schedule.paths.flatMap((p) => p.tasks),
    ),
    paths: pathViews,
    worstNs: schedule.worstNs,
    meanNs: schedule.meanNs,
    periodNs: timeline.stream?.periodNs ?? null,
    ...(streamAtLeast(timeline) && { periodAtLeast: true }),
    limit: limitOf(timeline) ?? null,
    budgets: budgets
      .filter((b) => b.limit.metric.startsWith('latency'))
      .map(({ limit, verdict }) => ({
        label:
          limit.metric === 'latency worst' ? 'budget' : `${limit.metric.slice('latency '.length)} budget`,
        ns: limit.value,
        missed: verdict === 'does not fit',
        ...(verdict === 'not known' && { unknown: true as const }),
        range: places.of(limit.origin),
      })),
    baselines: (comparison?.baselines ?? []).map(
      ({ name, meanNs, worstNs, periodNs, fits, unknown, narrow }) => ({
        name,
        meanNs,
        worstNs,
        periodNs: periodNs ?? null,
        fits,
        ...(unknown && { unknown }),
        ...(narrow && { narrow }),
        ...rivalEnergyView(comparison?.energyOf(name)),
      }),
    ),
    ...energyView(analysis),
    wastedLoadNs: schedule.wastedPortNs,
    breakEvenBatch: judgement?.breakEvenBatch ?? null,
    range: places.of(design.schedule.origin),
  };
}

/** Sorted with the longest last, which is the one shown first. */
function pathsInOrder({ paths }: Schedule): readonly PathTimes[] {
  const longest = Math.max(...paths.map((p) => p.worstNs));
  const last = paths.find((p) => p.worstNs === longest);
  return [...paths.filter((p) => p !== last), ...(last ? [last] : [])];
}

/** Regions first, in order of declaration, then the port, resident modules by first use, and the CPU. */
function laneViews(analysis: Analysis, tasks: readonly ScheduledTask[]): LaneView[] {
  const used = new Set(tasks.flatMap((t) => t.lanes));
  const regions = analysis.regions
    .filter((r) => used.has(r.spec.name))
    .map((r): LaneView => ({ id: r.spec.name, label: r.spec.name, kind: 'region', accent: r.accent }));
  const port = analysis.target.port?.kind ?? 'pcap';
  // Without regions everything is static, so the lanes need no suffix.
  const suffix = regions.length > 0 ? ' (static)' : '';
  const residents = [...used]
    .filter((id) => id.startsWith('static:'))
    .map((id): LaneView => ({ id, label: id.slice(7) + suffix, kind: 'static', accent: null }));
  return [
    ...regions,
    ...(used.has('port')
      ? [{ id: 'port', label: `port (${port})`, kind: 'port' as const, accent: null }]
      : []),
    ...residents,
    ...(used.has('cpu') ? [{ id: 'cpu', label: 'cpu', kind: 'cpu' as const, accent: null }] : []),
  ];
}
