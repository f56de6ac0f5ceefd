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

export function zoomTime(
  window: TimeWindow | null,
  whole: TimeWindow,
  at: number,
  factor: number,
): TimeWindow | null {
  const old = window ?? whole;
  const span = old.endNs - old.startNs;
  const newSpan = Math.max(span * factor, shortestNs);
  return keepTimeInside(old.startNs + at * (span - newSpan), newSpan, whole);
}

export function panTime(window: TimeWindow | null, whole: TimeWindow, by: number): TimeWindow | null {
  if (window === null) return null;
  const span = window.endNs - window.startNs;
  return keepTimeInside(window.startNs - by * span, span, whole);
}

function keepTimeInside(start: number, span: number, whole: TimeWindow): TimeWindow | null {
  if (span >= whole.endNs - whole.startNs) return null;
  const startNs = clamp(start, whole.startNs, whole.endNs - span);
  return { startNs, endNs: startNs + span };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
