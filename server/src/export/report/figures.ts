/** Every figure of a report with its name, so that two reports can be laid side by side. */
import { formatBytes, formatCount, formatNs, formatRate } from '../../base/format';
import type { BudgetJson, LayerJson, ModuleJson, ReportJson, ResourcesJson } from '../../protocol/report';

export interface Figure {
  /** `Stage`, `Region` … */
  readonly kind: string;
  /** Of what; empty for the design as a whole. */
  readonly item: string;
  readonly figure: string;
  /** Times in ns, sizes in bytes, shares 0..1; null where it is not known. */
  readonly value: number | string | null;
  /** The value as people read it. */
  readonly text: string;
}

type Named = readonly [figure: string, value: number | string | null, format?: (value: number) => string];

export function figuresOf(report: ReportJson): Figure[] {
  const { device, timeline, accuracy, breakEvenBatch } = report;
  const right = (exit: string) => accuracy?.perExit.find((e) => e.name === exit)?.accuracy ?? null;
  return [
    ...of('Design', '', [
      ['part', device?.part ?? null],
      ['clock', device?.clockHz ?? null, (hz) => `${formatCount(hz / 1e6)} MHz`],
      ['policy', timeline?.policy ?? null],
      ['batch', timeline?.batch ?? null],
      ['latency worst', timeline?.worstNs ?? null, formatNs],
      ['latency mean', timeline?.meanNs ?? null, formatNs],
      ['latency of 95 %', timeline?.percentilesNs['95'] ?? null, formatNs],
      ['throughput', timeline?.throughputPerSecond ?? null, formatRate],
      ['port time wasted per input', timeline?.wastedPortNs ?? null, formatNs],
      ['accuracy', accuracy?.overall ?? null, percent],
      ['reconfiguring pays from a batch of', breakEvenBatch],
    ]),
    ...(timeline?.exits ?? []).flatMap((e) =>
      of('Exit', e.name, [
        ['leave here', e.rate, percent],
        ['of them right', right(e.name), percent],
        ['latency', e.latencyNs, formatNs],
        ['check', e.checkNs, formatNs],
        ['hidden', e.hiddenNs, formatNs],
        ['exposed', e.exposedNs, formatNs],
        ['wait of inputs that leave', e.leavingNs, formatNs],
      ]),
    ),
    ...(timeline?.decisions ?? []).flatMap((d) => [
      ...of('Switch', d.name, [
        ['check', d.checkNs, formatNs],
        ['hidden', d.hiddenNs, formatNs],
        ['exposed', d.exposedNs, formatNs],
      ]),
      ...d.cases.flatMap((c) =>
        of('Case', `${d.name}: ${c.name}`, [
          ['rate', c.rate, percent],
          ['latency mean', c.meanNs, formatNs],
          ['latency worst', c.worstNs, formatNs],
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

/** `latency worst <= 20 ms` */
export function limitText({ metric, comparison, limit }: BudgetJson): string {
  return `${metric} ${comparison} ${budgetFigure(metric, limit)}`;
}

export function budgetFigure(metric: string, value: number | null): string {
  if (value === null) return notKnown;
  if (metric.startsWith('latency')) return formatNs(value);
  return metric === 'throughput' ? formatRate(value) : percent(value);
}

const notKnown = 'not known';
const moduleKinds = { stage: 'Stage', exit: 'Exit', switch: 'Switch' } as const;

/** Finer than `formatShare`: two versions of a design often differ in the second place. */
const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;

function of(kind: string, item: string, figures: readonly Named[]): Figure[] {
  return figures.map(([figure, value, format = formatCount]) => ({
    kind,
    item,
    figure,
    value,
    text: value === null ? notKnown : typeof value === 'string' ? value : format(value),
  }));
}

function moduleFigures(m: ModuleJson): Named[] {
  return [
    ['place', m.place],
    ['layers', m.layers.join(' ')],
    ['cycles per input', m.intervalCycles],
    ['one input', m.durationNs, formatNs],
    ...resources(m.resources),
  ];
}

function layerFigures(l: LayerJson): Named[] {
  return [
    ['kind', l.kind],
    ['output', l.outShape.join('×')],
    ['MACs', l.macs],
    ['parameters', l.params],
    ['pe × simd', `${l.parallel.pe} × ${l.parallel.simd}`],
    ['cycles', l.cycles],
    ...resources(l.resources),
  ];
}

function resources(used: ResourcesJson | null): Named[] {
  return [
    ['LUT', used?.lut ?? null],
    ['FF', used?.ff ?? null],
    ['DSP', used?.dsp ?? null],
    ['RAMB18', used?.bram18 ?? null],
    ['URAM', used?.uram ?? null],
  ];
}
