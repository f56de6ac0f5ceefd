/** The places of a design that modules are folded for: each region by itself, and the static part. */
import type { ModuleFigures, RegionFigures } from '../../analysis/analysis';
import { foldable } from '../../analysis/figures/modules';
import { capacityWithin, staticLimit } from '../../analysis/figures/limits';
import { capacityOf } from '../../analysis/figures/placement';
import { surelyFits } from '../../analysis/figures/against-capacity';
import { addResources, combine, isAtLeast, noResources } from '../../base/resources';
import { type ModuleCost, mergeBands } from '../../cost/index';
import type { FoldProblem } from '../../explore/folds/fold-problem';
import { reachingShares } from '../../schedule/index';
import { absolute } from '../../analysis/offsets';
import type { State } from '../trial';

export interface FoldingRoom {
  /** A region's name, or `static`. */
  readonly place: string;
  readonly modules: readonly ModuleFigures[];
  readonly problem: Omit<FoldProblem, 'goal'>;
}

export interface Rooms {
  readonly rooms: readonly FoldingRoom[];
  readonly excluded: readonly { readonly what: string; readonly why: string }[];
}

/** A module in a region has the region to itself while it is loaded; the resident ones share what the part has beside the regions. */
export function roomsOf({ analysis }: State): Rooms {
  const { modules, regions, staticPart, timeline, design, target } = analysis;
  const excluded: { what: string; why: string }[] = [];
  const rooms: FoldingRoom[] = [];
  const reach = timeline ? reachingShares(timeline.problem) : new Map<string, number>();
  const problemOf = (own: readonly ModuleFigures[]): Pick<FoldProblem, 'modules' | 'batch'> => ({
    modules: own.map((m) => ({
      module: foldable(design, m, m.place, target),
      weight: own.length === 1 ? 1 : (reach.get(m.name) ?? 1),
    })),
    batch: design.schedule.batch,
  });
  const resident: ModuleFigures[] = [];
  for (const module of modules) {
    const { name, place } = module;
    const region = regions.find((r) => place.kind === 'region' && r.spec.name === place.region);
    const why = heldFor(analysis, module, region);
    if (why !== undefined) excluded.push({ what: name, why });
    else if (place.kind === 'static') resident.push(module);
    else if (region?.figures) {
      const capacity = capacityOf(region) ?? noResources;
      const fits = ([cost]: readonly ModuleCost[]): boolean =>
        cost !== undefined && surelyFits(cost.resources, cost.band, capacity);
      rooms.push({
        place: region.spec.name,
        modules: [module],
        problem: { ...problemOf([module]), capacity, fits },
      });
    }
  }
  if (staticPart && resident.length > 0) {
    const allowed = capacityWithin(staticPart.available, staticLimit(design));
    const own = resident.reduce((sum, m) => addResources(sum, m.resources ?? noResources), noResources);
    const others = combine(staticPart.used, own, (all, theirs) => all - theirs);
    const held = staticPart.modules.filter((m) => !resident.includes(m));
    const fits = (costs: readonly ModuleCost[]): boolean => {
      const band = mergeBands([
        { resources: staticPart.shell, band: staticPart.shellBand },
        ...held.flatMap(({ resources, cost }) => (resources && cost ? [{ resources, band: cost.band }] : [])),
        ...costs,
      ]);
      const used = costs.reduce((sum, { resources }) => addResources(sum, resources), others);
      return surelyFits(used, band, allowed);
    };
    const capacity = combine(allowed, others, (have, gone) => Math.max(0, have - gone));
    rooms.push({ place: 'static', modules: resident, problem: { ...problemOf(resident), capacity, fits } });
  }
  return { rooms, excluded };
}

/** Why a module keeps its folding. */
function heldFor(
  analysis: State['analysis'],
  { place, cost, list, layers, kind }: ModuleFigures,
  region: RegionFigures | undefined,
): string | undefined {
  if (place.kind === 'cpu') return 'it runs on the CPU';
  if (cost === undefined || cost.cyclesAtLeast || isAtLeast(cost.resources))
    return 'something in it is not modelled';
  if (place.kind === 'region' && region?.figures === undefined)
    return `region '${place.region}' has no place`;
  const specs = layers.flatMap((i) => list.specs[i] ?? []);
  const isElsewhere = specs.some(({ origin }) => absolute(analysis, origin)?.uri !== analysis.uri);
  if (isElsewhere) return `the layers of its ${kind === 'stage' ? 'network' : kind} are in an imported file`;
  return undefined;
}
