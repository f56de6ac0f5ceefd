/** Half-open row intervals [low, high) in CLB rows, flat and in order: low, high, low, high … */
export type Intervals = readonly number[];

export const noIntervals: Intervals = [];

export function union(intervals: Intervals, rows: Intervals): Intervals {
  if (intervals.length === 0) return rows;
  const result: number[] = [];
  let [from = 0, to = 0] = rows;
  for (let i = 0; i < intervals.length; i += 2) {
    const a = intervals[i] ?? 0;
    const b = intervals[i + 1] ?? 0;
    if (b < from) result.push(a, b);
    else if (a > to) {
      result.push(from, to);
      from = a;
      to = b;
    } else {
      from = Math.min(a, from);
      to = Math.max(b, to);
    }
  }
  result.push(from, to);
  return result;
}

export function subtract(intervals: Intervals, low: number, high: number): Intervals {
  if (intervals.length === 0) return intervals;
  const result: number[] = [];
  for (let i = 0; i < intervals.length; i += 2) {
    const a = intervals[i] ?? 0;
    const b = intervals[i + 1] ?? 0;
    if (a < Math.min(b, low)) result.push(a, Math.min(b, low));
    if (Math.max(a, high) < b) result.push(Math.max(a, high), b);
  }
  return result;
}

export function intersect(a: Intervals, b: Intervals): Intervals {
  if (a === b || a.length === 0) return a;
  if (a.length === 2 && b.length === 2 && a[0] === b[0] && a[1] === b[1]) return a;
  const result: number[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const low = Math.max(a[i] ?? 0, b[j] ?? 0);
    const high = Math.min(a[i + 1] ?? 0, b[j + 1] ?? 0);
    if (low < high) result.push(low, high);
    if ((a[i + 1] ?? 0) < (b[j + 1] ?? 0)) i += 2;
    else j += 2;
  }
  return result;
}
