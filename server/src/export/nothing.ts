/** Designs that have nothing in them for what is asked, in words that say what is missing. */
import type { Analysis } from '../analysis/analysis';
import { kernels } from './kernel-interface';

/** Of kernels, a Vivado project, or the program for a board: each needs a network and the part that it is for. */
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
