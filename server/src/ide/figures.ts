/** Maps syntax nodes to the figures of what they declare, by identity, since names may be wrong or duplicate. */
import { perObject } from '../base/memo';
import { type Block, type Layer, firstReading, isSameBlock } from '../../../grammar/src/index';
import type { Analysis, LayerFigures, LayerList, ModuleFigures, RegionFigures } from '../analysis/analysis';
import type { PaperFigures } from '../analysis/figures/paper-figures';
import type { Nanoseconds } from '../base/units';
import type { PlaceSpec } from '../semantics/design';

/** Maps a layer's node to its figures; an edit elsewhere may have moved the layer since. */
interface FiguresByLayer {
  get(layer: Layer): LayerFigures | undefined;
}

export const layerByNode = perObject((analysis: Analysis): FiguresByLayer => {
  const byText = new Map(
    analysis.lists.flatMap(({ layers }) => layers.map((l) => [firstReading(l.shaped.spec.node), l] as const)),
  );
  return { get: (layer) => byText.get(firstReading(layer)) };
});

/** The network, or the branch of the exit or switch, that the block declares. */
export function listOf(analysis: Analysis, block: Block): LayerList | undefined {
  return analysis.lists.find((l) => isSameBlock(l.spec.origin.block, block));
}

/** The module of a stage, exit or switch block. */
export function moduleOf(analysis: Analysis, block: Block): ModuleFigures | undefined {
  return analysis.modules.find((m) => block.kind === m.kind && isSameBlock(m.spec.origin.block, block));
}

export function paperOf(analysis: Analysis, block: Block): PaperFigures | undefined {
  return analysis.papers.find((p) => isSameBlock(p.spec.origin.block, block));
}

export function regionOf(analysis: Analysis, block: Block): RegionFigures | undefined {
  return analysis.regions.find((r) => isSameBlock(r.spec.origin.block, block));
}

/** Time to load a module of a region; undefined for modules that are not loaded. */
export function loadOf(analysis: Analysis, place: PlaceSpec): Nanoseconds | undefined {
  if (place.kind !== 'region') return undefined;
  return analysis.regions.find((r) => r.spec.name === place.region)?.loadNs;
}
