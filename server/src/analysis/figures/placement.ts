/** Places regions with `pblock auto`. */
import type { Checkpoint } from '../../base/checkpoint';
import { formatAtLeast, formatCount } from '../../base/format';
import { type Resources, combine, isAtLeast, resourceNames } from '../../base/resources';
import { type Part, parsePblock } from '../../device/index';
import {
  type PlacementResult,
  type Shortfall,
  defaultUtilisation,
  placeRegions,
} from '../../floorplan/index';
import type { Room } from '../../explore/head-front';
import type { RegionFigures } from '../analysis';
import type { BackgroundSearch } from './background-search';

/** The place of a region with `pblock auto`, or why it has none. */
export interface AutoPblock {
  readonly pblock?: readonly string[];
  readonly infeasible?: string;
  /** The region without enough room, if any. */
  readonly short?: string;
  /** A search is running; this result is for an earlier text. */
  readonly stale?: boolean;
}

/** Background searches of one document. */
export type Placements = BackgroundSearch<PlacementResult>;

/** Places all regions with `pblock auto` together, around manually placed ones. Keyed by region name. */
export async function placeAuto(
  part: Part,
  regions: readonly RegionFigures[],
  staticNeed: Resources,
  checkpoint: Checkpoint,
  placements: Placements | undefined,
): Promise<ReadonlyMap<string, AutoPblock>> {
  const placed = new Map<string, AutoPblock>();
  const auto = regions.filter((r) => r.auto);
  const wanted = auto.flatMap((region) => {
    const { spec, need, modules } = region;
    if (need === undefined || modules.length === 0) return [];
    return { name: spec.name, need: sizeFor(need, region) };
  });
  for (const { spec, modules } of auto) {
    if (wanted.some((w) => w.name === spec.name)) continue;
    const why =
      modules.length === 0 ? 'no module is placed in it' : 'nothing is known of what its modules need';
    placed.set(spec.name, { infeasible: `There is nothing to size region ${spec.name} by: ${why}.` });
  }
  if (wanted.length === 0) return placed;
  const fixed = regions
    .filter((r) => !r.auto && r.pblock.length > 0)
    .map((r) => parsePblock(part, r.pblock).ranges);
  const reset = auto.every((r) => r.spec.reset);
  const problem = { part, regions: wanted, fixed, staticNeed, reset };
  const key = JSON.stringify([part.name, wanted, fixed, staticNeed, reset]);
  const { result, stale } = placements
    ? await placements.find(key, (pause) => placeRegions(problem, pause))
    : { result: await placeRegions(problem, checkpoint), stale: false };
  const isOpen = isAtLeast(staticNeed) || auto.some(({ need }) => need !== undefined && isAtLeast(need));
  // A failure for an earlier text says nothing about this one.
  const isReported = result !== undefined && (!stale || 'placements' in result);
  for (const { name } of wanted)
    placed.set(name, { ...(isReported && outcome(result, name, part, isOpen)), stale });
  return placed;
}

function outcome(result: PlacementResult, region: string, part: Part, isOpen: boolean): AutoPblock {
  if ('placements' in result) {
    const ranges = result.placements.find((p) => p.region === region)?.ranges;
    return ranges ? { pblock: ranges } : {};
  }
  if ('undecided' in result)
    return { infeasible: 'No placement was found in the time given; place one region by hand.' };
  const { region: short } = result.infeasible;
  const larger =
    result.smallestPart === undefined
      ? ''
      : isOpen
        ? ` The ${result.smallestPart} is the smallest part that holds what is known of it.`
        : ` The ${result.smallestPart} is the smallest part that holds it.`;
  return {
    ...(short !== undefined && { short }),
    infeasible: `There is no place on the ${part.name}: ${shortfallInWords(result.infeasible, isOpen)}.${larger}`,
  };
}

/** `region rp0 needs 152 DSP, at most 80 can be had`. */
export function shortfallInWords({ region, kind, need, have, beside }: Shortfall, isOpen = false): string {
  const where = region === undefined ? 'the static part' : `region ${region}`;
  const rest = beside === 'nothing' ? '' : ` beside ${beside}`;
  // Enough in total, but not in one rectangle.
  if (have >= need) return `${where} finds no rectangle with what it needs${rest}`;
  const most = have === 0 ? 'none' : `at most ${formatCount(have)}`;
  return `${where} needs ${formatAtLeast(isOpen, formatCount(need))} ${resourceNames[kind]}, ${most} can be had${rest}`;
}

/**
 * Resources that a region must hold for its modules to fit for sure: their need at the upper end of its band within
 * what the design allows, and at most the usual share of the region.
 */
export function sizeFor(need: Resources, { allowed, band, spec }: RegionFigures): Resources {
  const usual = combine(need, spec.reserve, (amount, kept) =>
    Math.ceil(amount / (1 - kept) / defaultUtilisation),
  );
  const sure = combine(need, allowed, (amount, share, kind) => {
    const most = amount * (1 + band[kind].high);
    return Math.ceil(most / Math.max(share, Number.EPSILON) - 1e-9);
  });
  return combine(usual, sure, (x, y) => Math.max(x, y));
}

/** What a module may take of a placed region to fit as the design asks; undefined if the region has no figures. */
export function capacityOf({ figures, usable, limit }: RegionFigures): Resources | undefined {
  if (figures === undefined || usable === undefined) return undefined;
  const within = combine(figures.resources, limit, (have, share) => Math.floor(have * share + 1e-9));
  return combine(within, usable, (a, b) => Math.min(a, b));
}

/** The other way round: what a module may take for a region of these resources to be large enough. */
export function roomIn(have: Resources, { allowed, spec }: RegionFigures): Room {
  const usual = combine(have, spec.reserve, (amount, kept) =>
    Math.floor(amount * (1 - kept) * defaultUtilisation),
  );
  const most = combine(have, allowed, (amount, share) => Math.floor(amount * share + 1e-9));
  return { usual, most };
}
