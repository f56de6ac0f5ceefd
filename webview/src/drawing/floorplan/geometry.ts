/** Maps the device's columns and rows to pixels. */
import type { DeviceView, RectView } from '../../../../server/src/base/protocol/view';
import type { Box } from '../scene/shapes';
import { wholePlan, type PlanWindow } from '../window';

/** Pixel positions of columns and CLB rows. Clock regions are separated by a gap that belongs to no row. */
export interface Geometry {
  plot: Box;
  /** Left edge of a configuration column; one past the last is the right edge. */
  x(column: number): number;
  /** Top edge of a CLB row. */
  top(row: number): number;
  /** Bottom edge of a CLB row; row 0 is the lowest. */
  bottom(row: number): number;
  box(rect: RectView): Box;
  /** The column and CLB row under a pixel, or null in a gap or outside. */
  at(x: number, y: number): { column: number; row: number } | null;
}

/** Gap between clock regions as a share of a clock region's height. */
const gapShare = 0.045;

export function planGeometry(device: DeviceView, plot: Box, window: PlanWindow | null): Geometry {
  const { left, top, size } = window ?? wholePlan;
  const columns = device.columns.length;
  const { rows, rowHeight } = device.clockRegions;
  const gap = rowHeight * gapShare;
  const units = rows * rowHeight + (rows - 1) * gap;
  const pixelX = (share: number): number => plot.x + ((share - left) / size) * plot.w;
  const pixelY = (share: number): number => plot.y + ((share - top) / size) * plot.h;
  /** Distance of a row boundary from the bottom, gaps below it included. */
  const up = (rowBoundary: number, clockRow: number): number => rowBoundary + clockRow * gap;
  const clockRow = (row: number): number => Math.floor(row / rowHeight);
  const x = (column: number): number => pixelX(column / columns);
  const topOf = (row: number): number => pixelY(1 - up(row + 1, clockRow(row)) / units);
  const bottomOf = (row: number): number => pixelY(1 - up(row, clockRow(row)) / units);
  return {
    plot,
    x,
    top: topOf,
    bottom: bottomOf,
    box(rect) {
      const boxX = x(rect.x0);
      const boxY = topOf(rect.y1);
      return { x: boxX, y: boxY, w: x(rect.x1 + 1) - boxX, h: bottomOf(rect.y0) - boxY };
    },
    at(px, py) {
      const column = Math.floor((left + ((px - plot.x) / plot.w) * size) * columns);
      const fromBottom = (1 - (top + ((py - plot.y) / plot.h) * size)) * units;
      const region = Math.floor(fromBottom / (rowHeight + gap));
      const within = fromBottom - region * (rowHeight + gap);
      if (column < 0 || column >= columns || region < 0 || region >= rows || within >= rowHeight) return null;
      return { column, row: region * rowHeight + Math.floor(within) };
    },
  };
}
