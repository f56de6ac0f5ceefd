/** Hatching tiles, shared by canvas and SVG. */
import type { Pattern } from './shapes';

/** Side of the square tile, in pixels. */
export const patternSize = 7;

/** Strokes of one tile: from x, y to x, y with a width. They extend beyond the edges so that tiles join. */
export const patternStrokes: Record<Pattern, readonly (readonly [number, number, number, number, number])[]> =
  {
    hatch: [
      [-1, 8, 8, -1, 1.4],
      [-1, 1, 1, -1, 1.4],
      [6, 8, 8, 6, 1.4],
    ],
    cross: [
      [-1, 8, 8, -1, 1],
      [-1, -1, 8, 8, 1],
    ],
    dots: [[2.5, 3.5, 4.5, 3.5, 2]],
    vertical: [
      [1.75, 0, 1.75, 7, 1],
      [5.25, 0, 5.25, 7, 1],
    ],
    horizontal: [[0, 3.5, 7, 3.5, 1]],
  };
