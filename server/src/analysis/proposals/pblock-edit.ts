/** How other ranges are written into a region's `pblock`. */
import type { Origin, RegionSpec } from '../../semantics/design';

export interface PblockEdit {
  readonly at: Origin;
  readonly text: string;
}

/** Range by range where there are as many, to keep comments between them. Empty if nothing changes or no `pblock` is written. */
export function pblockEdits(
  { pblockOrigin, pblock }: Pick<RegionSpec, 'pblock' | 'pblockOrigin'>,
  ranges: readonly string[],
): PblockEdit[] {
  if (pblockOrigin === undefined || ranges.length === 0) return [];
  if (typeof pblock !== 'object' || pblock.length !== ranges.length)
    return [{ at: pblockOrigin, text: pblockText(ranges) }];
  return pblock.flatMap(({ text, origin }, i) => {
    const range = ranges[i] ?? text;
    return range === text ? [] : [{ at: origin, text: range }];
  });
}

/** One range per line, aligned. */
function pblockText(ranges: readonly string[]): string {
  return `pblock ${ranges.join('\n         ')}`;
}
