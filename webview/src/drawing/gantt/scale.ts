/**
 * Where times lie on the axis. On the linear axis lengths are proportional to time. On the event axis each interval between
 * two neighbouring events has a width that grows with the logarithm of its length, so that a check of 113 µs beside a load of
 * 6.71 ms is readable; within an interval the axis is linear.
 */
import type { TimelineView } from '../../../../server/src/base/protocol/view';
import { niceStep } from './ticks';

export interface TimeScale {
  /** Share 0..1 of the whole axis at a time. */
  readonly at: (ns: number) => number;
  /** Time at a share. */
  readonly ns: (share: number) => number;
  readonly endNs: number;
  /** Times where something starts or ends; empty on the linear axis. */
  readonly events: readonly number[];
  /** Middles of intervals that are drawn much shorter than their neighbours, which a break marks. */
  readonly breaks: readonly number[];
}

/** A budget beyond this multiple of the schedule's length is named at the edge instead of squeezing everything else. */
const farBudget = 2;
/** Room behind the last event, as a share. */
const tail = 0.03;

export function linearScale(timeline: TimelineView): TimeScale {
  const end = lastNs(timeline) * (1 + tail);
  const step = niceStep(end / 24);
  const endNs = Math.ceil(end / step) * step;
  return { at: (ns) => ns / endNs, ns: (share) => share * endNs, endNs, events: [], breaks: [] };
}

/** The end of every path and of every task on it, and the budgets that are not far off. The same for every path. */
function lastNs({ paths, worstNs, budgets }: TimelineView): number {
  let last = Math.max(worstNs, 1);
  for (const path of paths) {
    last = Math.max(last, path.latencyNs);
    for (const task of path.tasks) last = Math.max(last, task.endNs);
  }
  const near = budgets.map((budget) => budget.ns).filter((ns) => ns <= last * farBudget);
  return Math.max(last, ...near);
}

/** Width of an interval twice as long, as a share of that of the shortest task. */
const perDoubling = 0.35;
/** Least width, for what is shorter than any task. */
const leastWeight = 0.2;
/** An interval is broken where a nanosecond has this many times less room than in the shortest task. */
const brokenFrom = 8;

export function eventScale(timeline: TimelineView): TimeScale {
  const last = lastNs(timeline);
  const events = eventsOf(timeline, last);
  const shortest = Math.max(Math.min(...durations(timeline), last), 1);
  const intervals = events.slice(1).map((to, index) => {
    const from = events[index] ?? 0;
    const weight = Math.max(1 + perDoubling * Math.log2((to - from) / shortest), leastWeight);
    return { from, to, weight };
  });
  const sum = intervals.reduce((all, { weight }) => all + weight, 0) * (1 + tail);
  const edges = [0];
  for (const { weight } of intervals) edges.push((edges.at(-1) ?? 0) + weight / sum);
  const endNs = last * (1 + tail);
  const times = [...events, endNs];
  edges.push(1);
  return {
    at: (ns) => between(times, edges, ns),
    ns: (share) => between(edges, times, share),
    endNs,
    events,
    breaks: intervals
      .filter(({ from, to, weight }) => (to - from) / weight > brokenFrom * shortest)
      .map(({ from, to }) => (from + to) / 2),
  };
}

/** Piecewise linear; beyond the ends the first and the last piece go on. */
function between(xs: readonly number[], ys: readonly number[], x: number): number {
  let low = 0;
  let high = xs.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((xs[middle] ?? 0) <= x) low = middle;
    else high = middle - 1;
  }
  const [x0 = 0, x1 = 1, y0 = 0, y1 = 1] = [xs[low], xs[low + 1], ys[low], ys[low + 1]];
  return x1 === x0 ? y0 : y0 + ((x - x0) / (x1 - x0)) * (y1 - y0);
}

function eventsOf({ paths, budgets }: TimelineView, last: number): number[] {
  const all = new Set([0, last]);
  for (const { latencyNs, tasks } of paths) {
    all.add(latencyNs);
    for (const { startNs, endNs } of tasks) all.add(startNs).add(endNs);
  }
  for (const { ns } of budgets) if (ns <= last) all.add(ns);
  return [...all].sort((a, b) => a - b);
}

function durations({ paths }: TimelineView): number[] {
  return paths.flatMap(({ tasks }) =>
    tasks.map(({ startNs, endNs }) => endNs - startNs).filter((ns) => ns > 0),
  );
}

/** From this ratio of the longest task to the shortest on, the linear axis hides the shortest. */
const uneven = 20;
/** With more events than this, none has room. */
const mostEvents = 80;

/** Whether the event axis tells more than the linear one. */
export function isUneven(timeline: TimelineView): boolean {
  const all = durations(timeline);
  if (all.length === 0 || eventsOf(timeline, lastNs(timeline)).length > mostEvents) return false;
  return Math.max(...all) > uneven * Math.min(...all);
}
