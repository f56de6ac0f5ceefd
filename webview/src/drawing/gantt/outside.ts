/** Labels beside bars that are too narrow for what they are. */
import type { Box, Measure, Shape } from '../scene/shapes';
import { firstThatFits } from '../scene/text';
import { barFont, dotRadius, type Bar } from './bars';

export interface RowBar {
  readonly key: string;
  readonly bar: Bar;
}

const gap = 4;

/**
 * To the right of its bar, else to its left, where neither the next bar of the row nor a line is in the way. A label in the
 * bar that was shortened gives way to a whole one beside it.
 *
 * @param bars of one row
 * @param lines x of what no label may cross
 */
export function labelBars(
  bars: readonly RowBar[],
  plot: Box,
  lines: readonly number[],
  measure: Measure,
): Shape[] {
  const sorted = [...bars].sort((a, b) => a.bar.hit.x - b.bar.hit.x);
  const shapes: Shape[] = [];
  let used = plot.x;
  sorted.forEach(({ key, bar }, index) => {
    const { hit, outside } = bar;
    const right = hit.x + hit.w + dotRadius + gap;
    const left = Math.max(used, index > 0 ? endOf(sorted[index - 1]) + dotRadius : plot.x);
    used = Math.max(used, right);
    if (outside === null) {
      shapes.push(...bar.label);
      return;
    }
    const stop = Math.min(sorted[index + 1]?.bar.hit.x ?? Infinity, plot.x + plot.w);
    const isCrossed = (from: number, to: number): boolean => lines.some((x) => x > from - 2 && x < to + 2);
    const fits = (room: number, place: (w: number) => number): { text: string; x: number } | null => {
      const text = firstThatFits(
        outside.filter(
          (one) =>
            !isCrossed(place(measure(one, barFont)), place(measure(one, barFont)) + measure(one, barFont)),
        ),
        room,
        barFont,
        measure,
      );
      return text === null ? null : { text, x: place(measure(text, barFont)) };
    };
    const found =
      fits(stop - gap - right, () => right) ?? fits(hit.x - gap - left - gap, (w) => hit.x - gap - w);
    if (!found) {
      shapes.push(...bar.label);
      return;
    }
    used = Math.max(used, found.x + measure(found.text, barFont) + gap);
    shapes.push({
      type: 'text',
      key: `bar label ${key}`,
      x: found.x,
      y: hit.y + hit.h / 2,
      text: found.text,
      font: barFont,
      fill: 'text',
      anchor: 'start',
    });
  });
  return shapes;
}

function endOf(one: RowBar | undefined): number {
  return one ? one.bar.hit.x + one.bar.hit.w : 0;
}
