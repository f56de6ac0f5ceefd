import { kindShape } from './kinds';
import type { ShapedLayer } from './shaped-layer';

/**
 * The layer whose number type the value of `index` has: of what is fused, or hands a value on, the one that makes it.
 * Undefined where that stands outside of the list: a branch reads its trunk by -1.
 */
export function makerOf(
  layerAt: (index: number) => ShapedLayer | undefined,
  index: number,
): ShapedLayer | undefined {
  const layer = layerAt(index);
  if (layer === undefined) return undefined;
  if (layer.fusedInto !== undefined) return makerOf(layerAt, layer.fusedInto);
  const [input] = layer.spec.inputs;
  return input !== undefined && kindShape(layer.spec.kind).handsOn ? makerOf(layerAt, input) : layer;
}
