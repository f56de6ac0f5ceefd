/** Values that a layer reads at a time. */
import { elements, inputDepth, type Shape, type ShapedLayer } from '../network';
import type { Parallelism } from '../semantics/design';
import { kindCost } from './kinds';
import type { WordFormat } from './units/adapters';
import { isAtOnce, lanesAtOnce } from './units/parallel-window';
import { isWeightStationary, stationaryLanes } from './units/weight-stationary';

/** Of the `depth` values of a position, or of a vector, those in a word of the layer's input. */
export function readLanes(layer: ShapedLayer, parallel: Parallelism, depth: number): number {
  if (isAtOnce(layer, parallel)) return lanesAtOnce(layer, parallel);
  if (isWeightStationary(layer, parallel)) return stationaryLanes(layer, parallel);
  return Math.min(kindCost(layer.spec.kind).lanes(layer, parallel), depth);
}

/** The words that a layer reads of one of its inputs. */
export function readFormat(layer: ShapedLayer, parallel: Parallelism, shape: Shape): WordFormat {
  const packet = inputDepth(layer.spec, shape);
  return { lanes: readLanes(layer, parallel, packet), packet, count: elements(shape) };
}
