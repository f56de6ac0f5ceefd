import type { Layer, Shape } from '../drawing/scene/shapes';

/** How long things take from their old place to their new one. */
export const animationMs = 120;

/** The new layers on their way from the old ones; `progress` 0..1. What is new fades in, what is gone is gone. */
export function between(old: readonly Layer[], now: readonly Layer[], progress: number): Layer[] {
  const before = new Map(old.flatMap((layer) => layer.shapes.map((shape) => [shape.key, shape] as const)));
  const share = easeOut(progress);
  return now.map((layer) => ({
    clip: layer.clip,
    shapes: layer.shapes.map((shape) => move(before.get(shape.key), shape, share)),
  }));
}

function move(from: Shape | undefined, to: Shape, share: number): Shape {
  if (from?.type !== to.type) return { ...to, alpha: (to.alpha ?? 1) * share };
  const at = (a: number, b: number): number => a + (b - a) * share;
  const place = { x: at(from.x, to.x), y: at(from.y, to.y) };
  if ((to.type === 'rect' && from.type === 'rect') || (to.type === 'line' && from.type === 'line')) {
    return { ...to, ...place, w: at(from.w, to.w), h: at(from.h, to.h) };
  }
  return { ...to, ...place };
}

function easeOut(progress: number): number {
  return 1 - (1 - progress) ** 3;
}
