/** A diagram's legend. */
import type { LegendEntry } from '../drawing/diagrams/diagram';
import type { Palette } from '../drawing/palette';
import type { Shape } from '../drawing/scene/shapes';
import { paintLayers } from '../scene/canvas';
import { element } from './dom';

const swatch = { w: 18, h: 12 };

export function legend(entries: readonly LegendEntry[], palette: Palette): HTMLElement[] {
  return entries.map(({ label, look }) => {
    const canvas = element('canvas', { 'aria-hidden': 'true' });
    canvas.width = swatch.w * devicePixelRatio;
    canvas.height = swatch.h * devicePixelRatio;
    const context = canvas.getContext('2d');
    if (context) {
      context.scale(devicePixelRatio, devicePixelRatio);
      paintLayers(context, [{ clip: null, shapes: swatchOf(look) }], palette);
    }
    return element('li', {}, canvas, label);
  });
}

function swatchOf({ mark, ...look }: LegendEntry['look']): Shape[] {
  const { w, h } = swatch;
  if (mark === 'dot')
    return [{ type: 'dot', key: 'swatch', x: w / 2, y: h / 2, r: 4, fill: look.fill ?? 'text' }];
  const line = { type: 'line' as const, h, stroke: look.stroke ?? 'text', dash: look.dash ?? false };
  if (mark === 'line') return [{ ...line, key: 'swatch', x: w / 2, y: 0, w: 0 }];
  if (mark === 'break')
    return [-3, 3].map((x) => ({ ...line, key: `swatch ${x}`, x: w / 2 + x + 2, y: 0, w: -4 }));
  return [{ type: 'rect', key: 'swatch', x: 0.5, y: 0.5, w: w - 1, h: h - 1, radius: 2, ...look }];
}
