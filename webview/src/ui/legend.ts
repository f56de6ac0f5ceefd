/** A diagram's legend. */
import type { LegendEntry } from '../drawing/diagrams/diagram';
import { legendSwatch, swatch } from '../drawing/diagrams/swatch';
import type { Palette } from '../drawing/palette';
import { paintLayers } from '../scene/canvas';
import { element } from './dom';

export function legend(entries: readonly LegendEntry[], palette: Palette): HTMLElement[] {
  return entries.map((entry) => {
    const canvas = element('canvas', { 'aria-hidden': 'true' });
    canvas.width = swatch.w * devicePixelRatio;
    canvas.height = swatch.h * devicePixelRatio;
    const context = canvas.getContext('2d');
    if (context) {
      context.scale(devicePixelRatio, devicePixelRatio);
      paintLayers(context, [{ clip: null, shapes: legendSwatch(entry) }], palette);
    }
    return element('li', {}, canvas, entry.label);
  });
}
