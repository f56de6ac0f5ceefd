/** Chooses the parallelism of layers written `parallel auto`: stages as fast as their place allows, heads as small as their bounds do. */
import { type Band, mostOf } from '../../base/band';
import { perObject } from '../../base/memo';
import { type ResourceKind, type Resources, addResources, combine, noResources } from '../../base/resources';
import { mergeBands } from '../../cost/index';
import {
  type FittedFolding,
  type FoldableModule,
  foldResident,
  foldToFit,
  type ResidentFolding,
} from '../../explore/folding';
import { fitsIn } from '../../explore/layer-front';
import { defaultUtilisation } from '../../floorplan/index';
import type { Design, LayerSpec, Parallelism } from '../../semantics/design';
import type {
  LayerFigures,
  ModuleFigures,
  ProfileFigures,
  RegionFigures,
  StaticFigures,
  Target,
  TimelineFigures,
} from '../analysis';
import { type ChosenHeads, type OpenHead, chooseHeads } from './heads';
import { layersOf } from '../figures/module-layers';
import { foldable } from '../figures/modules';
import { capacityOf } from '../figures/placement';

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
    // Where the tool places the region, `chooseSizes` folds for its size.
    const capacity = region && !region.auto ? capacityOf(region) : undefined;
    if (capacity === undefined) continue;
    keep(chosen, module, foldForSure(foldable(design, module, place, target), module, capacity).parallel);
  }
  const residents = auto.filter((m) => m.place.kind === 'static');
  if (staticPart && residents.length > 0) {
    const free = residents.map((m) => foldable(design, m, m.place, target));
    const foldings = foldResidentsForSure(free, staticPart, residents).modules;
    residents.forEach((m, i) => keep(chosen, m, foldings[i]?.parallel ?? []));
  }
  return chosen;
}

/** Rounds in which a band is widened to that of the folding found with it. */
const rounds = 4;

/**
 * The fastest folding with which a module fits its region for sure. How wide a band is depends on the folding: fewer
 * lanes leave a larger share to parts that are sure from below only.
 *
 * @param allowed as `capacityOf` a region
 */
export function foldForSure(
  free: FoldableModule,
  { band: first }: Pick<ModuleFigures, 'band'>,
  allowed: Resources,
): FittedFolding {
  let band = first;
  for (let round = 1; ; round++) {
    const folding = foldToFit(free, sureCapacity(allowed, band));
    const { cost, fits } = folding;
    if (!fits || round === rounds || fitsIn(mostOf(cost.resources, cost.band), allowed)) return folding;
    band = wider(band, cost.band);
  }
}

/** The same for modules that share the static part. */
export function foldResidentsForSure(
  free: readonly FoldableModule[],
  staticPart: StaticFigures,
  open: readonly ModuleFigures[],
): ResidentFolding {
  const kept = staticPart.modules.filter((m) => !open.includes(m));
  let { band } = staticPart;
  for (let round = 1; ; round++) {
    const found = foldResident(free, remaining({ ...staticPart, band }, open));
    const parts = [
      { resources: staticPart.shell, band: staticPart.shellBand },
      ...kept.flatMap(({ resources, band }) => (resources ? [{ resources, band }] : [])),
      ...found.modules.map(({ cost }) => cost),
    ];
    const merged = mergeBands(parts);
    const used = parts.reduce((sum, { resources }) => addResources(sum, resources), noResources);
    const allowed = combine(staticPart.available, noResources, (have) => have * defaultUtilisation);
    if (!found.fits || round === rounds || fitsIn(mostOf(used, merged), allowed)) return found;
    band = wider(band, merged);
  }
}

function wider(a: Band, b: Band): Band {
  const of = (kind: ResourceKind): Band[ResourceKind] => ({
    low: Math.max(a[kind].low, b[kind].low),
    high: Math.max(a[kind].high, b[kind].high),
  });
  return { lut: of('lut'), ff: of('ff'), dsp: of('dsp'), bram18: of('bram18'), uram: of('uram') };
}

/** What an estimate with this band may take of an amount. */
function sureCapacity(amount: Resources, band: Band): Resources {
  return combine(amount, amount, (have, _, kind) => surely(have, kind, band));
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
    // A region that is sized by its modules is placed for the smallest heads: they may use what it then leaves free.
    const own = region && capacityOf(region);
    return own ? [{ module, own }] : [];
  });
  const shared = staticPart ? remainingAtMost(staticPart, auto) : noResources;
  const found = chooseHeads({ design, target, profile, heads, shared, problem: timeline?.problem });
  const chosen = new Map<LayerSpec, Parallelism>();
  found.heads.forEach(({ folding }, i) => {
    const module = heads[i]?.module;
    if (module) keep(chosen, module, folding.parallel);
  });
  return { ...found, chosen };
}

/** What the static part leaves to the upper ends of modules that are still to be chosen. */
function remainingAtMost(staticPart: StaticFigures, open: readonly ModuleFigures[]): Resources {
  const fixed = staticPart.modules
    .filter((m) => !open.includes(m))
    .reduce(
      (sum, { resources, band }) => (resources ? addResources(sum, mostOf(resources, band)) : sum),
      mostOf(staticPart.shell, staticPart.shellBand),
    );
  return combine(staticPart.available, fixed, (have, gone) =>
    Math.max(0, Math.floor(have * defaultUtilisation) - gone),
  );
}

/** What it leaves to their estimates, with the band of all together. */
function remaining(staticPart: StaticFigures, open: readonly ModuleFigures[]): Resources {
  const fixed = staticPart.modules
    .filter((m) => !open.includes(m))
    .reduce((sum, m) => addResources(sum, m.resources ?? noResources), staticPart.shell);
  return combine(staticPart.available, fixed, (have, gone, kind) =>
    Math.max(0, surely(have * defaultUtilisation, kind, staticPart.band) - gone),
  );
}

/** The amount of an estimate that fits for sure with its band. */
function surely(amount: number, kind: ResourceKind, band: Band): number {
  return Math.floor(amount / (1 + band[kind].high));
}

export function isAuto(module: ModuleFigures): boolean {
  return hasOpen(layersOf(module));
}

/** Remembered by a module's layers, which most edits leave unchanged. */
const hasOpen = perObject((layers: readonly LayerFigures[]) =>
  layers.some(({ shaped }) => shaped.spec.parallel === 'auto'),
);

/** Notes the choice for each `auto` layer of a module. */
export function keep(
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
