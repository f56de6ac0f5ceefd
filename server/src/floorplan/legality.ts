/** Checks pblocks against the rules of UG909. */
import { formatRange, snap, type Part, type SiteRange } from '../device';
import { drawnRectangles } from './drawn';
import { nearestLegal } from './nearest-legal';
import { clockRegionEdge } from './rules/clock-region-edge';
import { columnPair } from './rules/column-pair';
import { fixedColumns } from './rules/fixed-columns';
import { nothingInside } from './rules/nothing-inside';
import { programmableUnit } from './rules/programmable-unit';
import { sharedFrames, type PlacedRegion } from './rules/shared-frames';
import { unrangedKind } from './rules/unranged-kind';
import type { LegalityOptions, Rule, RuleContext, Violation } from './violation';

const rules: readonly Rule[] = [clockRegionEdge, columnPair, unrangedKind, fixedColumns, programmableUnit];

/** Checks one pblock against all rules. A pblock without anything reconfigurable has only that violation. */
export function checkPblock(
  part: Part,
  name: string,
  ranges: readonly SiteRange[],
  options: LegalityOptions,
): Violation[] {
  const nearest = once(() => nearestLegal(part, ranges, options));
  const context: RuleContext = {
    part,
    name,
    ranges,
    drawn: drawnRectangles(part, ranges),
    snapped: snap(part, ranges),
    snapping: options.snapping || part.family === 'ultrascale+',
    reset: options.reset ?? true,
    nearest,
  };
  const empty = nothingInside(context);
  const findings = empty.length > 0 ? empty : rules.flatMap((rule) => rule(context));
  return findings.map((finding) => {
    const legal = nearest();
    const same = legal === undefined || isWritten(legal, ranges);
    return { ...finding, region: 0, ...(same ? {} : { nearest: legal }) };
  });
}

function isWritten(legal: readonly string[], ranges: readonly SiteRange[]): boolean {
  const written = new Set(ranges.map(formatRange));
  return written.size === legal.length && legal.every((range) => written.has(range));
}

/** Checks regions against each other: no overlap and no shared frame. Reported at the later region, once per pair. */
export function checkRegions(
  part: Part,
  regions: readonly PlacedRegion[],
  options: LegalityOptions = { snapping: true },
): Violation[] {
  return sharedFrames(part, regions, options);
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
