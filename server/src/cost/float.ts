import { kindSpecs } from '../../../grammar/src/index';
import type { ShapedLayer } from '../network';

/** Whether the layer's arithmetic is in floating point. */
export function isFloat({ spec }: ShapedLayer): boolean {
  const { weighted } = kindSpecs[spec.kind];
  return spec.activations.family === 'float' || (weighted && spec.weights.family === 'float');
}
