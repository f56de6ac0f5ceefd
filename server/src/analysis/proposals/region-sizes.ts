/** Chooses the folding of stages together with the size of the regions that are placed by the tool. */
import type { Checkpoint } from '../../base/checkpoint';
import { costKey } from '../../cost/index';
import type { Design, LayerSpec, Parallelism, RegionSpec } from '../../semantics/design';
import type { BackgroundSearch } from '../figures/background-search';
import { foldable } from '../figures/modules';
import { type Choices, isAuto, keep } from './auto-parallel';
import { searchSizes } from './size-search';
import type { OpenStage, SizingContext, StageFoldings } from './sizing';

export type Sizes = BackgroundSearch<StageFoldings>;

/**
 * Foldings for stages with `parallel auto` in regions with `pblock auto`. A larger region lets them be faster and takes longer to
 * load; some foldings also need less than the smallest, since block RAMs have shapes. Chosen is what has the lowest mean
 * latency of an input: with a batch, its share of the batch's.
 *
 * @param sizes searches in the background; without it the search is awaited
 */
export async function chooseSizes(
  context: SizingContext,
  checkpoint: Checkpoint,
  sizes: Sizes | undefined,
): Promise<Sizing> {
  const open = openStages(context);
  const { part, port } = context.target;
  if (open.length === 0 || part === undefined || port === undefined) return { choices: new Map(), stale: [] };
  const search = (pause: Checkpoint): Promise<StageFoldings> => searchSizes(context, open, part, pause);
  const { result, stale } = sizes
    ? await sizes.find(keyOf(context, open), search)
    : { result: await search(checkpoint), stale: false };
  const choices = new Map<LayerSpec, Parallelism>();
  for (const { module } of open) keep(choices, module, result?.get(module.name) ?? []);
  return { choices, stale: stale ? open.map((o) => o.region.spec) : [] };
}

export interface Sizing {
  readonly choices: Choices;
  /** Regions for which a search is running: the choices are for an earlier text. */
  readonly stale: readonly RegionSpec[];
}

/** Whether a design has both: an `auto` folding, and a region for the tool to place. */
export function hasOpenSizes({ networks, variants, regions }: Design): boolean {
  const isOpen = (layers: readonly LayerSpec[]): boolean => layers.some((l) => l.parallel === 'auto');
  return (
    regions.some((r) => r.pblock === 'auto') &&
    (networks.some((n) => isOpen(n.layers)) || [...variants.values()].some((v) => isOpen(v.layers)))
  );
}

function openStages({ modules, regions }: SizingContext): readonly OpenStage[] {
  return modules.flatMap((module): OpenStage[] => {
    const { place, kind } = module;
    const region = regions.find((r) => place.kind === 'region' && r.spec.name === place.region);
    return kind === 'stage' && region?.auto && isAuto(module) ? [{ module, region }] : [];
  });
}

/** Everything that the choice depends on. */
function keyOf({ design, target, modules, regions }: SizingContext, open: readonly OpenStage[]): string {
  const stages = open.map(({ module }) => {
    const { layers, options } = foldable(design, module, module.place, target);
    const texts = layers.map((layer) => {
      const { parallel, tapsAtOnce, order, weightsIn } = layer.spec;
      return [costKey(layer, options), parallel, tapsAtOnce, order, weightsIn];
    });
    return [module.name, module.place, texts];
  });
  const others = modules
    .filter((m) => !open.some(({ module }) => module === m))
    .map(({ name, place, resources, band, duration }) => [name, place, resources, band, duration]);
  const places = regions.map(({ spec, limit, pblock, auto }) => [
    ...[spec.name, spec.reserve, spec.utilisation, spec.reset, limit],
    auto ? 'auto' : pblock,
  ]);
  const { schedule, exits } = design;
  const rates = exits.map((e) => [e.name, e.rate?.value, e.when?.threshold]);
  return JSON.stringify([
    ...[target.part?.name, target.clockHz, target.port, target.ddrBytesPerSecond],
    ...[stages, others, places, rates, schedule.policy, schedule.batch, design.profile?.path],
  ]);
}
