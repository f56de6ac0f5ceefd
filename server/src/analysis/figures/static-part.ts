/** Figures of the static part. */
import { type Band, exactly, type Interval } from '../../base/band';
import { perObject } from '../../base/memo';
import {
  type Resources,
  addResources,
  combine,
  noResources,
  resourceKinds,
  unknownResources,
} from '../../base/resources';
import { assumed, dmaCost, dmasOf, mergeBands, shellCost } from '../../cost/index';
import type { Design } from '../../semantics/design';
import type { LayerFigures, ModuleFigures, RegionFigures, StaticFigures, Target } from '../analysis';
import { layersOf } from './module-layers';

/** What the regions leave of the part, and how much of it the shell and the resident modules use. */
export function staticFigures(
  design: Design,
  modules: readonly ModuleFigures[],
  regions: readonly RegionFigures[],
  target: Target,
): StaticFigures | undefined {
  const { part } = target;
  if (part === undefined) return undefined;
  const residents = modules.filter((m) => m.place.kind === 'static');
  const { lut, ff, dsp, bram36, uram } = part.limits;
  const whole: Resources = { lut, ff, dsp, bram18: 2 * bram36, uram };
  const taken = regions.reduce(
    (sum, r) => addResources(sum, r.figures?.resources ?? noResources),
    noResources,
  );
  const shell = shellOf(design, target);
  const used = residentNeed(design, modules, target);
  return {
    available: combine(whole, taken, (have, gone) => Math.max(0, have - gone)),
    used,
    shell,
    shellBand: shellBandOf(design),
    modules: residents,
    band: bandOf(design, target, residents),
  };
}

/** Stated figures have none. */
function shellBandOf({ device }: Design): Band {
  const stated = device?.shell ?? {};
  const sure = (kind: 'lut' | 'ff'): Interval => (stated[kind] === undefined ? assumed[kind] : exactly);
  return { ...assumed, lut: sure('lut'), ff: sure('ff') };
}

/** Band of resident modules and shell together. */
function bandOf(design: Design, target: Target, residents: readonly ModuleFigures[]): Band {
  const shell = shellOf(design, target);
  const parts = [
    { resources: shell, band: shellBandOf(design) },
    ...residents.flatMap(({ resources, cost }) =>
      resources && cost ? [{ resources, band: cost.band }] : [],
    ),
  ];
  return mergeBands(parts);
}

/** Use of the shell and all resident modules together, as far as known. */
export function residentNeed(design: Design, modules: readonly ModuleFigures[], target: Target): Resources {
  return modules
    .filter((m) => m.place.kind === 'static')
    .reduce(
      (sum, m) => addResources(sum, m.resources ?? unknownResources),
      addResources(
        shellOf(design, target),
        dmaCost(weightDmas(design, modules) + furtherDmas(design, modules)),
      ),
    );
}

/** Remembered by a module's layers, which most edits leave unchanged. */
const inMemory = perObject(
  (layers: readonly LayerFigures[]) => layers.filter(({ shaped }) => shaped.spec.weightsIn === 'ddr').length,
);

/** Each stream of a resident module has a DMA; a region has as many as its module with the most streams. */
function weightDmas({ regions }: Design, modules: readonly ModuleFigures[]): number {
  const held = modulesByRegion(modules);
  const streams = (module: ModuleFigures): number => inMemory(layersOf(module));
  const residents = modules.filter((m) => m.place.kind === 'static').map(streams);
  const most = regions.map(({ name }) => Math.max(0, ...(held.get(name) ?? []).map(streams)));
  return [...residents, ...most].reduce((sum, n) => sum + n, 0);
}

/** A region has as many DMAs of values as its module with the most; the shell has one of them. */
function furtherDmas({ regions }: Design, modules: readonly ModuleFigures[]): number {
  const held = modulesByRegion(modules);
  return regions
    .map(({ name }) =>
      Math.max(1, ...(held.get(name) ?? []).map(({ cost }) => (cost ? dmasOf(cost.streams) : 1))),
    )
    .reduce((sum, n) => sum + n - 1, 0);
}

/** Modules in regions, keyed by region. */
export function modulesByRegion(
  modules: readonly ModuleFigures[],
): ReadonlyMap<string, readonly ModuleFigures[]> {
  const held = new Map<string, ModuleFigures[]>();
  for (const module of modules) {
    if (module.place.kind !== 'region') continue;
    const own = held.get(module.place.region);
    if (own) own.push(module);
    else held.set(module.place.region, [module]);
  }
  return held;
}

/** The shell as stated in the design, with the model's figure for each other kind. */
export function shellOf(
  design: Pick<Design, 'device'> & { readonly regions: { readonly length: number } },
  { port }: Target,
): Resources {
  const regions = design.regions.length;
  const usual = shellCost({ regions, residents: 0, port: port?.kind ?? 'pcap' }).resources;
  const stated = design.device?.shell ?? {};
  const amounts = resourceKinds.map((kind) => [kind, stated[kind] ?? usual[kind]] as const);
  return { ...usual, ...Object.fromEntries(amounts) };
}
