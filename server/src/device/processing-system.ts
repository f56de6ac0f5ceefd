import type { BytesPerSecond, Hertz } from '../base/units';
import type { Family } from './data-types';

/** The processor as far as layers `on cpu` are concerned. */
export interface Cpu {
  readonly name: string;
  readonly clock: Hertz;
  /** Multiplications and additions a second that one core of compiled C reaches on convolutions. */
  readonly opsPerSecond: number;
  readonly source: string;
}

export interface Memory {
  /** What the fabric can read and write a second, both together. */
  readonly bytesPerSecond: BytesPerSecond;
  readonly source: string;
}

/** DS187 and DS925, slowest speed grade: Cortex-A9 at 667 MHz, Cortex-A53 at 1.2 GHz. */
const slowestClock: Record<Family, Hertz> = { '7series': 667e6, 'ultrascale+': 1.2e9 };

/** Assumption: one operation a cycle on the A9, two on the A53; vectorised libraries reach several times as much. */
const opsPerCycle: Record<Family, number> = { '7series': 1, 'ultrascale+': 2 };

/** Assumption: one high-performance port, 64 bit at 125 MHz or 128 bit at 250 MHz, in place of all of the DDR controller. */
const onePort: Record<Family, BytesPerSecond> = { '7series': 1.0e9, 'ultrascale+': 4.0e9 };

/** The part's CPU at its slowest grade's clock, or at the clock of a board. */
export function cpuOf(part: { readonly family: Family }, clock?: Hertz): Cpu {
  const hertz = clock ?? slowestClock[part.family];
  return {
    name: part.family === '7series' ? 'Cortex-A9' : 'Cortex-A53',
    clock: hertz,
    opsPerSecond: hertz * opsPerCycle[part.family],
    source: `assumption: ${opsPerCycle[part.family]} operation(s) a cycle on one core, compiled C without vector library`,
  };
}

/** DDR bandwidth that the fabric may count on; never more than the memory of a board has. */
export function memoryOf(part: { readonly family: Family }, peak: BytesPerSecond = Infinity): Memory {
  return {
    bytesPerSecond: Math.min(onePort[part.family], peak),
    source: `assumption: one high-performance port (${part.family === '7series' ? '64 bit at 125 MHz' : '128 bit at 250 MHz'})`,
  };
}
