import type { Hardware } from './hardware';

/** PS7 and the UltraScale+ PS have four high-performance ports each (UG585, UG1085). */
const MEMORY_PORTS = 4;

/** A DMA and its channels. */
export interface Dma {
  readonly cell: string;
  readonly ways: readonly string[];
}

/** All DMAs: those of values first, then those of weights, so that each kind is spread evenly over the ports. */
export function dmasOf({ regions, residents }: Hardware): readonly Dma[] {
  const owners = [...regions, ...residents];
  return [
    ...owners.flatMap(({ dmas }) =>
      dmas.cells.map((cell, i) => ({
        cell,
        ways: [...(i < dmas.reading ? ['MM2S'] : []), ...(i < dmas.writing ? ['S2MM'] : [])],
      })),
    ),
    ...owners.flatMap(({ weightDmas }) => weightDmas.map((cell) => ({ cell, ways: ['MM2S'] }))),
  ];
}

/** High-performance ports in use: the first ones, no more than there are DMAs. */
export function memoryPortsOf(hardware: Hardware): number {
  return Math.min(MEMORY_PORTS, dmasOf(hardware).length);
}
