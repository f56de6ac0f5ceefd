/** From a node of the tree to the figures of what it declares. By identity: names may be wrong or double. */
import type { Block, Layer } from '../../../grammar/src/index';
import type {
  Analysis,
  LayerFigures,
  LayerList,
  ModuleFigures,
  RegionFigures,
  Target,
} from '../analysis/analysis';
import type { Nanoseconds } from '../base/units';
import type { CostOptions } from '../cost/index';
import type { PlaceSpec } from '../semantics/design';

const layerMaps = new WeakMap<Analysis, ReadonlyMap<Layer, LayerFigures>>();

export function layerByNode(analysis: Analysis): ReadonlyMap<Layer, LayerFigures> {
  let map = layerMaps.get(analysis);
  if (map === undefined) {
    map = new Map(
      analysis.lists.flatMap(({ layers }) => layers.map((l) => [l.shaped.spec.node, l] as const)),
    );
    layerMaps.set(analysis, map);
  }
  return map;
}

/** The network, or the branch of the exit or switch, that the block declares. */
export function listOf(analysis: Analysis, block: Block): LayerList | undefined {
  return analysis.lists.find((l) => l.spec.origin.block === block);
}

/** What the block makes a module: a stage, an exit's branch, a switch's. */
export function moduleOf(analysis: Analysis, block: Block): ModuleFigures | undefined {
  return analysis.modules.find((m) => m.spec.origin.block === block && block.kind === m.kind);
}

export function regionOf(analysis: Analysis, block: Block): RegionFigures | undefined {
  return analysis.regions.find((r) => r.spec.origin.block === block);
}

/** Under which the analysis' own costs were counted. */
export function costOptions({ part, clockHz, ddrBytesPerSecond }: Target): CostOptions {
  const bounded = Number.isFinite(ddrBytesPerSecond);
  return { family: part?.family ?? '7series', clockHz, ...(bounded && { ddrBytesPerSecond }) };
}

/** Time to load any module of a region; undefined for what is not loaded. */
export function loadOf(analysis: Analysis, place: PlaceSpec): Nanoseconds | undefined {
  if (place.kind !== 'region') return undefined;
  return analysis.regions.find((r) => r.spec.name === place.region)?.loadNs;
}
