/** Keyboard navigation between items. */
import type { Hit } from '../drawing/scene/shapes';

export type Direction = 'left' | 'right' | 'up' | 'down' | 'first' | 'last';

/** Weight of sideways distance for up and down. */
const sidewaysCost = 3;

/**
 * The item that an arrow key leads to. Left and right go through all items in reading order, so that each can be
 * reached; up and down go to the nearest one in that direction, or stay.
 */
export function walk(hits: readonly Hit[], from: string | null, direction: Direction): string | null {
  const order = [...new Set(hits.map((hit) => hit.id))];
  const index = from === null ? -1 : order.indexOf(from);
  if (direction === 'first' || (index < 0 && direction !== 'last')) return order[0] ?? null;
  if (direction === 'last') return order.at(-1) ?? null;
  if (direction === 'left') return order[Math.max(index - 1, 0)] ?? null;
  if (direction === 'right') return order[Math.min(index + 1, order.length - 1)] ?? null;
  return nearest(hits, from, direction === 'down' ? 1 : -1) ?? from;
}

function nearest(hits: readonly Hit[], from: string | null, sign: 1 | -1): string | null {
  const own = hits.filter((hit) => hit.id === from);
  const start = sign > 0 ? own.at(-1) : own[0];
  if (!start) return null;
  let best: { id: string; cost: number } | null = null;
  for (const hit of hits) {
    const along = sign * (middleY(hit) - middleY(start));
    if (hit.id === from || along <= 1) continue;
    const cost = along + Math.max(gapX(hit, start), 0) * sidewaysCost;
    if (best === null || cost < best.cost) best = { id: hit.id, cost };
  }
  return best?.id ?? null;
}

function middleY(hit: Hit): number {
  return hit.y + hit.h / 2;
}

/** Horizontal distance between two boxes; negative where they are above each other. */
function gapX(a: Hit, b: Hit): number {
  return Math.max(a.x, b.x) - Math.min(a.x + a.w, b.x + b.w);
}
