import type { RegionFigures } from '../../analysis/analysis';
import { plainNames } from '../../base/plain-names';

/** Cells of the block design that are there whatever the design; interconnects are numbered. */
const fixedCells = [
  ...['system', 'ps', 'rst', 'control', 'kernel', 'DDR', 'FIXED_IO'],
  ...Array.from({ length: 16 }, (_, i) => [`control_${i}`, `memory_${i}`]).flat(),
];

/** Gives out the names of the block design's cells: the regions', in order, before any other. */
export function cellNames(regions: readonly RegionFigures[]): {
  readonly regions: readonly string[];
  readonly next: (name: string) => string;
} {
  const next = plainNames(fixedCells);
  return { regions: regions.map((r) => next(r.spec.name)), next };
}
