/** Proposes a floorplan for all regions of a design, including manually placed ones. */
import type { Checkpoint } from '../../base/checkpoint';
import { formatBytes, formatNs } from '../../base/format';
import { isAtLeast } from '../../base/resources';
import type { Bytes, Nanoseconds } from '../../base/units';
import { loadNs } from '../../device/index';
import { placeRegions } from '../../floorplan/index';
import type { Analysis, RegionFigures } from '../analysis';
import { shortfallInWords, sizeFor } from '../figures/placement';
import { residentNeed } from '../figures/static-part';

export interface ProposedRegion {
  readonly figures: RegionFigures;
  readonly pblock: readonly string[];
  readonly bytes: Bytes;
  readonly loadNs: Nanoseconds;
}

export interface FloorplanProposal {
  readonly regions: readonly ProposedRegion[];
  readonly bytes: Bytes;
  /** Lower bound on the bytes of any placement. Equal to `bytes` if the search was exact. */
  readonly lowerBoundBytes: Bytes;
  readonly exact: boolean;
  /** Why it is the smallest, or how far it may be from it. */
  readonly reason: string;
}

/**
 * Minimises the total bytes of partial bitstreams. A region is sized by its modules, or without modules by its current
 * pblock.
 */
export async function proposeFloorplan(
  analysis: Analysis,
  checkpoint: Checkpoint,
): Promise<FloorplanProposal | { readonly error: string }> {
  const { part, port } = analysis.target;
  if (part === undefined || port === undefined) return { error: 'the design names no known part' };
  if (analysis.regions.length === 0) return { error: 'the design has no region' };
  const wanted = [];
  for (const region of analysis.regions) {
    const { need, modules, figures, spec } = region;
    const size = modules.length > 0 ? need && sizeFor(need, region) : figures?.resources;
    if (need !== undefined && isAtLeast(need))
      return { error: `not all that region ${spec.name} must hold is modelled` };
    if (size === undefined) return { error: `nothing determines the size of region ${spec.name}` };
    wanted.push({ name: spec.name, need: size });
  }
  const staticNeed = residentNeed(analysis.design, analysis.modules, analysis.target);
  const reset = analysis.regions.every((r) => r.spec.reset);
  const result = await placeRegions({ part, regions: wanted, staticNeed, reset }, checkpoint);
  if ('undecided' in result) return { error: 'no placement was found in the time given' };
  if ('infeasible' in result) {
    return { error: `there is no place: ${shortfallInWords(result.infeasible)}` };
  }
  const regions = result.placements.flatMap(({ region, ranges, bytes }): ProposedRegion[] => {
    const figures = analysis.regions.find((r) => r.spec.name === region);
    return figures ? [{ figures, pblock: ranges, bytes, loadNs: loadNs(bytes, port) }] : [];
  });
  const { bytes, lowerBoundBytes, exact } = result;
  return {
    regions,
    bytes,
    lowerBoundBytes,
    exact,
    reason: reasonFor(result.bytes, lowerBoundBytes, exact, regions.length),
  };
}

function reasonFor(bytes: Bytes, bound: Bytes, exact: boolean, regions: number): string {
  const what = regions === 1 ? 'no legal pblock' : 'no legal placement of all regions';
  return exact
    ? `All legal rectangles were searched: ${what} that holds the modules has fewer than ${formatBytes(bytes)}.`
    : `The search was ended: this is within ${formatBytes(bytes - bound)} of the least possible, ${formatBytes(bound)}.`;
}

/** `rp0: 857,740 B, 6.71 ms (was 1,055,020 B, 8.24 ms)`. */
export function proposalLine({ figures, bytes, loadNs: load }: ProposedRegion): string {
  const before =
    figures.bitstreamBytes !== undefined && figures.loadNs !== undefined
      ? ` (was ${formatBytes(figures.bitstreamBytes)}, ${formatNs(figures.loadNs)})`
      : '';
  return `${figures.spec.name}: ${formatBytes(bytes)}, ${formatNs(load)}${before}`;
}
