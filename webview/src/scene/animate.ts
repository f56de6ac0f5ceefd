/** Animates the change from one scene to the next. */
import type { Layer, Shape } from '../drawing/scene/shapes';

/** Duration of the animation. */
export const animationMs = 120;

/** Layers between old and new at `progress` 0..1. New shapes fade in; removed ones disappear at once. */
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
