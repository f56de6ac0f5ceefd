/** What it costs and gains to hand over all taps of a window at once. */
import type { ShapedLayer } from '../network';
import type { Parallelism } from '../semantics/design';
import { freshLayerCost, type LayerCost } from './layer-cost';
import type { CostOptions } from './options';
import { canBeAtOnce } from './units/parallel-window';

export interface WindowChoice {
  readonly serial: LayerCost;
  readonly atOnce: LayerCost;
}

/** A layer at the same `pe` and `simd` with both windows; undefined if it has none, or its shape is unknown. */
export function windowChoice(
  layer: ShapedLayer,
  { pe, simd }: Parallelism,
  options: CostOptions,
): WindowChoice | undefined {
  if (layer.outShape === undefined || !canBeAtOnce(layer)) return undefined;
  return {
    serial: freshLayerCost(layer, { pe, simd }, options),
    atOnce: freshLayerCost(layer, { pe, simd, window: 'parallel' }, options),
  };
}
