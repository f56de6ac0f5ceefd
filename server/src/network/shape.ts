/** Shape of the data between two layers: an image of channels, rows and columns, or a flat vector. */
export interface ImageShape {
  readonly c: number;
  readonly h: number;
  readonly w: number;
}

interface FlatShape {
  readonly n: number;
}

export type Shape = ImageShape | FlatShape;

export function isImage(shape: Shape): shape is ImageShape {
  return 'c' in shape;
}

/** Number of values. */
export function elements(shape: Shape): number {
  return isImage(shape) ? shape.c * shape.h * shape.w : shape.n;
}

/** Values per position: the channels of an image, the length of a vector. */
export function channels(shape: Shape): number {
  return isImage(shape) ? shape.c : shape.n;
}

/** Rows in which the data streams through the pipeline; a vector is one row. */
export function rows(shape: Shape): number {
  return isImage(shape) ? shape.h : 1;
}

/** `[c, h, w]` or `[n]`, as reports print it. */
export function dimensions(shape: Shape): number[] {
  return isImage(shape) ? [shape.c, shape.h, shape.w] : [shape.n];
}

export function sameShape(a: Shape, b: Shape): boolean {
  if (isImage(a)) return isImage(b) && a.c === b.c && a.h === b.h && a.w === b.w;
  return !isImage(b) && a.n === b.n;
}
