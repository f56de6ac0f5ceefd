/** Divisors, for legal parallelism. */

/** No device has more lanes than this; it bounds the search for huge numbers. */
const largestFactor = 2 ** 20;

const known = new Map<number, readonly number[]>();

/** All divisors of n, ascending; for numbers beyond 2^40 only those up to 2^20 and their cofactors. */
export function divisors(n: number): readonly number[] {
  const found = known.get(n);
  if (found) return found;
  const low: number[] = [];
  const high: number[] = [];
  for (let d = 1; d <= largestFactor && d * d <= n; d++) {
    if (n % d !== 0) continue;
    low.push(d);
    if (d * d !== n) high.push(n / d);
  }
  const all = [...low, ...high.reverse()];
  if (known.size > 4096) known.clear();
  known.set(n, all);
  return all;
}
