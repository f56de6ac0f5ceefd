/** Chooses the parallelism of layers written `parallel auto`: stages as fast as their place allows, heads as small as their bounds do. */
import { type ResourceKind, type Resources, addResources, combine, noResources } from '../../base/resources';
import { foldResident, foldToFit } from '../../explore/folding';
import { defaultUtilisation } from '../../floorplan/index';
import type { Design, LayerSpec, Parallelism } from '../../semantics/design';
import type {
  ModuleFigures,
  ProfileFigures,
  RegionFigures,
  StaticFigures,
  Target,
  TimelineFigures,
} from '../analysis';
import { type ChosenHeads, type OpenHead, chooseHeads } from './heads';
import { foldable } from '../figures/modules';
import { roomIn } from '../figures/placement';

export type Choices = ReadonlyMap<LayerSpec, Parallelism>;

export interface ChoiceContext {
  readonly design: Design;
  readonly modules: readonly ModuleFigures[];
  readonly regions: readonly RegionFigures[];
  readonly staticPart: StaticFigures | undefined;
  readonly target: Target;
}

export function hasAuto(modules: readonly ModuleFigures[]): boolean {
  return modules.some(isAuto);
}

/** Stages first: a region's folds to what the region holds, residents share what is left of the static part. */
export function chooseStages(context: ChoiceContext): Choices {
  const { design, modules, regions, staticPart, target } = context;
  const chosen = new Map<LayerSpec, Parallelism>();
  const auto = modules.filter((m) => m.kind === 'stage' && isAuto(m));
  for (const module of auto) {
    const { place } = module;
    const region = regions.find((r) => place.kind === 'region' && r.spec.name === place.region);
    // A region sized by its modules gives no capacity to fold to, so they stay at their smallest.
    if (region?.usable === undefined || region.auto) continue;
    const capacity = capacityFor(module, region.usable, region);
    keep(chosen, module, foldToFit(foldable(design, module, place, target), capacity).parallel);
  }
  const residents = auto.filter((m) => m.place.kind === 'static');
  if (staticPart && residents.length > 0) {
    const capacity = remaining(staticPart, residents);
    const foldings = foldResident(
      residents.map((m) => foldable(design, m, m.place, target)),
      capacity,
    ).modules;
    residents.forEach((m, i) => keep(chosen, m, foldings[i]?.parallel ?? []));
  }
  return chosen;
}

/** Part of a region that a module may use and still fit for sure. */
export function capacityFor({ band }: ModuleFigures, usable: Resources, { limit }: RegionFigures): Resources {
  return combine(usable, limit, (have, share, kind) => surely(have * share, kind, band));
}

/** Then all heads together: the least hardware that their loads and the latencies over all inputs allow. */
export function chooseExits(
  { design, modules, regions, staticPart, target }: ChoiceContext,
  timeline: TimelineFigures | undefined,
  profile: ProfileFigures | undefined,
): ChosenHeads & { readonly chosen: Choices } {
  const auto = modules.filter((m) => m.kind !== 'stage' && isAuto(m) && m.place.kind !== 'cpu');
  const heads = auto.flatMap((module): OpenHead[] => {
    const { place } = module;
    if (place.kind === 'static') return staticPart ? [{ module }] : [];
    const region = regions.find((r) => place.kind === 'region' && r.spec.name === place.region);
    if (region?.usable === undefined) return [];
    // A region that is sized by its modules is placed for the smallest heads: they may use what it then leaves free.
    const own = region.auto && region.figures ? roomIn(region.figures.resources, region) : region.usable;
    return [{ module, own }];
  });
  const shared = staticPart ? remaining(staticPart, auto) : noResources;
  const found = chooseHeads({ design, target, profile, heads, shared, problem: timeline?.problem });
  const chosen = new Map<LayerSpec, Parallelism>();
  found.heads.forEach(({ folding }, i) => {
    const module = heads[i]?.module;
    if (module) keep(chosen, module, folding.parallel);
  });
  return { ...found, chosen };
}

/** What the static part leaves to modules that are still to be chosen. */
export function remaining(staticPart: StaticFigures, open: readonly ModuleFigures[]): Resources {
  const fixed = staticPart.modules
    .filter((m) => !open.includes(m))
    .reduce((sum, m) => addResources(sum, m.resources ?? noResources), staticPart.shell);
  return combine(staticPart.available, fixed, (have, gone, kind) =>
    Math.max(0, surely(have * defaultUtilisation, kind, staticPart.band) - gone),
  );
}

/** The amount of an estimate that fits for sure with its band. */
function surely(amount: number, kind: ResourceKind, band: number): number {
  return Math.floor(kind === 'lut' || kind === 'ff' ? amount / (1 + band) : amount);
}

function isAuto({ list, layers }: ModuleFigures): boolean {
  return layers.some((i) => list.specs[i]?.parallel === 'auto');
}

function keep(
  chosen: Map<LayerSpec, Parallelism>,
  module: ModuleFigures,
  parallel: readonly Parallelism[],
): void {
  module.layers.forEach((layer, i) => {
    const spec = module.list.specs[layer];
    const choice = parallel[i];
    if (spec?.parallel === 'auto' && choice) chosen.set(spec, choice);
  });
}
