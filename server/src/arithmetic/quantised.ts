/**
 * A network with integer values, as in the exported kernels and in an int8 ONNX model. Shapes, windows and connections
 * come from the design; these types add weights, scales and codes.
 *
 * Order of values: an image streams row by row, position by position, with channels fastest (`h, w, c`), and weights are
 * in the same order. ONNX's tensors have channels first and are reordered when these types are made.
 */

/** A code of integers for real numbers: real = scale · (integer − zeroPoint). */
export interface Quantisation {
  /** A positive float32 value. */
  readonly scale: number;
  readonly zeroPoint: number;
  /** Smallest and largest integer of the type: −128 and 127 for int8, 0 and 255 for uint8, −1 and 1 for binary. */
  readonly min: number;
  readonly max: number;
  /** For `binary`: values of zero or more become 1, all others −1; there is no 0. */
  readonly sign?: boolean;
}

/** The matrix of a `conv`, `depthwise` or `dense` layer, batch normalisation folded in. Weights have no zero point. */
export interface Matrix {
  /** `[filters][kernel rows][kernel columns][channels ÷ groups]`; for a dense layer `[units][h][w][c]` of its input. */
  readonly weights: Int8Array | Int16Array;
  /** One for each filter, at scale xs · ws[filter], for inputs with their zero point subtracted. */
  readonly bias: Int32Array;
  /** One for each filter: float32(float32(xs · ws[filter]) ÷ ys). */
  readonly scales: Float32Array;
}

/** The numbers of one layer. */
export interface LayerNumbers {
  /** Codes of the layer's inputs, in order. */
  readonly inputs: readonly Quantisation[];
  readonly output: Quantisation;
  /** For layers with weights. */
  readonly matrix?: Matrix;
  /** For an `avgpool` with padding: the mean includes the padding's zeros. */
  readonly countPadding?: boolean;
}

/** Numbers of the layers of a network, or of the branch of an exit or switch. */
export interface QuantisedList {
  readonly kind: 'network' | 'exit' | 'switch';
  readonly name: string;
  /**
   * By position in the list. `input`, `flatten`, and layers that fuse into another (relu, batchnorm) have none: the other's
   * `output` is the code after the fused layers.
   */
  readonly layers: ReadonlyMap<number, LayerNumbers>;
}

/** Source of the numbers. */
export type NumbersSource =
  | {
      readonly kind: 'model';
      /** As written in the design. */
      readonly path: string;
      /** SHA-256 of the model's file, in hexadecimal. */
      readonly hash: string;
      /** How they were made, as text: `int8 model as it is`, `quantised after training on 512 images`. */
      readonly note: string;
      /** Kernels round otherwise than the model does, where `note` says. */
      readonly isInexact?: boolean;
    }
  | { readonly kind: 'random'; readonly seed: number };

export interface QuantisedDesign {
  readonly source: NumbersSource;
  /** Code of each network's input. */
  readonly inputs: ReadonlyMap<string, Quantisation>;
  /**
   * For each channel of the first network's input, the integer for each 8-bit pixel 0..255 after the model's own preprocessing (÷ 255, mean,
   * deviation). Absent if the network's input is not an image of bytes.
   */
  readonly pixels?: readonly Int16Array[];
  readonly lists: readonly QuantisedList[];
}
