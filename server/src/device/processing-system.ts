/** Speed of the PS: its CPU for layers `on cpu`, and the memory bandwidth for the fabric. */
import type { BytesPerSecond, Hertz } from '../base/units';
import type { Family } from './data-types';

/** The processor, for layers `on cpu`. */
export interface Cpu {
  readonly name: string;
  readonly clock: Hertz;
  /** Multiplications and additions per second that compiled C reaches on one core for convolutions. */
  readonly opsPerSecond: number;
  readonly source: string;
}

export interface Memory {
  /** Bytes per second that the fabric can read and write together. */
  readonly bytesPerSecond: BytesPerSecond;
  readonly source: string;
}

/** DS187 and DS925, slowest speed grade: Cortex-A9 at 667 MHz, Cortex-A53 at 1.2 GHz. */
const slowestClock: Record<Family, Hertz> = { '7series': 667e6, 'ultrascale+': 1.2e9 };

/** Assumption: one operation per cycle on the A9, two on the A53; vectorised libraries reach several times as many. */
const opsPerCycle: Record<Family, number> = { '7series': 1, 'ultrascale+': 2 };

/** Assumption: one high-performance port, 64 bit at 125 MHz or 128 bit at 250 MHz, not the whole DDR controller. */
const onePort: Record<Family, BytesPerSecond> = { '7series': 1.0e9, 'ultrascale+': 4.0e9 };

/** The part's CPU at the clock of its slowest speed grade, or at that of a board. */
export function cpuOf(part: { readonly family: Family }, clock?: Hertz): Cpu {
  const hertz = clock ?? slowestClock[part.family];
  return {
    name: part.family === '7series' ? 'Cortex-A9' : 'Cortex-A53',
    clock: hertz,
    opsPerSecond: hertz * opsPerCycle[part.family],
    source: `assumption: ${opsPerCycle[part.family]} operation(s) a cycle on one core, compiled C without vector library`,
  };
}

/** DDR bandwidth available to the fabric, never more than that of the board's memory. */
export function memoryOf(part: { readonly family: Family }, peak: BytesPerSecond = Infinity): Memory {
  return {
    bytesPerSecond: Math.min(onePort[part.family], peak),
    source: `assumption: one high-performance port (${part.family === '7series' ? '64 bit at 125 MHz' : '128 bit at 250 MHz'})`,
  };
}
