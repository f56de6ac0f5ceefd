/** Time of layers on the processor. */
import type { Nanoseconds } from '../base/units';

/** Time of a branch on the processor: operations at its rate, plus the overhead of a call. */
export function cpuNs(
  operations: number,
  operationsPerSecond: number,
  overheadNs: Nanoseconds = 0,
): Nanoseconds {
  if (!(operationsPerSecond > 0)) return Infinity;
  return Math.ceil(overheadNs + (operations * 1e9) / operationsPerSecond);
}
