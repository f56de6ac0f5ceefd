/** Reconstructs the rectangles that a user has drawn from a pblock's ranges. */
import { boxesOf, type Box, type Part, type Rectangle, type SiteRange } from '../device';

/** A rectangle of a pblock as drawn: slices with the BRAM, DSP and URAM ranges that belong to them. */
export interface DrawnRectangle extends Rectangle {
  /** Index of the text with its first range. */
  readonly text: number;
  /** 7 series: whether the outermost CLB columns are cut in half. */
  readonly fromOdd: boolean;
  readonly toEven: boolean;
}

/** Rectangles of columns and CLB rows formed by the ranges; block ranges inside or beside slices join them. */
export function drawnRectangles(part: Part, ranges: readonly SiteRange[]): DrawnRectangle[] {
  const boxes = ranges.flatMap((range) => boxesOf(part, range).map((box) => ({ box, text: range.text })));
  const slices = boxes.filter(({ box }) => box.kind === 'SLICE').map(({ box, text }) => drawn(box, text));
  const blocks = boxes.filter(({ box }) => box.kind !== 'SLICE').map(({ box, text }) => drawn(box, text));
  return merge(blocks.reduce(attach, merge(slices)));
}

function drawn(box: Box, text: number): DrawnRectangle {
  const { x0, x1, fromOdd, toEven } = box;
  return { x0, x1, y0: Math.floor(box.low), y1: Math.ceil(box.high) - 1, text, fromOdd, toEven };
}

/** Widens the rectangle that a block range touches or is inside; a range that touches none is a rectangle of its own. */
function attach(rectangles: DrawnRectangle[], block: DrawnRectangle): DrawnRectangle[] {
  const touching = rectangles.findIndex(
    (r) => block.x0 <= r.x1 + 1 && block.x1 >= r.x0 - 1 && block.y0 <= r.y1 && block.y1 >= r.y0,
  );
  const host = rectangles[touching];
  if (!host) return [...rectangles, block];
  const wide = { ...host, x0: Math.min(host.x0, block.x0), x1: Math.max(host.x1, block.x1) };
  return rectangles.with(touching, wide);
}

/** Joins rectangles that are side by side with equal rows, or on top of each other with equal columns. */
function merge(rectangles: readonly DrawnRectangle[]): DrawnRectangle[] {
  const merged: DrawnRectangle[] = [];
  for (const rectangle of rectangles) {
    let whole = rectangle;
    for (let at = 0; at < merged.length; at += 1) {
      const joined = join(merged[at] ?? whole, whole);
      if (!joined) continue;
      whole = joined;
      merged.splice(at, 1);
      at = -1;
    }
    merged.push(whole);
  }
  return merged;
}

function join(a: DrawnRectangle, b: DrawnRectangle): DrawnRectangle | undefined {
  const sameRows = a.y0 === b.y0 && a.y1 === b.y1 && a.x0 <= b.x1 + 1 && b.x0 <= a.x1 + 1;
  const sameColumns = a.x0 === b.x0 && a.x1 === b.x1 && a.y0 <= b.y1 + 1 && b.y0 <= a.y1 + 1;
  if (!sameRows && !sameColumns) return undefined;
  const [left, right] = [a.x0 <= b.x0 ? a : b, a.x1 >= b.x1 ? a : b];
  return {
    x0: left.x0,
    x1: right.x1,
    y0: Math.min(a.y0, b.y0),
    y1: Math.max(a.y1, b.y1),
    text: Math.min(a.text, b.text),
    fromOdd: left.fromOdd,
    toEven: right.toEven,
  };
}
