import type { Block, BlockSlot } from '../../../grammar/src/index';
import type { Analysis, ModuleFigures, RegionFigures } from '../analysis/analysis';
import { checkText } from '../analysis/presentation/check-text';
import { endsOf } from '../analysis/presentation/report-timeline';
import { judgementOf } from '../analysis/verdict/judgement';
import { energyJson } from '../analysis/presentation/report-energy';
import { limitOf, streamAtLeast } from '../analysis/presentation/stream-text';
import { energyTitle } from '../analysis/presentation/energy-text';
import { boundText } from '../analysis/presentation/head-text';
import { standingText } from '../analysis/presentation/published-text';
import { cpuAlternative } from '../analysis/proposals/cpu-alternative';
import { slackOf } from '../analysis/proposals/slack';
import type { Nanoseconds } from '../base/units';
import {
  formatAccuracy,
  formatAsKnown,
  formatAtLeast,
  formatBytes,
  formatCount,
  formatNs,
  formatShare,
  withBetween,
} from '../base/format';
import { isAtLeast, resourceNames } from '../base/resources';
import type { BudgetMetric } from '../semantics/design';
import { isUncounted } from '../network/index';
import type { DecisionTimes } from '../schedule/index';
import { placed } from '../analysis/offsets';
import { ownFile } from './cursor';
import { listOf, loadOf, moduleOf, paperOf, regionOf } from './figures';
import {
  type Diagnostics,
  placeText,
  placingText,
  resourcesText,
  tightest,
  timeOf,
  timeText,
} from './figure-text';

export interface CodeLens {
  readonly start: number;
  readonly end: number;
  readonly title: string;
  /** Without a command the title is plain text. */
  readonly command?: string;
  readonly args?: readonly unknown[];
}

const openView = 'exeunt.openView';

/** Figures of each network, stage, exit, region and the schedule, shown above their blocks. */
export function codeLenses(analysis: Analysis, diagnostics: Diagnostics = []): CodeLens[] {
  return (ownFile(analysis)?.tree.slots ?? []).flatMap((slot) => {
    const { block } = slot;
    return block
      ? titlesOf(analysis, block, diagnostics).map((lens) => ({ ...placeOf(slot, block), ...lens }))
      : [];
  });
}

type Lens = Pick<CodeLens, 'title' | 'command'>;

function placeOf(slot: BlockSlot, block: Block): { start: number; end: number } {
  const name = 'name' in block ? block.name : undefined;
  return placed(slot, { start: block.keyword.span.start, end: (name ?? block.keyword).span.end });
}

function titlesOf(analysis: Analysis, block: Block, diagnostics: Diagnostics): Lens[] {
  switch (block.kind) {
    case 'network':
      return networkLens(analysis, block);
    case 'stage': {
      const module = moduleOf(analysis, block);
      return module ? stageLens(analysis, module) : [];
    }
    case 'exit':
    case 'switch': {
      const module = moduleOf(analysis, block);
      return module ? checkLens(analysis, module) : [];
    }
    case 'region': {
      const region = regionOf(analysis, block);
      return region ? regionLens(region) : [];
    }
    case 'schedule':
      return scheduleLens(analysis, block, diagnostics);
    case 'paper':
      return paperLens(analysis, block);
    case 'import':
    case 'device':
    case 'profile':
    case 'budget':
      return [];
  }
}

/** `reproduces · 5 of 6 figures as published`. */
function paperLens(analysis: Analysis, block: Block): Lens[] {
  const paper = paperOf(analysis, block);
  if (paper === undefined || paper.figures.length === 0) return [];
  const { spec, figures } = paper;
  return [{ title: [...(spec.kind ? [spec.kind] : []), standingText(figures)].join(' · ') }];
}

function networkLens(analysis: Analysis, block: Block): Lens[] {
  const layers = listOf(analysis, block)?.layers ?? [];
  if (layers.length === 0) return [];
  let macs = 0;
  let params = 0;
  let macsAtLeast = false;
  let paramsAtLeast = false;
  for (const { shaped } of layers) {
    const { spec, outShape } = shaped;
    macsAtLeast ||= outShape === undefined || isUncounted(spec, 'macs');
    paramsAtLeast ||= outShape === undefined || isUncounted(spec, 'params');
    macs += shaped.macs ?? 0;
    params += shaped.params ?? 0;
  }
  if (macsAtLeast && macs === 0) return [];
  const counted = `${formatAtLeast(macsAtLeast, formatCount(macs))} MACs`;
  return [{ title: `${counted} · ${formatAtLeast(paramsAtLeast, formatCount(params))} parameters` }];
}

/** `12,544 cycles · 3,210 LUT ±50 % · 40 DSP · load 6.71 ms`. */
function stageLens(analysis: Analysis, module: ModuleFigures): Lens[] {
  const { cost, place } = module;
  if (place.kind === 'cpu') {
    const time = timeText(module);
    return time === undefined ? [] : [{ title: `${time} on the CPU`, command: openView }];
  }
  if (cost === undefined) return [];
  const load = loadOf(analysis, place);
  const parts = [
    `${formatAtLeast(cost.cyclesAtLeast, formatCount(cost.intervalCycles))} cycles`,
    fabricText(module),
    ...(load === undefined ? [] : [`load ${formatNs(load)}`]),
    ...(module.calibration === undefined ? [] : [module.calibration]),
  ];
  return [{ title: parts.join(' · '), command: openView }];
}

/** `check 1.4 µs, hidden behind the load of back: inputs that stay wait 0 µs, … · 62 % leave after 9.9 ms`. */
function checkLens(analysis: Analysis, module: ModuleFigures): Lens[] {
  const { timeline } = analysis;
  const times = timeline?.schedule.exits.find((e) => e.name === module.name);
  const decision = timeline?.schedule.decisions.find((d) => d.name === module.name);
  const check = times?.checkNs ?? decision?.checkNs ?? timeOf(module);
  if (check === undefined) return [];
  const where =
    module.place.kind === 'region'
      ? ` in ${module.place.region}`
      : module.place.kind === 'cpu'
        ? ' on the CPU'
        : '';
  if (decision)
    return [{ title: decisionText(module, where, decision, timeline?.atLeast), command: openView }];
  if (times === undefined)
    return [
      {
        title: `check ${formatAtLeast(module.duration?.atLeast, formatNs(check))}${where} · ${fabricText(module)}`,
        command: openView,
      },
    ];
  const right = analysis.profile?.rates?.exits.find((e) => e.name === module.name)?.accuracy ?? null;
  const accuracy = right === null ? '' : `, ${formatAccuracy(right)} of them correct`;
  const after = formatAtLeast(timeline?.atLeast, formatNs(times.latencyNs));
  const leaves = `${formatShare(times.rate)} leave after ${after}${accuracy}`;
  const parts = [
    checkText(times, where, timeline?.atLeast),
    ...fittedText(analysis, module, times.checkNs),
    leaves,
    ...(module.cost ? [fabricText(module)] : []),
  ];
  return [{ title: parts.join(' · '), command: openView }];
}

/** For a head that the tool folds: `as small as its load allows · ends 5.1 ms before the next stage could start · …`. */
function fittedText(
  { timeline, target, heads, headBounds }: Analysis,
  module: ModuleFigures,
  check: Nanoseconds,
): string[] {
  const choice = heads.find((h) => h.name === module.name);
  if (choice === undefined || timeline === undefined) return [];
  const spare = slackOf(timeline.problem, module.name) - check;
  const cpu = cpuAlternative(timeline.problem, module, target, headBounds);
  return [
    boundText(choice),
    ...(spare >= 0
      ? [`ends ${formatAsKnown(timeline.atLeast, formatNs(spare))} before the next stage could start`]
      : []),
    ...(cpu?.free === true ? [`on cpu: ${formatNs(cpu.checkNs)}, still hidden`] : []),
  ];
}

/** `check 25 µs: the next stage waits 25 µs · easy: 70 % in 255 µs · hard: 30 % in 7.2 ms`. */
function decisionText(
  module: ModuleFigures,
  where: string,
  times: DecisionTimes,
  atLeast: boolean | undefined,
): string {
  const cases = times.cases.map(
    (c) => `${c.name}: ${formatShare(c.rate)} in ${formatAtLeast(atLeast, formatNs(c.meanNs))}`,
  );
  const parts = [checkText(times, where, atLeast), ...cases];
  return [...parts, ...(module.cost ? [fabricText(module)] : [])].join(' · ');
}

function fabricText({ cost, resources, band, place }: ModuleFigures): string {
  return cost ? resourcesText(resources ?? cost.resources, band) : placeText(place);
}

/** `387,240 B · load 3.05 ms · fullest: back, 71 % of LUT`. */
function regionLens(region: RegionFigures): Lens[] {
  const { bitstreamBytes, loadNs, bytesBand, loadBand } = region;
  const parts: string[] = region.stale ? [placingText(region)] : [];
  if (region.auto && region.pblock.length > 0) parts.push(`placed at ${region.pblock[0] ?? ''}`);
  if (bitstreamBytes !== undefined)
    parts.push(withBetween(formatBytes(bitstreamBytes), bitstreamBytes, bytesBand));
  if (loadNs !== undefined) parts.push(`load ${withBetween(formatNs(loadNs), loadNs, loadBand)}`);
  const fullest = fullestText(region);
  if (fullest !== undefined) parts.push(fullest);
  return parts.length > 0 ? [{ title: parts.join(' · '), command: openView }] : [];
}

function fullestText({ modules, figures }: RegionFigures): string | undefined {
  if (figures === undefined) return undefined;
  const shares = modules.flatMap(({ name, resources }) => {
    const found = resources && tightest(resources, figures.resources);
    return found ? [{ name, ...found, atLeast: isAtLeast(resources, found.kind) }] : [];
  });
  const fullest = shares.sort((a, b) => b.share - a.share)[0];
  if (fullest === undefined) return undefined;
  const { name, kind, share, atLeast } = fullest;
  const much = Number.isFinite(share)
    ? `${formatShare(share)} of ${resourceNames[kind]}`
    : `needs ${resourceNames[kind]} where there is none`;
  return `fullest: ${name}, ${formatAtLeast(atLeast, much)}`;
}

function scheduleLens(analysis: Analysis, block: Block, diagnostics: Diagnostics): Lens[] {
  // Skip an imported or second schedule.
  if (analysis.design.schedule.origin?.block !== block) return [];
  const { timeline } = analysis;
  if (timeline === undefined) return [];
  const judgement = judgementOf(analysis, diagnostics);
  const { meanNs, worstNs, wastedPortNs } = timeline.schedule;
  const { loadSpan, schedule } = timeline;
  const told = (ns: number, figure: 'meanNs' | 'worstNs'): string =>
    withBetween(
      formatAtLeast(timeline.atLeast, formatNs(ns)),
      ns,
      loadSpan && endsOf(loadSpan, schedule, (s) => s[figure]),
    );
  const parts = [
    `mean ${told(meanNs, 'meanNs')}`,
    `worst ${told(worstNs, 'worstNs')}`,
    ...(wastedPortNs > 0 ? [`${formatNs(wastedPortNs)} of port time wasted per input`] : []),
    ...arrivalText(timeline),
    ...limitText(analysis),
    ...energyText(analysis),
  ];
  return [
    { title: parts.join(' · '), command: openView },
    ...(judgement ? [{ title: judgement.text, command: openView }] : []),
  ];
}

const ofStream: readonly BudgetMetric[] = ['throughput', 'energy mean', 'power mean', 'battery'];

/** Only where an arrival interval or a budget needs the stream in any case, since it is costly to compute. */
function needsStream({ timeline, budgets }: Analysis): boolean {
  return (
    timeline?.problem.arrival !== 'back-to-back' || budgets.some((b) => ofStream.includes(b.limit.metric))
  );
}

function energyText(analysis: Analysis): string[] {
  const { energy } = energyJson(analysis, needsStream(analysis));
  return energy === undefined ? [] : [energyTitle(energy)];
}

function limitText(analysis: Analysis): string[] {
  const { timeline } = analysis;
  const limit = needsStream(analysis) && timeline ? limitOf(timeline) : undefined;
  return limit === undefined ? [] : [`throughput limited by ${limit}`];
}

/** Only for designs with an arrival interval, since the stream is costly to compute. */
function arrivalText(timeline: NonNullable<Analysis['timeline']>): string[] {
  const { problem, stream } = timeline;
  const arrival = problem.arrival === 'back-to-back' ? undefined : stream?.arrival;
  if (arrival === undefined) return [];
  const every = `every ${formatNs(arrival.everyNs)}`;
  const least = (ns: number): string => formatAtLeast(streamAtLeast(timeline), formatNs(ns));
  return arrival.sustainable
    ? [`${every}: waits ${least(arrival.meanWaitNs)}, done after ${least(arrival.latency.meanNs)}`]
    : [`${every} is too fast: the shortest interval is ${least(arrival.shortestEveryNs)}`];
}
