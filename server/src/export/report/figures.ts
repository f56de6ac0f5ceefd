/** Lists every figure of a report by name, so that two reports can be compared. */
import { formatMetric } from '../../analysis/presentation/metric';
import { resourceKinds, resourceNames } from '../../base/resources';
import {
  type Bound,
  formatAccuracy,
  formatAsKnown,
  formatBound,
  formatBytes,
  formatCapacity,
  formatCount,
  formatJoules,
  formatNs,
  formatRate,
  formatShare,
  formatWatts,
} from '../../base/format';
import type {
  BudgetJson,
  LayerJson,
  ModuleJson,
  ReportJson,
  ResourcesJson,
} from '../../base/protocol/report';
import { streamAtLeast } from './stream-tables';

export interface Figure {
  /** `Stage`, `Region` … */
  readonly kind: string;
  /** Name of the stage, region, …; empty for the design as a whole. */
  readonly item: string;
  readonly figure: string;
  /** Times in ns, sizes in bytes, shares 0..1; null if unknown. */
  readonly value: number | string | null;
  /** Set if the value is only a bound, because a contribution is not modelled. */
  readonly bound?: Bound;
  /** The formatted value. */
  readonly text: string;
}

type Named = readonly [
  figure: string,
  value: number | string | null,
  format?: ((value: number) => string) | undefined,
  bound?: Bound | undefined,
];

export function figuresOf(report: ReportJson): Figure[] {
  const { device, timeline, accuracy, breakEvenBatch } = report;
  const least = timeline?.atLeast ? ('at least' as const) : undefined;
  const most = timeline && streamAtLeast(timeline) ? ('at most' as const) : undefined;
  const known = (ns: number): string => formatAsKnown(timeline?.atLeast, formatNs(ns));
  const right = (exit: string) => accuracy?.perExit.find((e) => e.name === exit)?.accuracy ?? null;
  return [
    ...of('Design', '', [
      ['part', device?.part ?? null],
      ['clock', device?.clockHz ?? null, (hz) => `${formatCount(hz / 1e6)} MHz`],
      ['policy', timeline?.policy ?? null],
      ['batch', timeline?.batch ?? null],
      ['latency worst', timeline?.worstNs ?? null, formatNs, least],
      ['latency mean', timeline?.meanNs ?? null, formatNs, least],
      ['latency of 95 %', timeline?.percentilesNs['95'] ?? null, formatNs, least],
      ['throughput', timeline?.throughputPerSecond ?? null, formatRate, most],
      ['throughput limited by', timeline?.stream?.limit ?? null],
      ['port time wasted per input', timeline?.wastedPortNs ?? null, known],
      ...energyFigures(report),
      ['accuracy', accuracy?.overall ?? null, formatAccuracy],
      ['reconfiguring pays from a batch of', breakEvenBatch],
    ]),
    ...(timeline?.exits ?? []).flatMap((e) =>
      of('Exit', e.name, [
        ['leave here', e.rate, formatShare],
        ['of them right', right(e.name), formatAccuracy],
        ['latency', e.latencyNs, formatNs, least],
        ['check', e.checkNs, formatNs, least],
        ['hidden', e.hiddenNs, known],
        ['exposed', e.exposedNs, known],
        ['wait of inputs that leave', e.leavingNs, known],
      ]),
    ),
    ...(timeline?.decisions ?? []).flatMap((d) => [
      ...of('Switch', d.name, [
        ['check', d.checkNs, formatNs, least],
        ['hidden', d.hiddenNs, known],
        ['exposed', d.exposedNs, known],
      ]),
      ...d.cases.flatMap((c) =>
        of('Case', `${d.name}: ${c.name}`, [
          ['rate', c.rate, formatShare],
          ['latency mean', c.meanNs, formatNs, least],
          ['latency worst', c.worstNs, formatNs, least],
        ]),
      ),
    ]),
    ...report.modules.flatMap((m) => of(moduleKinds[m.kind], m.name, moduleFigures(m))),
    ...report.regions.flatMap((r) =>
      of('Region', r.name, [
        ['pblock', r.pblock.join(' ') || null],
        ['partial bitstream', r.bitstreamBytes, formatBytes],
        ['load', r.loadNs, formatNs],
        ...resources(r.used),
      ]),
    ),
    ...of('Static part', '', resources(report.static?.used ?? null)),
    ...report.layers.flatMap((l) =>
      of('Layer', l.in === 'network' ? l.name : `${l.owner}: ${l.name}`, layerFigures(l)),
    ),
  ];
}

/** Outputs × inputs at once, whether the window hands over all of its taps, and the loop order. */
export function foldingText({ parallel: { pe, simd, window, order } }: Pick<LayerJson, 'parallel'>): string {
  return `${pe} × ${simd}${window ? ', window' : ''}${order ? `, order ${order}` : ''}`;
}

/** `latency worst <= 20 ms` */
export function limitText({ metric, comparison, limit, of }: BudgetJson): string {
  const capacity = of === undefined ? '' : ` ${formatCapacity(of)}`;
  return `${metric}${capacity} ${comparison} ${formatMetric(metric, limit)}`;
}

/** `at least 12 ms`. */
export function budgetText(metric: string, side: Pick<BudgetJson, 'actual' | 'atLeast' | 'atMost'>): string {
  const bound = side.atLeast ? 'at least' : side.atMost ? 'at most' : undefined;
  return side.actual === null ? notKnown : formatBound(bound, formatMetric(metric, side.actual));
}

const notKnown = 'not known';
const moduleKinds = { stage: 'Stage', exit: 'Exit', switch: 'Switch' } as const;

function of(kind: string, item: string, figures: readonly Named[]): Figure[] {
  return figures.map(([figure, value, format = formatCount, bound]) => {
    const text = value === null ? notKnown : typeof value === 'string' ? value : format(value);
    const isBound = value !== null && bound !== undefined;
    const named = { kind, item, figure, value };
    return isBound ? { ...named, bound, text: `${bound} ${text}` } : { ...named, text };
  });
}

/** Absent where there are none. */
function energyFigures({ energy }: ReportJson): Named[] {
  if (energy === undefined) return [];
  const { quantity, baseW, perInputJ, alone, atLeast } = energy;
  const bound = atLeast && 'at least';
  return [
    ['energy is that of', quantity],
    ['base power', baseW.value, formatWatts],
    ['energy of an input', perInputJ?.value ?? null, formatJoules, bound],
    ['energy worst', alone.worstJ.value, formatJoules, bound],
  ];
}

function moduleFigures(m: ModuleJson): Named[] {
  return [
    ['place', m.place],
    ['layers', m.layers.join(' ')],
    ['cycles per input', m.intervalCycles, formatCount, m.timeAtLeast && 'at least'],
    ['one input', m.durationNs, formatNs, m.timeAtLeast && 'at least'],
    ...(m.kind === 'stage' ? ([['buffers', m.bufferBytes, formatBytes]] satisfies Named[]) : []),
    ...resources(m.resources),
  ];
}

function layerFigures(l: LayerJson): Named[] {
  return [
    ['kind', l.kind],
    ['output', l.outShape.join('×')],
    ['MACs', l.macs],
    ['parameters', l.params],
    ['pe × simd', foldingText(l)],
    ['cycles', l.cycles, formatCount, l.cyclesAtLeast && 'at least'],
    ...resources(l.resources),
  ];
}

function resources(used: ResourcesJson | null): Named[] {
  return resourceKinds.map((kind) => {
    const isBound = used?.notModelled?.includes(kind);
    return [resourceNames[kind], used?.[kind] ?? null, formatCount, isBound ? 'at least' : undefined];
  });
}
