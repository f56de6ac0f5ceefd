import type { LayerSpec } from '../semantics/design';
import type { Window } from './geometry';
import type { Shape } from './shape';

/** A layer with what flows in and out of it. What could not be found is undefined: an earlier problem says why. */
export interface ShapedLayer {
  readonly spec: LayerSpec;
  /** One for each of `spec.inputs`. */
  readonly inputs: readonly (Shape | undefined)[];
  /** Of `concat`, the first input; of all others the only shape that comes in. */
  readonly inShape: Shape | undefined;
  readonly outShape: Shape | undefined;
  /** Multiply-accumulates for one input, as ONNX counts them. */
  readonly macs: number | undefined;
  /** Weights and biases; of a batchnorm its four vectors. */
  readonly params: number | undefined;
  /** Of convolutions and pools; a global pool's covers the whole image. */
  readonly window: Window | undefined;
  /** Groups of a convolution; a depthwise layer's are its channels. */
  readonly groups: number;
  /** Position of the layer that does this one's work: batchnorm folds, relu and requantisation fuse into it. */
  readonly fusedInto: number | undefined;
  /** Positions of the layers that fold or fuse into this one. */
  readonly fused: readonly number[];
  /** Bits that hold any sum of this layer's products exactly; 0 where nothing is summed. */
  readonly accumulatorBits: number;
}
