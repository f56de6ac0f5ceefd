/**
 * The visible part of a diagram. Windows are in shares of the whole (0..1), so they survive a resize and a new version
 * of the design.
 */
export interface PlanWindow {
  left: number;
  top: number;
  /** Visible share of width and height; 1 is everything. */
  size: number;
}

export interface TimeWindow {
  startNs: number;
  endNs: number;
}

/** Closest zoom: one column of a 400-column part is then about 100 pixels wide. */
const smallestPlan = 0.02;
/** Shortest visible time: one pixel is then well under a nanosecond. */
const shortestNs = 20;

export const wholePlan: PlanWindow = { left: 0, top: 0, size: 1 };

/** Zooms around the pointer, given in shares of the plot. Null is everything. */
export function zoomPlan(
  window: PlanWindow | null,
  atX: number,
  atY: number,
  factor: number,
): PlanWindow | null {
  const old = window ?? wholePlan;
  const size = clamp(old.size * factor, smallestPlan, 1);
  return keepInside(old.left + atX * (old.size - size), old.top + atY * (old.size - size), size);
}

/** Moves by shares of the plot. */
export function panPlan(window: PlanWindow | null, byX: number, byY: number): PlanWindow | null {
  if (window === null) return null;
  return keepInside(window.left - byX * window.size, window.top - byY * window.size, window.size);
}

function keepInside(left: number, top: number, size: number): PlanWindow | null {
  if (size >= 1) return null;
  return { left: clamp(left, 0, 1 - size), top: clamp(top, 0, 1 - size), size };
}

/** Where times lie on an axis, as shares 0..1. */
interface Axis {
  readonly at: (ns: number) => number;
  readonly ns: (share: number) => number;
}

export function zoomTime(
  window: TimeWindow | null,
  axis: Axis,
  at: number,
  factor: number,
): TimeWindow | null {
  const { from, to } = sharesOf(window, axis);
  const size = (to - from) * factor;
  const zoomed = timeInside(from + at * (to - from - size), size, axis);
  return zoomed && zoomed.endNs - zoomed.startNs < shortestNs ? window : zoomed;
}

export function panTime(window: TimeWindow | null, axis: Axis, by: number): TimeWindow | null {
  if (window === null) return null;
  const { from, to } = sharesOf(window, axis);
  return timeInside(from - by * (to - from), to - from, axis);
}

function sharesOf(window: TimeWindow | null, axis: Axis): { from: number; to: number } {
  return window === null ? { from: 0, to: 1 } : { from: axis.at(window.startNs), to: axis.at(window.endNs) };
}

function timeInside(from: number, size: number, axis: Axis): TimeWindow | null {
  if (size >= 1) return null;
  const start = clamp(from, 0, 1 - size);
  return { startNs: axis.ns(start), endNs: axis.ns(start + size) };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
