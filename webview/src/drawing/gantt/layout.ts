/** Lays out the timeline: lanes, tasks, exits and budgets. */
import type { PathView, TaskView, TimelineView } from '../../../../server/src/base/protocol/view';
import type { Box, Hit, Layer, Measure, Scene, Shape, Tone } from '../scene/shapes';
import { itemId } from '../items';
import type { TimeWindow } from '../window';
import { formatAtLeast, formatShare } from '../../../../server/src/base/format';
import { duration } from '../duration';
import { backdrop, rowFont } from './backdrop';
import { layoutBar } from './bars';
import { flagFont, placeFlags, type Flag, type PlacedFlag } from './flags';
import { labelBars, type RowBar } from './outside';
import { rowsOf } from './rows';
import type { TimeScale } from './scale';

export interface GanttOptions {
  width: number;
  gutter: number;
  path: PathView;
  window: TimeWindow | null;
  scale: TimeScale;
  measure: Measure;
}

const axisHeight = 24;
const rowHeight = 32;
const rowGap = 6;
const barInset = 3;
const flagRowHeight = 16;
const mostFlagRows = 4;
const rightMargin = 2;

/** Width of the longest name of a row, at most a third of the total. */
export function ganttGutter(timeline: TimelineView, width: number, measure: Measure): number {
  const longest = Math.max(0, ...rowsOf(timeline).map((row) => measure(row.label, rowFont)));
  return Math.round(Math.min(Math.max(longest + 16, 44), Math.max(width * 0.3, 44)));
}

function plotOf(rows: number, width: number, gutter: number): Box {
  const h = rows * (rowHeight + rowGap) - rowGap;
  return { x: gutter, y: axisHeight, w: Math.max(width - gutter - rightMargin, 40), h };
}

export function layoutGantt(timeline: TimelineView, options: GanttOptions): Scene {
  const { width, gutter, measure, path, scale } = options;
  const rows = rowsOf(timeline);
  const plot = plotOf(rows.length, width, gutter);
  const time = options.window ?? { startNs: 0, endNs: scale.endNs };
  const [from, to] = [scale.at(time.startNs), scale.at(time.endNs)];
  const x = (ns: number): number => plot.x + ((scale.at(ns) - from) / (to - from)) * plot.w;
  const placedRows = rows.map((row, index) => ({
    row,
    box: { x: plot.x, y: plot.y + index * (rowHeight + rowGap), w: plot.w, h: rowHeight },
  }));
  const flags = flagsOf(timeline, path, x, plot.x + plot.w, scale.endNs).filter(
    ({ flag }) => flag.x >= plot.x && flag.x <= plot.x + plot.w,
  );
  const lineXs = flags.filter(({ far }) => !far).map(({ flag }) => flag.x);
  const flagRowCount = flagRows(timeline);
  const placed = placeFlags(
    flags.map(({ flag }) => flag),
    plot.x,
    plot.x + plot.w,
    flagRowCount,
    measure,
  );
  const breakXs = scale.breaks.map(x).filter((at) => at > plot.x && at < plot.x + plot.w);

  const hits: Hit[] = [];
  const bars: Shape[] = [];
  const labels: Shape[] = [];
  const accents = new Map(timeline.lanes.map((lane) => [lane.id, lane.accent]));
  for (const { row, box } of placedRows) {
    const inRow: RowBar[] = [];
    for (const task of path.tasks) {
      if (!task.lanes.some((lane) => row.lanes.includes(lane))) continue;
      if (task.endNs < time.startNs || task.startNs > time.endNs) continue;
      const edge = edgeTone(task, accents);
      const key = `${task.id}@${row.id}`;
      const bar = layoutBar({
        task,
        key,
        tone: barTone(task, accents),
        edge,
        text: barText(task),
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
        // A load's label has a ground of its own, under which a break may pass.
        lines: edge ? lineXs : [...lineXs, ...breakXs],
        measure,
      });
      bars.push(...bar.shapes);
      hits.push({ id: itemId.task(task), ...bar.hit });
      inRow.push({ key, bar });
    }
    labels.push(...labelBars(inRow, plot, [...lineXs, ...breakXs], measure));
  }
  const toned = new Map(flags.map((one) => [one.flag.id, one]));
  const layers: Layer[] = [
    { clip: plot, shapes: bars },
    { clip: null, shapes: breakXs.flatMap((at, index) => breakShapes(index, at, plot)) },
    { clip: plot, shapes: labels },
    { clip: null, shapes: flagShapes(placed, toned, plot) },
  ];
  hits.push(...flagHits(placed, plot));
  return {
    width,
    height: plot.y + plot.h + 6 + flagRowCount * flagRowHeight + 2,
    plot,
    stillKey: [rows.map((row) => row.label), width, gutter, time.startNs, time.endNs, scale.events].join(' '),
    still: () => backdrop({ rows: placedRows, plot, time, scale, x, measure }),
    layers,
    hits,
  };
}

/** Two slanted strokes across all rows. */
function breakShapes(index: number, x: number, plot: Box): Shape[] {
  const slant = 5;
  return [-3, 3].map((offset) => ({
    type: 'line',
    key: `break ${index} ${offset}`,
    x: x + offset - slant / 2,
    y: plot.y + plot.h,
    w: slant,
    h: -plot.h - 4,
    stroke: 'muted',
    dash: true,
  }));
}

/** Depends on the number of flags, not on their figures, so that nothing below jumps during typing. */
function flagRows(timeline: TimelineView): number {
  const flags = timeline.paths.length + timeline.budgets.length;
  return Math.min(Math.max(flags, 1), mostFlagRows);
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
  end: number,
): TonedFlag[] {
  const last = timeline.paths.length - 1;
  const passed = timeline.paths.slice(0, timeline.paths.indexOf(shown) + 1);
  const exits = passed.map((path, index): TonedFlag => {
    const leave = formatShare(path.rate);
    const time = formatAtLeast(timeline.atLeast, duration(path.latencyNs));
    const isEnd = path.isEnd === true || index === last;
    const name = path.exit;
    const wordings = [
      `${name} · ${time} · ${leave}${isEnd ? '' : ' leave'}`,
      `${name} · ${time} · ${leave}`,
      `${name} · ${time}`,
      name,
    ];
    return {
      flag: { id: itemId.exit(path), x: x(path.latencyNs), wordings },
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

/** What it is and how long it takes; the longest first. */
function barText(task: TaskView): string[] {
  const { kind, module, detail, startNs, endNs } = task;
  const takes = formatAtLeast(task.atLeast, duration(endNs - startNs));
  if (kind === 'load')
    return [
      `load ${module} · ${detail} · ${takes}`,
      `load ${module} · ${takes}`,
      `load ${module}\n${takes}`,
      `load ${module}`,
      module,
    ];
  const stacked = `${module}\n${takes}`;
  if (kind === 'check')
    return [`check ${module} · ${takes}`, `${module} · ${takes}`, stacked, `check ${module}`, module];
  return [`${module} · ${takes}`, stacked, module];
}
