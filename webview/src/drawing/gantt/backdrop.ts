/** What does not change with the tasks' figures: rows, grid and axis. */
import { formatNs } from '../../../../server/src/base/format';
import type { Box, Font, Layer, Measure, Shape } from '../scene/shapes';
import { shorten } from '../scene/text';
import type { TimeWindow } from '../window';
import type { Row } from './rows';
import type { TimeScale } from './scale';
import { timeAxis } from './ticks';

export const rowFont: Font = { size: 11, mono: true };
const axisFont: Font = { size: 10, mono: true };
const fewestEvents = 2;

export interface BackdropOptions {
  readonly rows: readonly { readonly row: Row; readonly box: Box }[];
  readonly plot: Box;
  readonly time: TimeWindow;
  readonly scale: TimeScale;
  readonly x: (ns: number) => number;
  readonly measure: Measure;
}

export function backdrop({ rows, plot, time, scale, x, measure }: BackdropOptions): Layer[] {
  const lanes = rows.flatMap(({ row, box }): Shape[] => [
    { type: 'rect', key: `lane ${row.id}`, ...box, radius: 2, fill: 'lane' },
    {
      type: 'text',
      key: `lane label ${row.id}`,
      x: plot.x - 10,
      y: box.y + box.h / 2,
      text: shorten(row.label, plot.x - 12, rowFont, measure) ?? '',
      font: rowFont,
      fill: row.accent === null ? 'text' : `accent-${row.accent}`,
      anchor: 'end',
    },
  ]);
  const seen = scale.events.filter((ns) => ns >= time.startNs && ns <= time.endNs);
  const ticks =
    seen.length < fewestEvents
      ? timeAxis(time.startNs, time.endNs, plot.w).ticks
      : byImportance(seen, x).map((ns) => ({ ns, label: formatNs(ns) }));
  const taken: { from: number; to: number }[] = [];
  const marks = ticks.flatMap(({ ns, label }): Shape[] => {
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
    if (taken.some(({ from, to }) => left < to + 6 && left + w > from - 6)) return [grid];
    taken.push({ from: left, to: left + w });
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
  return [{ clip: null, shapes: [...lanes, ...marks] }];
}

/** Events beside the widest intervals first: their labels have room, and they bound what takes long. */
function byImportance(events: readonly number[], x: (ns: number) => number): number[] {
  const room = (index: number): number => {
    const at = x(events[index] ?? 0);
    const before = events[index - 1];
    const after = events[index + 1];
    return Math.max(before === undefined ? 0 : at - x(before), after === undefined ? 0 : x(after) - at);
  };
  return events
    .map((ns, index) => ({ ns, room: index === 0 ? Infinity : room(index) }))
    .sort((a, b) => b.room - a.room || a.ns - b.ns)
    .map(({ ns }) => ns);
}
