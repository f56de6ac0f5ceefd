/** Lays out one task of the timeline. */
import type { TaskView } from '../../../../server/src/base/protocol/view';
import type { Box, Font, Measure, Shape, Tone } from '../scene/shapes';
import { firstThatFits, shorten } from '../scene/text';

export interface BarOptions {
  task: TaskView;
  key: string;
  tone: Tone;
  /** Border and hatching of a load. */
  edge: Tone | null;
  /** Longest first; a line break stacks two lines. */
  text: readonly string[];
  box: Box;
  /** x of the earliest and the latest end of a load with a band. */
  ends: { low: number; high: number } | null;
  plot: Box;
  /** x of exit and budget lines and of breaks, which labels avoid. */
  lines: readonly number[];
  measure: Measure;
}

/** A bar, and apart from it its label, which lies over what crosses bars. */
export interface Bar {
  shapes: Shape[];
  label: Shape[];
  hit: Box;
  /** Wordings for beside the bar; null if what it is stands in it. */
  outside: readonly string[] | null;
}

export const barFont: Font = { size: 11 };
const lineHeight = 12;
const textMargin = 5;
/** Least width, so that a bar of zero length is visible. */
const thinnest = 1;
/** Narrower bars get neither round corners nor hatching: invisible at that size, and there may be thousands. */
const narrowestDressed = 5;
export const dotRadius = 4;

/** One task on one lane: its bar, the dot of a decision, and a label where one fits. */
export function layoutBar(options: BarOptions): Bar {
  const { task, key, tone, edge, plot } = options;
  const box = { ...options.box, w: Math.max(options.box.w, thinnest) };
  const shapes: Shape[] = [
    {
      type: 'rect',
      key: `bar ${key}`,
      ...box,
      fill: tone,
      ...(box.w >= narrowestDressed && {
        radius: 3,
        ...(edge && { stroke: edge, pattern: 'hatch' as const }),
      }),
    },
  ];
  shapes.push(...whisker(options));
  const from = Math.max(box.x, plot.x);
  const to = Math.min(box.x + box.w, plot.x + plot.w);
  const found = labelOf(options, from, to);
  const label: Shape[] = [];
  if (found) {
    const lines = found.text.split('\n');
    if (edge) label.push(plate(key, found.x, lines, box, options.measure));
    lines.forEach((line, index) =>
      label.push({
        type: 'text',
        key: `bar label ${key}${index > 0 ? ' below' : ''}`,
        x: found.x,
        y: box.y + box.h / 2 + (index - (lines.length - 1) / 2) * lineHeight,
        text: line,
        font: barFont,
        fill: edge ? 'text' : 'on-bar',
        anchor: 'middle',
      }),
    );
  }
  if (task.kind === 'check') {
    shapes.push({
      type: 'dot',
      key: `dot ${key}`,
      x: box.x + box.w,
      y: box.y + box.h / 2,
      r: dotRadius,
      fill: 'exit',
    });
  }
  return {
    shapes,
    label,
    hit: { ...box, x: from, w: Math.max(to - from, thinnest) },
    outside: found?.whole ? null : options.text.filter((wording) => !wording.includes('\n')),
  };
}

/** From the earliest to the latest end, with a stop at each, as far as the plot shows them. */
function whisker({ key, ends, edge, box, plot }: BarOptions): Shape[] {
  if (ends === null || edge === null) return [];
  const low = Math.max(ends.low, plot.x);
  const high = Math.min(ends.high, plot.x + plot.w);
  if (high - low < thinnest) return [];
  const line = { type: 'line' as const, stroke: edge, strokeWidth: 1.5 };
  const stop = { y: box.y + box.h / 4, w: 0, h: box.h / 2 };
  return [
    { ...line, key: `band ${key}`, x: low, y: box.y + box.h / 2, w: high - low, h: 0 },
    ...(ends.low >= plot.x ? [{ ...line, ...stop, key: `earliest ${key}`, x: low }] : []),
    ...(ends.high <= plot.x + plot.w ? [{ ...line, ...stop, key: `latest ${key}`, x: high }] : []),
  ];
}

/** In the middle of the bar, or of its widest piece between the lines that cross it. */
function labelOf(
  { text, lines, task, measure }: BarOptions,
  from: number,
  to: number,
): { x: number; text: string; whole: boolean } | null {
  if (to - from <= 2 * textMargin) return null;
  const end = task.kind === 'check' ? to - dotRadius : to;
  const cuts = [from, ...lines.filter((x) => x > from && x < end).sort((a, b) => a - b), end];
  const pieces = cuts.slice(1).map((cut, index) => ({ from: cuts[index] ?? from, to: cut }));
  const widest = pieces.reduce((best, piece) => (piece.to - piece.from > best.to - best.from ? piece : best));
  const room = widest.to - widest.from - 2 * textMargin;
  if (room <= 0) return null;
  const ofLines = (lines: string, font: Font): number =>
    Math.max(...lines.split('\n').map((line) => measure(line, font)));
  const fits = firstThatFits(text, room, barFont, ofLines);
  const shown = fits ?? shorten(text.at(-1) ?? '', room, barFont, measure);
  return shown === null ? null : { x: (widest.from + widest.to) / 2, text: shown, whole: fits !== null };
}

/** A plain background for text on hatching. */
function plate(key: string, x: number, lines: readonly string[], box: Box, measure: Measure): Shape {
  const w = Math.max(...lines.map((line) => measure(line, barFont))) + 2 * textMargin - 2;
  const h = lines.length > 1 ? box.h - 2 : 16;
  const middle = box.y + box.h / 2;
  return {
    type: 'rect',
    key: `plate ${key}`,
    ...{ x: x - w / 2, y: middle - h / 2, w, h },
    radius: 3,
    fill: 'card',
    alpha: 0.9,
  };
}
