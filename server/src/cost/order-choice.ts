/** What it costs and gains to fetch weights once an input. */
import type { ShapedLayer } from '../network';
import type { Parallelism } from '../semantics/design';
import { freshLayerCost, type LayerCost } from './layer-cost';
import type { CostOptions } from './options';
import { orderProblem } from './units/weight-stationary';

export interface OrderChoice {
  /** All weights once an output position, and each once an input. */
  readonly positions: LayerCost;
  readonly weights: LayerCost;
}

/** A layer at the same folding in both orders; undefined if its weights stay on chip, or cannot be fetched once an input. */
export function orderChoice(
  layer: ShapedLayer,
  { pe, simd, window }: Parallelism,
  options: CostOptions,
): OrderChoice | undefined {
  const parallel = { pe, simd, ...(window && { window }) };
  if (layer.outShape === undefined || orderProblem(layer, parallel) !== undefined) return undefined;
  return {
    positions: freshLayerCost(layer, parallel, options),
    weights: freshLayerCost(layer, { ...parallel, order: 'weights' }, options),
  };
}
