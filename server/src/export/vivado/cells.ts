/** Names of cells in the block design. */
import type { RegionFigures } from '../../analysis/analysis';
import { plainNames } from '../../base/plain-names';

/** Cells of every block design; interconnects are numbered. */
const fixedCells = [
  ...['system', 'ps', 'rst', 'control', 'kernel', 'DDR', 'FIXED_IO'],
  ...Array.from({ length: 16 }, (_, i) => [`control_${i}`, `memory_${i}`]).flat(),
];

/** Allocates cell names: first the regions', in order, then all others. */
export function cellNames(regions: readonly RegionFigures[]): {
  readonly regions: readonly string[];
  readonly next: (name: string) => string;
} {
  const next = plainNames(fixedCells);
  return { regions: regions.map((r) => next(r.spec.name)), next };
}
