/** Latency or energy over the number of exits, one line a kind of design, with the accuracy beneath. */
import { formatAccuracy, formatJoules, formatNs } from '../../../../server/src/base/format';
import type { CurveModel, CurvePoint } from '../../../../server/src/base/protocol/exploration';
import { timeAxis } from '../gantt/ticks';
import { text } from '../scene/text';
import type { Font, Measure, Scene, Shape, Tone } from '../scene/shapes';

const WIDTH = 860;
const PAD = 16;
const TOP = 44;
const LEFT = 70;
const RIGHT = 190;
const UPPER = 300;
const LOWER = 90;
const BETWEEN = 34;
const BOTTOM = 44;
const title: Font = { size: 14, bold: true };
const label: Font = { size: 12 };
const small: Font = { size: 11 };

export function layoutCurve(model: CurveModel, measure: Measure): Scene {
  const lines = model.lines.filter((l) => l.points.length > 0);
  const points = lines.flatMap((l) => l.points);
  const hasAccuracy = points.some((p) => p.accuracy !== undefined);
  const height = TOP + UPPER + (hasAccuracy ? BETWEEN + LOWER : 0) + BOTTOM;
  const most = Math.max(1, ...points.map((p) => p.count));
  const plot = { x: LEFT, y: TOP, w: WIDTH - LEFT - RIGHT, h: UPPER };
  const x = (count: number): number => plot.x + (count / most) * plot.w;
  const top = Math.max(...points.map((p) => p.value), 1) * 1.06;
  const y = (value: number): number => plot.y + plot.h - (value / top) * plot.h;
  const shapes: Shape[] = [
    text('title', PAD, 18, model.title, title),
    text('measured', LEFT, TOP - 12, `${model.measured} over the number of exits`, small, 'muted'),
  ];
  for (const { ns, label: words } of timeAxis(0, top, plot.h).ticks) {
    shapes.push(line(`grid ${ns}`, plot.x, y(ns), plot.w, 0, 'grid'));
    shapes.push(
      text(`tick ${ns}`, plot.x - 8, y(ns), words.replace(/s$/, model.unit), small, 'muted', 'end'),
    );
  }
  const step = most > 24 ? 4 : most > 12 ? 2 : 1;
  const foot = hasAccuracy ? plot.y + plot.h + BETWEEN + LOWER : plot.y + plot.h;
  for (let count = 0; count <= most; count += step)
    shapes.push(text(`count ${count}`, x(count), foot + 14, String(count), small, 'muted', 'middle'));
  shapes.push(text('exits', plot.x + plot.w / 2, foot + 31, 'early exits', small, 'muted', 'middle'));
  lines.forEach(({ points: own }, i) =>
    shapes.push(...series(`time ${i}`, own, i, (p) => [x(p.count), y(p.value)])),
  );
  shapes.push(...names(model, plot, y, measure));
  if (hasAccuracy) shapes.push(...accuracies(lines, { ...plot, y: plot.y + plot.h + BETWEEN, h: LOWER }, x));
  return {
    width: WIDTH,
    height,
    plot,
    stillKey: '',
    still: () => [],
    layers: [{ clip: null, shapes }],
    hits: [],
  };
}

const toneOf = (i: number): Tone => `accent-${i}`;

/** A line through the points, and a mark at each: a full one where the design surely fits. */
function series(
  key: string,
  points: readonly CurvePoint[],
  i: number,
  at: (point: CurvePoint) => readonly [number, number],
): Shape[] {
  const shapes: Shape[] = [];
  points.forEach((point, p) => {
    const [x, y] = at(point);
    const next = points[p + 1];
    if (next) {
      const [x2, y2] = at(next);
      shapes.push({
        ...line(`${key} ${p}`, x, y, x2 - x, y2 - y, toneOf(i)),
        strokeWidth: 1.8,
        dash: i % 2 === 1,
      });
    }
  });
  for (const [p, point] of points.entries()) {
    const [x, y] = at(point);
    shapes.push({ type: 'dot', key: `${key} dot ${p}`, x, y, r: 3.5, fill: toneOf(i) });
    if (!point.fits) shapes.push({ type: 'dot', key: `${key} hole ${p}`, x, y, r: 2, fill: 'background' });
  }
  return shapes;
}

/** At the end of each line its name and least point, apart from each other. */
function names(
  { lines: all, unit }: CurveModel,
  plot: Scene['plot'],
  y: (ns: number) => number,
  measure: Measure,
): Shape[] {
  const ends = all
    .filter((l) => l.points.length > 0)
    .flatMap(({ name, points }, i) => {
      const last = points.at(-1);
      const least = points.reduce((a, b) => (b.value < a.value ? b : a));
      return last ? [{ name, i, least, y: y(last.value) }] : [];
    })
    .sort((a, b) => a.y - b.y);
  let free = plot.y;
  return ends.flatMap(({ name, i, least, y: wanted }, n) => {
    const left = (ends.length - n) * 32;
    const at = Math.min(Math.max(wanted, free), plot.y + plot.h - left + 16);
    free = at + 32;
    const words = `least ${unit === 'J' ? formatJoules(least.value / 1e9) : formatNs(least.value)} at ${least.count}`;
    const x = plot.x + plot.w + 14;
    const width = Math.max(measure(name, label), measure(words, small));
    return [
      { ...line(`end ${i}`, x - 8, at, 6, 0, toneOf(i)), strokeWidth: 1.8 },
      text(`name ${i}`, x, at, name, label, toneOf(i)),
      ...(width > 0 ? [text(`least ${i}`, x, at + 14, words, small, 'muted')] : []),
    ];
  });
}

function accuracies(lines: CurveModel['lines'], plot: Scene['plot'], x: (count: number) => number): Shape[] {
  const all = lines.flatMap((l) => l.points.flatMap((p) => p.accuracy ?? []));
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const span = Math.max(high - low, 0.002);
  const y = (accuracy: number): number => plot.y + 8 + ((high - accuracy) / span) * (plot.h - 16);
  const shapes: Shape[] = [
    text('accuracy', plot.x, plot.y - 10, 'accuracy', small, 'muted'),
    line('accuracy foot', plot.x, plot.y + plot.h, plot.w, 0, 'grid'),
  ];
  for (const value of new Set([low, high])) {
    shapes.push(line(`accuracy grid ${value}`, plot.x, y(value), plot.w, 0, 'grid'));
    shapes.push(
      text(`accuracy tick ${value}`, plot.x - 8, y(value), formatAccuracy(value), small, 'muted', 'end'),
    );
  }
  lines.forEach(({ points }, i) => {
    const own = points.filter((p) => p.accuracy !== undefined);
    shapes.push(...series(`accuracy ${i}`, own, i, (p) => [x(p.count), y(p.accuracy ?? low)]));
  });
  return shapes;
}

function line(
  key: string,
  x: number,
  y: number,
  w: number,
  h: number,
  stroke: Tone,
): Shape & { type: 'line' } {
  return { type: 'line', key, x, y, w, h, stroke };
}
