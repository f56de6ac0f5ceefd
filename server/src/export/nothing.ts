/** Explains why a design has nothing to export, and what is missing. */
import type { Analysis } from '../analysis/analysis';
import { kernels } from './kernel-interface';

/** For kernels, a Vivado project or a board program, which need a network and a part. */
export function nothingToBuild(analysis: Analysis): string | undefined {
  if (kernels(analysis).length === 0) return 'the design has no network, so there is nothing to build';
  return analysis.target.part === undefined
    ? 'the design names no known part: write `part` or `board` in a device block'
    : undefined;
}

export function nothingToReport({ lists, regions, target }: Analysis): string | undefined {
  const isEmpty = lists.length === 0 && regions.length === 0 && target.part === undefined;
  return isEmpty
    ? 'the design has no network, no region and no device, so there is nothing to report'
    : undefined;
}
