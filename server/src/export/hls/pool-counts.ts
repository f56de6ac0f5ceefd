/** How many values the mean of each window is of. */
import type { ImageShape, Window } from '../../network';

/** Number of values in each window's mean, by output row and column. */
export interface Counts {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  /** All counts that occur; 0 for a window entirely in the padding. */
  readonly possible: readonly number[];
}

export function countsOf(whole: boolean, input: ImageShape, out: ImageShape, window: Window): Counts {
  const { kernel, stride, dilation, padding } = window;
  const rows = whole ? [kernel.h] : counts(input.h, padding.top, kernel.h, stride.h, dilation.h, out.h);
  const columns = whole ? [kernel.w] : counts(input.w, padding.left, kernel.w, stride.w, dilation.w, out.w);
  const possible = new Set(rows.flatMap((r) => columns.map((c) => r * c)).filter((n) => n > 0));
  return { rows, columns, possible: [...possible].sort((a, b) => a - b) };
}

/** Number of image positions in each window, without padding. */
function counts(
  size: number,
  before: number,
  kernel: number,
  stride: number,
  dilation: number,
  out: number,
): number[] {
  return Array.from({ length: out }, (_, window) => {
    let count = 0;
    for (let k = 0; k < kernel; k++) {
      const at = window * stride + k * dilation - before;
      if (at >= 0 && at < size) count++;
    }
    return count;
  });
}
