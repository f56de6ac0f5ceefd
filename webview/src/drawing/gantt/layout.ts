/** Lays out the timeline: lanes, tasks, exits and budgets. */
import type { LaneView, PathView, TaskView, TimelineView } from '../../../../server/src/base/protocol/view';
import type { Box, Font, Hit, Layer, Measure, Scene, Shape, Tone } from '../scene/shapes';
import { shorten } from '../scene/text';
import { itemId } from '../items';
import type { TimeWindow } from '../window';
import { formatAtLeast, formatShare } from '../../../../server/src/base/format';
import { duration } from '../duration';
import { layoutBar } from './bars';
import { flagFont, placeFlags, type Flag, type PlacedFlag } from './flags';
import { niceStep, timeAxis } from './ticks';

export interface GanttOptions {
  width: number;
  gutter: number;
  path: PathView;
  window: TimeWindow | null;
  measure: Measure;
}

const axisHeight = 24;
const laneHeight = 32;
const laneGap = 6;
const barInset = 3;
const flagRowHeight = 16;
const rightMargin = 2;
const laneFont: Font = { size: 11, mono: true };
const axisFont: Font = { size: 10, mono: true };
/** A budget beyond this multiple of the schedule's length is named at the edge instead of squeezing everything else. */
const farBudget = 2;

/** Width of the longest lane name, at most a third of the total. */
export function ganttGutter(lanes: readonly LaneView[], width: number, measure: Measure): number {
  const longest = Math.max(0, ...lanes.map((lane) => measure(lane.label, laneFont)));
  return Math.round(Math.min(Math.max(longest + 16, 44), Math.max(width * 0.3, 44)));
}

/** The full time range: every path and the budgets that are not far off. The same for every path. */
export function wholeTime(timeline: TimelineView): TimeWindow {
  const ends = timeline.paths.flatMap((path) => [path.latencyNs, ...path.tasks.map((task) => task.endNs)]);
  const last = Math.max(timeline.worstNs, 1, ...ends);
  const near = timeline.budgets.map((budget) => budget.ns).filter((ns) => ns <= last * farBudget);
  const end = Math.max(last, ...near) * 1.03;
  return { startNs: 0, endNs: Math.ceil(end / niceStep(end / 24)) * niceStep(end / 24) };
}

export function ganttPlot(timeline: TimelineView, width: number, gutter: number): Box {
  const h = timeline.lanes.length * (laneHeight + laneGap) - laneGap;
  return { x: gutter, y: axisHeight, w: Math.max(width - gutter - rightMargin, 40), h };
}

export function layoutGantt(timeline: TimelineView, options: GanttOptions): Scene {
  const { width, gutter, measure, path } = options;
  const plot = ganttPlot(timeline, width, gutter);
  const time = options.window ?? wholeTime(timeline);
  const x = (ns: number): number => plot.x + ((ns - time.startNs) / (time.endNs - time.startNs)) * plot.w;
  const laneBox = new Map(
    timeline.lanes.map((lane, index) => [
      lane.id,
      { x: plot.x, y: plot.y + index * (laneHeight + laneGap), w: plot.w, h: laneHeight },
    ]),
  );
  const flags = flagsOf(timeline, path, x, plot.x + plot.w).filter(
    ({ flag }) => flag.x >= plot.x && flag.x <= plot.x + plot.w,
  );
  const lineXs = flags.filter(({ far }) => !far).map(({ flag }) => flag.x);
  const rows = flagRows(timeline);
  const placed = placeFlags(
    flags.map(({ flag }) => flag),
    plot.x,
    plot.x + plot.w,
    rows,
    measure,
  );

  const hits: Hit[] = [];
  const bars: Shape[] = [];
  const lanes = new Map(timeline.lanes.map((lane) => [lane.id, lane]));
  const accents = new Map(timeline.lanes.map((lane) => [lane.id, lane.accent]));
  for (const task of path.tasks) {
    for (const lane of task.lanes) {
      const box = laneBox.get(lane);
      if (!box || task.endNs < time.startNs || task.startNs > time.endNs) continue;
      const bar = layoutBar({
        task,
        key: `${task.id}@${lane}`,
        tone: barTone(task, accents),
        edge: edgeTone(task, accents),
        text: barText(task, lanes.get(lane)),
        box: {
          x: x(task.startNs),
          y: box.y + barInset,
          w: x(task.endNs) - x(task.startNs),
          h: box.h - 2 * barInset,
        },
        ends: task.takesNs
          ? { low: x(task.startNs + task.takesNs.low), high: x(task.startNs + task.takesNs.high) }
          : null,
        plot,
        lines: lineXs,
        measure,
      });
      bars.push(...bar.shapes);
      hits.push({ id: itemId.task(task), ...bar.hit });
    }
  }
  const toned = new Map(flags.map((one) => [one.flag.id, one]));
  const layers: Layer[] = [
    { clip: plot, shapes: bars },
    { clip: null, shapes: flagShapes(placed, toned, plot) },
  ];
  hits.push(...flagHits(placed, plot));
  return {
    width,
    height: plot.y + plot.h + 6 + rows * flagRowHeight + 2,
    plot,
    stillKey: [timeline.lanes.map((lane) => lane.label), width, gutter, time.startNs, time.endNs].join(' '),
    still: () => backdrop(timeline, laneBox, plot, time, x, measure),
    layers,
    hits,
  };
}

/** Depends on the number of flags, not on their figures, so that nothing below jumps during typing. */
function flagRows(timeline: TimelineView): number {
  const flags = timeline.paths.length + timeline.budgets.length;
  return flags <= 1 ? 1 : flags <= 4 ? 2 : 3;
}

interface TonedFlag {
  flag: Flag;
  tone: Tone;
  /** Beyond the full time range: named at the edge, without a line. */
  far?: boolean;
}

/** Exits up to the end of the shown path, and the budgets. */
function flagsOf(
  timeline: TimelineView,
  shown: PathView,
  x: (ns: number) => number,
  right: number,
): TonedFlag[] {
  const end = wholeTime(timeline).endNs;
  const last = timeline.paths.length - 1;
  const passed = timeline.paths.slice(0, timeline.paths.indexOf(shown) + 1);
  const exits = passed.map((path, index): TonedFlag => {
    const leave = formatShare(path.rate);
    const worst = formatAtLeast(timeline.atLeast, duration(path.latencyNs));
    const isEnd = path.isEnd === true || index === last;
    const wordings =
      isEnd && path.exit === 'end'
        ? [`${leave} to the end · worst ${worst}`, `${leave} · worst ${worst}`]
        : [`${path.exit}: ${leave}${isEnd ? '' : ' leave'}`, isEnd ? leave : `${leave} leave`];
    return {
      flag: { id: itemId.exit(path), x: x(path.latencyNs), wordings: [...wordings, leave] },
      tone: isEnd ? 'end' : 'exit',
    };
  });
  const budgets = timeline.budgets.map((budget, index): TonedFlag => {
    const time = duration(budget.ns);
    const missed = budget.missed ? ' missed' : '';
    const far = budget.ns > end;
    const tail = far ? ' →' : missed;
    return {
      flag: {
        id: itemId.budget(index),
        x: far ? right : x(budget.ns),
        wordings: [`${budget.label} ≤ ${time}${tail}`, `≤ ${time}${tail}`, time],
      },
      tone: budget.missed ? 'missed' : 'budget',
      far,
    };
  });
  return [...exits, ...budgets];
}

function flagShapes(
  placed: readonly PlacedFlag[],
  toned: ReadonlyMap<string, TonedFlag>,
  plot: Box,
): Shape[] {
  return placed.flatMap(({ flag, row, text, textX }): Shape[] => {
    const stroke = toned.get(flag.id)?.tone ?? 'text';
    const isFar = toned.get(flag.id)?.far ?? false;
    const bottom = plot.y + plot.h + 4 + (row + 1) * flagRowHeight;
    const isBudget = flag.id.startsWith('budget:');
    const line: Shape = {
      type: 'line',
      key: `line ${flag.id}`,
      x: flag.x,
      y: plot.y - 4,
      w: 0,
      h: bottom - plot.y + 4,
      stroke,
      strokeWidth: isBudget ? 1 : 1.5,
      dash: isBudget,
    };
    const lines = isFar ? [] : [line];
    if (text === null) return lines;
    return [
      ...lines,
      {
        type: 'text',
        key: `flag ${flag.id}`,
        x: textX,
        y: bottom - flagRowHeight / 2,
        text,
        font: flagFont,
        fill: stroke,
        anchor: 'start',
      },
    ];
  });
}

/** Hit boxes of flags: a thin line is hard to hit, so its box is wider and includes the label. */
function flagHits(placed: readonly PlacedFlag[], plot: Box): Hit[] {
  const reach = 3;
  return placed.map(({ flag, row }) => ({
    id: flag.id,
    x: flag.x - reach,
    y: plot.y + plot.h,
    w: 2 * reach,
    h: 4 + (row + 1) * flagRowHeight,
  }));
}

function backdrop(
  timeline: TimelineView,
  laneBox: ReadonlyMap<string, Box>,
  plot: Box,
  time: TimeWindow,
  x: (ns: number) => number,
  measure: Measure,
): Layer[] {
  const lanes = timeline.lanes.flatMap((lane): Shape[] => {
    const box = laneBox.get(lane.id);
    if (!box) return [];
    const text = shorten(lane.label, plot.x - 12, laneFont, measure) ?? '';
    return [
      { type: 'rect', key: `lane ${lane.id}`, ...box, radius: 2, fill: 'lane' },
      {
        type: 'text',
        key: `lane label ${lane.id}`,
        x: plot.x - 10,
        y: box.y + box.h / 2,
        text,
        font: laneFont,
        fill: lane.accent === null ? 'text' : `accent-${lane.accent}`,
        anchor: 'end',
      },
    ];
  });
  const axis = timeAxis(time.startNs, time.endNs, plot.w);
  let freeFrom = 0;
  const ticks = axis.ticks.flatMap(({ ns, label }): Shape[] => {
    const tickX = x(ns);
    const grid: Shape = {
      type: 'line',
      key: `grid ${ns}`,
      x: tickX,
      y: plot.y,
      w: 0,
      h: plot.h,
      stroke: 'grid',
    };
    const w = measure(label, axisFont);
    const left = Math.min(Math.max(tickX - w / 2, 0), plot.x + plot.w - w);
    if (left < freeFrom) return [grid];
    freeFrom = left + w + 6;
    const text: Shape = {
      type: 'text',
      key: `tick ${ns}`,
      x: left,
      y: 9,
      text: label,
      font: axisFont,
      fill: 'muted',
      anchor: 'start',
    };
    return [grid, text];
  });
  return [{ clip: null, shapes: [...lanes, ...ticks] }];
}

/** Work on a region has the region's colour, also its loads on the port's lane. */
function regionAccent(task: TaskView, accents: ReadonlyMap<string, number | null>): number | null {
  return task.lanes.map((lane) => accents.get(lane) ?? null).find((accent) => accent !== null) ?? null;
}

function barTone(task: TaskView, accents: ReadonlyMap<string, number | null>): Tone {
  if (task.kind === 'check') return 'check';
  const accent = regionAccent(task, accents);
  if (accent === null) return 'static';
  return task.kind === 'load' ? `load-${accent}` : `bar-${accent}`;
}

function edgeTone(task: TaskView, accents: ReadonlyMap<string, number | null>): Tone | null {
  if (task.kind !== 'load') return null;
  const accent = regionAccent(task, accents);
  return accent === null ? 'muted' : `accent-${accent}`;
}

/** On the port's lane a load names the transfer, on a region's lane the new module. */
function barText(task: TaskView, lane: LaneView | undefined): string[] {
  if (task.kind === 'load') {
    const what = [`load ${task.module}`, task.module];
    return lane?.kind === 'port' && task.detail !== '' ? [task.detail, ...what] : what;
  }
  return task.kind === 'check' ? [`check ${task.module}`, task.module, 'check'] : [task.module];
}
