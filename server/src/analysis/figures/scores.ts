/** The values by which an exit or switch decides. */
import { type Shape, isImage, makerOf } from '../../network/index';
import { scoresLayer } from '../../semantics/exit-head';
import type { LayerList } from '../analysis';

/** Position of the scores in the list of an exit or switch, see `scoresLayer`. */
export function scoresAt({ spec, specs }: Pick<LayerList, 'spec' | 'specs'>): number {
  return scoresLayer({ layers: specs, ...('when' in spec && { when: spec.when }) });
}

/** Undefined where it is not known. */
export function scoresShape(list: LayerList): Shape | undefined {
  const at = scoresAt(list);
  return at < 0 ? list.inflow?.shape : list.layers[at]?.shaped.outShape;
}

/**
 * Pixels of the image that a value is, flattened or not; 1 of a vector, and of a single channel. Kernels give a pixel's channels at once, models a
 * channel's pixels, so that they number such scores differently.
 */
export function pixelsAt({ layers, inflow }: LayerList, index: number): number {
  const maker = makerOf((i) => layers[i]?.shaped, index);
  const shape = maker === undefined ? inflow?.shape : maker.outShape;
  return shape !== undefined && isImage(shape) && shape.c > 1 ? shape.h * shape.w : 1;
}

/** Position of the layer that is a trained confidence. */
export function confidenceAt({ spec }: Pick<LayerList, 'spec'>): number | undefined {
  return 'when' in spec ? spec.when.layer : undefined;
}
