/** Amounts of resources as table cells, with their tolerance or as bounds. */
import { resourceKinds, resourceNames } from '../../base/resources';
import { formatAtLeast, formatBand, formatCount } from '../../base/format';
import type { BandJson } from '../../base/protocol/band';
import type { ResourceKindJson, ResourcesJson } from '../../base/protocol/report';

/** Text of a figure that is not modelled. */
export const unknown = 'not modelled';

export const resourceHead = resourceKinds.map((kind) => resourceNames[kind]);

export function resourceCells(r: ResourcesJson | null, band?: BandJson): string[] {
  return resourceKinds.map((kind) => resourceCell(r, kind, band));
}

/** `1,200 ±12 %`, `at least 1,200 ±12 %`. */
export function resourceCell(r: ResourcesJson | null, kind: ResourceKindJson, band?: BandJson): string {
  const isBound = r?.notModelled?.includes(kind) === true;
  if (r === null || (isBound && r[kind] === 0)) return unknown;
  const shown = band && kind in band ? formatBand(band[kind as keyof BandJson]) : '';
  return formatAtLeast(isBound, `${formatCount(r[kind])} ${shown}`.trimEnd());
}

export function usedOf(used: ResourcesJson | null, available: ResourcesJson | null): string[] {
  const need = resourceCells(used);
  // A region that has no place has nothing to use, which is another thing than not to be modelled.
  const have = available === null ? resourceKinds.map(() => '–') : resourceCells(available);
  return need.map((n, i) => (used === null ? (have[i] ?? '') : `${n} of ${have[i] ?? ''}`));
}
