/** The report's figures as tables of text, shared by the HTML file and the terminal. */
import {
  formatAccuracy,
  formatAsKnown,
  formatAtLeast,
  formatAtMost,
  formatBytes,
  formatCount,
  formatNs,
  formatNumber,
  formatRate,
  formatShare,
  withBetween,
} from '../../base/format';
import { resourceNames } from '../../base/resources';
import { howNear } from '../../analysis/proposals/threshold-tuning';
import { budgetText, foldingText, limitText } from './figures';
import { energyTable } from './energy-tables';
import { leftOut } from './left-out';
import { opinions } from './opinions-table';
import { paperTables } from './paper-tables';
import { moduleParts } from './module-parts';
import { baselines, rivalTable } from './baseline-tables';
import type { Table } from './table';
import { resourceCell, resourceCells, resourceHead, unknown, usedOf } from './resource-cells';
import type { DiagnosticJson, ReportJson } from '../../base/protocol/report';
import { arrivalRows, lanes, streamAtLeast, streamRows } from './stream-tables';

/** Tables that have rows, without problems, which have their own table. */
export function reportTables(report: ReportJson): Table[] {
  return [
    summary(report),
    energyTable(report),
    budgets(report),
    ...paperTables(report),
    exits(report),
    thresholds(report),
    decisions(report),
    lanes(report),
    baselines(report),
    rivalTable(report),
    modules(report),
    regions(report),
    staticPart(report),
    layers(report),
    leftOut(report),
    ...moduleParts(report),
    opinions(report),
    notes(report),
  ].filter((t) => t.rows.length > 0);
}

function summary(report: ReportJson): Table {
  const { timeline, device, accuracy, breakEvenBatch } = report;
  const rows: string[][] = [];
  if (device) {
    const { kind, bytesPerSecond, overheadNs } = device.port;
    rows.push(['clock', `${formatCount(device.clockHz / 1e6)} MHz`]);
    rows.push([
      'configuration port',
      `${kind}, ${(bytesPerSecond / 1e6).toFixed(1)} MB/s + ${formatNs(overheadNs)}`,
    ]);
  }
  if (timeline) {
    rows.push(['policy', `${timeline.policy}, batch ${timeline.batch}`]);
    const least = (ns: number): string => formatAtLeast(timeline.atLeast, formatNs(ns));
    const { loadSpan } = timeline;
    rows.push([
      'worst-case latency',
      withBetween(least(timeline.worstNs), timeline.worstNs, loadSpan?.worstNs),
    ]);
    rows.push(['mean latency', withBetween(least(timeline.meanNs), timeline.meanNs, loadSpan?.meanNs)]);
    const percentiles = (['50', '95', '99'] as const).map((p) => {
      const ns = timeline.percentilesNs[p];
      return withBetween(formatNs(ns), ns, loadSpan?.percentilesNs[p]);
    });
    rows.push(['latency percentiles 50 / 95 / 99', formatAtLeast(timeline.atLeast, percentiles.join(' / '))]);
    rows.push([
      'port time wasted per input',
      formatAsKnown(timeline.atLeast, formatNs(timeline.wastedPortNs)),
    ]);
    const bound = streamAtLeast(timeline);
    if (timeline.periodNs !== null)
      rows.push(['period, back to back', formatAtLeast(bound, formatNs(timeline.periodNs))]);
    if (timeline.throughputPerSecond !== null)
      rows.push(['throughput', formatAtMost(bound, formatRate(timeline.throughputPerSecond))]);
    if (timeline.stream) rows.push(...streamRows(timeline.stream));
    if (timeline.arrival) rows.push(...arrivalRows(timeline.arrival, bound));
  }
  if (accuracy) rows.push(['accuracy', formatAccuracy(accuracy.overall)]);
  if (breakEvenBatch !== null) rows.push(['reconfiguring pays from a batch of', formatCount(breakEvenBatch)]);
  for (const [file, slack] of Object.entries(report.slackNs ?? {}))
    rows.push([`worst slack, ${file}`, `${formatNumber(slack)} ns${slack < 0 ? ', clock not met' : ''}`]);
  for (const { source, totalW, dynamicW, staticW } of report.power ?? []) {
    const parts = [dynamicW, staticW].map((w) => (w === undefined ? '–' : formatNumber(w)));
    rows.push([
      `power, ${source}`,
      `${formatNumber(totalW)} W (dynamic ${parts[0] ?? ''}, static ${parts[1] ?? ''})`,
    ]);
  }
  return { title: 'Summary', head: ['figure', 'value'], rows };
}

function budgets({ budgets: list }: ReportJson): Table {
  return {
    title: 'Budgets',
    head: ['limit', 'is', 'verdict'],
    rows: list.map((b) => [limitText(b), budgetText(b.metric, b), b.verdict]),
  };
}

function exits({ timeline, accuracy }: ReportJson): Table {
  const right = (name: string): string => {
    const share = accuracy?.perExit.find((e) => e.name === name)?.accuracy ?? null;
    return share === null ? '–' : formatShare(share);
  };
  return {
    title: 'Exits',
    head: [
      'exit',
      'leave here',
      'of them correct',
      'latency',
      'check',
      'of it during a load',
      'staying inputs wait',
      'leaving inputs wait',
      'wasted load',
    ],
    rows: (timeline?.exits ?? []).map((e) => [
      e.name,
      formatShare(e.rate),
      right(e.name),
      formatAtLeast(timeline?.atLeast, formatNs(e.latencyNs)),
      formatAtLeast(timeline?.atLeast, formatNs(e.checkNs)),
      ...[e.hiddenNs, e.exposedNs, e.leavingNs, e.vainLoadNs].map((ns) =>
        formatAsKnown(timeline?.atLeast, formatNs(ns)),
      ),
    ]),
  };
}

/** Most points of the curve that are listed, the best among them. */
const MOST_POINTS = 8;

/** A report does not wait for a proof. */
function longer({ gap }: { readonly gap: number }): string {
  return gap === 0 ? '' : '; `exeunt explore thresholds` searches longer';
}

function thresholds({ thresholds: found }: ReportJson): Table {
  const curve = found?.curve ?? [];
  const step = Math.max(1, Math.ceil(curve.length / MOST_POINTS));
  const some = curve.filter((_, i) => i % step === 0 || i === curve.length - 1);
  const points = found?.best
    ? [
        { name: `best (${howNear(found.best)}${longer(found.best)})`, ...found.best },
        ...some.map((p) => ({ name: '', ...p })),
      ]
    : [];
  return {
    title: 'Thresholds with the lowest mean latency',
    head: ['', 'correct', 'mean latency', 'thresholds'],
    rows: points.map((p) => [
      p.name,
      formatAccuracy(p.accuracy),
      formatNs(p.meanNs),
      p.exits.map((e) => `${e.name} ${e.threshold}`).join(', '),
    ]),
  };
}

function decisions({ timeline }: ReportJson): Table {
  return {
    title: 'Decisions',
    head: [
      'switch',
      'case',
      'of all inputs',
      'latency, mean',
      'worst',
      'check',
      'of it during a load',
      'next stage waits',
    ],
    rows: (timeline?.decisions ?? []).flatMap((d) =>
      d.cases.map((c) => [
        d.name,
        c.name,
        formatShare(c.rate),
        formatAtLeast(timeline?.atLeast, formatNs(c.meanNs)),
        formatAtLeast(timeline?.atLeast, formatNs(c.worstNs)),
        formatAtLeast(timeline?.atLeast, formatNs(d.checkNs)),
        formatAsKnown(timeline?.atLeast, formatNs(d.hiddenNs)),
        formatAsKnown(timeline?.atLeast, formatNs(d.exposedNs)),
      ]),
    ),
  };
}

function modules({ modules: list }: ReportJson): Table {
  return {
    title: 'Modules',
    head: ['module', 'place', 'layers', 'cycles per input', 'fill', 'one input', 'buffers', ...resourceHead],
    rows: list.map((m) => [
      m.name,
      m.place,
      m.layers.length > 3 ? `${m.layers[0] ?? ''} … ${m.layers.at(-1) ?? ''}` : m.layers.join(' '),
      m.intervalCycles === null ? '–' : formatAtLeast(m.timeAtLeast, formatCount(m.intervalCycles)),
      m.fillCycles === null ? '–' : formatAtLeast(m.timeAtLeast, formatCount(m.fillCycles)),
      m.durationNs === null ? unknown : formatAtLeast(m.timeAtLeast, formatNs(m.durationNs)),
      m.bufferBytes === null ? '–' : formatBytes(m.bufferBytes),
      ...resourceCells(m.resources, m.bands),
    ]),
  };
}

function regions({ regions: list }: ReportJson): Table {
  return {
    title: 'Regions',
    head: ['region', 'frames', 'partial bitstream', 'load', ...resourceHead],
    rows: list.map((r) => [
      r.name,
      r.frames === null ? '–' : formatCount(r.frames),
      r.bitstreamBytes === null
        ? '–'
        : withBetween(formatBytes(r.bitstreamBytes), r.bitstreamBytes, r.bitstreamBand),
      r.loadNs === null ? '–' : withBetween(formatNs(r.loadNs), r.loadNs, r.loadBandNs),
      ...usedOf(r.used, r.available),
    ]),
  };
}

function staticPart(report: ReportJson): Table {
  const part = report.static;
  return {
    title: 'Static part',
    head: ['', ...resourceHead],
    rows: part ? [['shell and resident modules', ...usedOf(part.used, part.available)]] : [],
  };
}

function layers({ layers: list }: ReportJson): Table {
  return {
    title: 'Layers',
    head: [
      'layer',
      'kind',
      'in',
      'out',
      'MACs',
      'parameters',
      'pe × simd',
      'cycles',
      'bottleneck',
      resourceNames.lut,
      resourceNames.dsp,
      resourceNames.bram18,
    ],
    rows: list.map((l) => [
      l.in === 'network' ? l.name : `${l.owner}: ${l.name}`,
      l.kind,
      l.inShape.join('×'),
      l.outShape.join('×'),
      formatCount(l.macs),
      formatCount(l.params),
      foldingText(l),
      l.cycles === null ? unknown : formatAtLeast(l.cyclesAtLeast, formatCount(l.cycles)),
      l.bottleneck === 'none' ? '–' : l.bottleneck,
      resourceCell(l.resources, 'lut', l.bands),
      resourceCell(l.resources, 'dsp', l.bands),
      resourceCell(l.resources, 'bram18'),
    ]),
  };
}

/** Problems, or nothing if there are none. Listed before all figures, which mean little until they are fixed. */
export function problemTable(report: ReportJson): Table[] {
  const found = diagnostics(report, 'Problems', (d) => isProblem(d.severity));
  return found.rows.length > 0 ? [found] : [];
}

export const notesTitle = 'Notes';

function notes(report: ReportJson): Table {
  return diagnostics(report, notesTitle, (d) => !isProblem(d.severity));
}

function isProblem(severity: DiagnosticJson['severity']): boolean {
  return severity === 'error' || severity === 'warning';
}

function diagnostics(
  { diagnostics: list }: ReportJson,
  title: string,
  shown: (d: DiagnosticJson) => boolean,
): Table {
  return {
    title,
    head: ['place', 'severity', 'code', 'message'],
    rows: list.filter(shown).map((d) => {
      const { line, character } = d.range.start;
      return [`${line + 1}:${character + 1}`, d.severity, d.code, d.message];
    }),
  };
}
