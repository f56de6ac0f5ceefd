/** Takes ranges of sites out of others, as `resize_pblock -remove` does. */
import { spelled, type SpelledRange } from './spelled';

/** What is left of the ranges: up to four rectangles of each that is cut. */
export function without(ranges: readonly string[], removed: readonly string[]): string[] {
  let left = [...ranges];
  for (const text of removed) {
    const hole = spelled(text);
    if (hole === undefined) continue;
    left = left.flatMap((range) => {
      const own = spelled(range);
      return own?.kind === hole.kind ? besides(range, own, hole) : [range];
    });
  }
  return left;
}

function besides(written: string, a: SpelledRange, b: SpelledRange): string[] {
  if (b.x0 > a.x1 || b.x1 < a.x0 || b.y0 > a.y1 || b.y1 < a.y0) return [written];
  const [low, high] = [Math.max(a.y0, b.y0), Math.min(a.y1, b.y1)];
  return [
    { ...a, y1: b.y0 - 1 },
    { ...a, x1: b.x0 - 1, y0: low, y1: high },
    { ...a, x0: b.x1 + 1, y0: low, y1: high },
    { ...a, y0: b.y1 + 1 },
  ]
    .filter(({ x0, x1, y0, y1 }) => x0 <= x1 && y0 <= y1)
    .map(({ kind, x0, x1, y0, y1 }) => `${kind}_X${x0}Y${y0}:${kind}_X${x1}Y${y1}`);
}
