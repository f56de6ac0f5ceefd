/** A region of a design at another place, before it is written there. */
import type { Rectangle } from '../../device/index';
import { snappedRanges } from '../../floorplan/index';
import type { Analysis, RegionFigures } from '../analysis';
import { regionsWith } from '../figures/regions';
import { absolute } from '../offsets';
import { type PblockEdit, pblockEdits } from './pblock-edit';

export interface MovedRegion {
  readonly figures: RegionFigures;
  /** Why it may not be there; empty if it may. */
  readonly reasons: readonly string[];
  /** Absent if it may not be there, or if the text does not allow it. */
  readonly edits?: readonly PblockEdit[];
}

/**
 * The figures of a region whose rectangle, in configuration columns and CLB rows, snaps to the nearest edges that UG909
 * allows. Undefined if the design has no such region, or no known part.
 */
export function movedRegion(
  analysis: Pick<Analysis, 'regions' | 'target' | 'calibration' | 'files' | 'uri'>,
  name: string,
  drawn: Rectangle,
): MovedRegion | undefined {
  const { regions, target, calibration, uri } = analysis;
  const { part } = target;
  const old = regions.find(({ spec }) => spec.name === name);
  if (part === undefined || old === undefined) return undefined;
  const { spec } = old;
  const { snapping, reset } = spec;
  const pblock = snappedRanges(part, drawn, { snapping, reset });
  if (pblock === undefined) return { figures: at(old, []), reasons: ['Nothing there can be reconfigured.'] };
  const placed = regionsWith(part, regions, at(old, pblock), target, calibration);
  const figures = placed.find((region) => region.spec === spec) ?? old;
  const before = new Set(regions.flatMap(errorsOf));
  const ofOthers = placed.filter((r) => r !== figures).flatMap(errorsOf);
  const reasons = [...errorsOf(figures), ...ofOthers.filter((message) => !before.has(message))];
  if (reasons.length > 0) return { figures, reasons };
  const where = spec.pblockOrigin && absolute(analysis, spec.pblockOrigin);
  if (where === undefined)
    return { figures, reasons: [`Region ${name} has no \`pblock\` line yet: write \`pblock auto\` first.`] };
  if (where.uri !== uri) return { figures, reasons: [`The pblock of ${name} is written in another file.`] };
  return { figures, reasons, edits: pblockEdits(spec, pblock) };
}

function at(old: RegionFigures, pblock: readonly string[]): RegionFigures {
  const { spec, accent, limit, modules, band, need } = old;
  return {
    ...{ spec, accent, limit, modules, band, pblock },
    ...(need && { need }),
    ...{ auto: false, stale: false, ranges: [], syntax: [], unmodelled: [], violations: [] },
  };
}

function errorsOf({ violations }: RegionFigures): string[] {
  return violations.filter((v) => v.severity === 'error').map((v) => v.message);
}
