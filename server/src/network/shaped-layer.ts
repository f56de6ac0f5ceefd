/** A layer after shape inference. */
import type { LayerSpec } from '../semantics/design';
import type { Window } from './geometry';
import type { Shape } from './shape';

/** A layer with its input and output shapes. What could not be inferred is undefined, and its cause is reported. */
export interface ShapedLayer {
  readonly spec: LayerSpec;
  /** Shapes of `spec.inputs`, in order. */
  readonly inputs: readonly (Shape | undefined)[];
  /** For `concat`, the shape of the first input; for all others the only input shape. */
  readonly inShape: Shape | undefined;
  readonly outShape: Shape | undefined;
  /** Multiply-accumulates for one input, as ONNX counts them. */
  readonly macs: number | undefined;
  /** Weights and biases; for a batchnorm its four vectors. */
  readonly params: number | undefined;
  /** For convolutions and pools; a global pool's covers the whole image. */
  readonly window: Window | undefined;
  /** Groups of a convolution; for a depthwise layer, its number of channels. */
  readonly groups: number;
  /** Position of the layer that does this one's work: batchnorm folds into it, relu and requantisation fuse into it. */
  readonly fusedInto: number | undefined;
  /** Positions of the layers that fold or fuse into this one. */
  readonly fused: readonly number[];
  /** Bits that hold any sum of this layer's products exactly; 0 if nothing is summed. */
  readonly accumulatorBits: number;
}
