/** The sample of a legend's entry: what it looks like in the diagram, small. */
import type { Shape } from '../scene/shapes';
import type { LegendEntry } from './diagram';

/** In pixels. */
export const swatch = { w: 18, h: 12 };

export function legendSwatch({ look: { mark, ...look } }: LegendEntry, key = 'swatch'): Shape[] {
  const { w, h } = swatch;
  if (mark === 'dot') return [{ type: 'dot', key, x: w / 2, y: h / 2, r: 4, fill: look.fill ?? 'text' }];
  const line = { type: 'line' as const, h, stroke: look.stroke ?? 'text', dash: look.dash ?? false };
  if (mark === 'line') return [{ ...line, key, x: w / 2, y: 0, w: 0 }];
  if (mark === 'break')
    return [-3, 3].map((x) => ({ ...line, key: `${key} ${x}`, x: w / 2 + x + 2, y: 0, w: -4 }));
  return [{ type: 'rect', key, x: 0.5, y: 0.5, w: w - 1, h: h - 1, radius: 2, ...look }];
}
