/** Places regions with `pblock auto`. */
import type { Checkpoint } from '../../base/checkpoint';
import { mostOf } from '../../base/band';
import { formatAtLeast, formatCount } from '../../base/format';
import { type Resources, isAtLeast, resourceNames } from '../../base/resources';
import { type Part, parsePblock } from '../../device/index';
import { type PlacementResult, type Shortfall, placeRegions } from '../../floorplan/index';
import type { RegionFigures } from '../analysis';
import type { BackgroundSearch } from './background-search';
import { capacityWithin, regionFor } from './limits';

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

/** Resources that a region must hold for its modules to fit for sure: the upper end of their need within the region's limit. */
export function sizeFor(need: Resources, { limit, band }: Pick<RegionFigures, 'limit' | 'band'>): Resources {
  return regionFor(mostOf(need, band), limit);
}

/** What a module may take of a placed region, at the upper end of its band; undefined if the region has no figures. */
export function capacityOf({ figures, limit }: RegionFigures): Resources | undefined {
  return figures && capacityWithin(figures.resources, limit);
}
