/** Shapes, counts and fusion of a network's layers: what follows from the design before any hardware is considered. */
export { dilationAlong, hasPadding, type Window } from './geometry';
export { inputDepth, isUncounted, productsPerOutput, sumBits } from './count';
export { kindShape } from './kinds';
export { makerOf } from './maker';
export { joins, outputs, successors } from './graph';
export { inferShapes, type Inflow, type InferredShapes, reinferShapes } from './infer';
export type { ShapeProblem } from './problem';
export {
  channels,
  dimensions,
  elements,
  isImage,
  rows,
  sameShape,
  type ImageShape,
  type Shape,
} from './shape';
export type { ShapedLayer } from './shaped-layer';
