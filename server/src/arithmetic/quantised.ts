/**
 * A network whose values are integers, as the exported kernels compute it and as an int8 ONNX model does. Shapes,
 * windows and wires are the design's; this says what the design does not: weights, scales and codes.
 *
 * Order of values: an image streams row by row, position by position, channels fastest (`h, w, c`), and so do the
 * weights that meet it. ONNX's tensors have channels first: whoever makes these types puts them in order.
 */

/** How an integer stands for a real number: real = scale · (integer − zeroPoint). */
export interface Quantisation {
  /** A float32 value, above zero. */
  readonly scale: number;
  readonly zeroPoint: number;
  /** Least and largest integer, from the type: −128 and 127 of int8, 0 and 255 of uint8, −1 and 1 of binary. */
  readonly min: number;
  readonly max: number;
  /** Of `binary`: what is not below zero is 1, all else −1; there is no 0. */
  readonly sign?: boolean;
}

/** The matrix of a `conv`, `depthwise` or `dense` layer, batch normalisation folded in. Weights have no zero point. */
export interface Matrix {
  /** `[filters][kernel rows][kernel columns][channels ÷ groups]`, of a dense layer `[units][h][w][c]` of its input. */
  readonly weights: Int8Array | Int16Array;
  /** One for each filter, at scale xs · ws[filter], for inputs without their zero point. */
  readonly bias: Int32Array;
  /** One for each filter: float32(float32(xs · ws[filter]) ÷ ys). */
  readonly scales: Float32Array;
}

/** What a layer of the design computes with. */
export interface LayerNumbers {
  /** One for each input of the layer. */
  readonly inputs: readonly Quantisation[];
  readonly output: Quantisation;
  /** Of layers that multiply. */
  readonly matrix?: Matrix;
  /** Of an `avgpool` with padding: the mean counts the padding's zeros too. */
  readonly countPadding?: boolean;
}

/** Layers of a network, or of the branch of an exit or switch. */
export interface QuantisedList {
  readonly kind: 'network' | 'exit' | 'switch';
  readonly name: string;
  /**
   * By position in the list. `input`, `flatten`, and layers that fuse into another (relu, batchnorm) have none:
   * `output` of the other is what leaves the fused ones.
   */
  readonly layers: ReadonlyMap<number, LayerNumbers>;
}

/** Where the numbers are from. */
export type NumbersSource =
  | {
      readonly kind: 'model';
      /** As the design writes it. */
      readonly path: string;
      /** SHA-256 of the model's file, in hexadecimal. */
      readonly hash: string;
      /** How they were made, for people: `int8 model as it is`, `quantised after training on 512 images`. */
      readonly note: string;
    }
  | { readonly kind: 'random'; readonly seed: number };

export interface QuantisedDesign {
  readonly source: NumbersSource;
  /** Of the network's input. */
  readonly input: Quantisation;
  /**
   * By input channel, the integer of each 8-bit pixel 0..255 after the model's own preparation (÷ 255, mean,
   * deviation). Absent where the network's input is no picture of bytes.
   */
  readonly pixels?: readonly Int16Array[];
  readonly lists: readonly QuantisedList[];
}
