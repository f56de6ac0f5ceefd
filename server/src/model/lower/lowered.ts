/**
 * A model brought down to what the integer template computes: matrices, pools, sums and joins between values whose
 * channels come first. Float, QDQ, QOperator and QONNX models all end up in this form, so that one quantiser, one
 * writer and one weights service do for all.
 */

/** How the integers of a value stand for real numbers, see `Quantisation` in arithmetic/. */
export interface Codes {
  readonly scale: number;
  readonly zeroPoint: number;
  readonly min: number;
  readonly max: number;
}

/** What flows between two operators. */
export interface Value {
  /** A tensor of the model that holds it. */
  readonly name: string;
  /** That tensor's axes, as those of the shape, without the batch and sizes of 1; undefined where they are in order. */
  readonly order?: readonly number[];
  /** The value is so many times what the tensor holds. */
  readonly factor?: number;
  /** `[c, h, w]`, or `[n]`; without the batch. */
  shape: readonly number[];
  /** Undefined in a float model, and where the model does not say. */
  codes?: Codes | undefined;
  /** Of a vector that is made of images side by side: their shapes. */
  readonly parts?: readonly (readonly number[])[];
}

/** Rows and columns of a window: kernel, steps, and zeros or nothing around the image. */
export interface WindowShape {
  readonly kernel: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly dilations: readonly [number, number];
  /** Top, left, bottom, right. */
  readonly pads: readonly [number, number, number, number];
}

export interface MatrixValues {
  /**
   * Real weights `[filters][channels ÷ groups][rows][columns]`, of a dense layer `[units][c][h][w]` of its input.
   */
  readonly weights: Float32Array;
  readonly filters: number;
  /** Real bias, one for each filter. */
  readonly bias: Float64Array;
  /** Integers and scales (one for each filter) behind the weights, where the model has them. */
  readonly codes?: { readonly weights: Int8Array | Int16Array; readonly scales: Float32Array };
  /** Integer bias at scale xs · ws, where the model has it. */
  readonly biasCodes?: Int32Array;
}

interface Common {
  /** The nodes and tensors it was made from, its own node first: what a design's layer may be named after. */
  readonly names: readonly string[];
  readonly inputs: readonly Value[];
  output: Value;
  /** Negative results become zero, and those above `cap` become it. */
  relu?: { readonly cap?: number } | undefined;
}

export type Op = Common &
  (
    | { readonly kind: 'conv'; matrix: MatrixValues; readonly window: WindowShape; readonly groups: number }
    | { readonly kind: 'dense'; matrix: MatrixValues }
    | { readonly kind: 'maxpool'; readonly window: WindowShape; readonly global: boolean }
    | {
        readonly kind: 'avgpool';
        readonly window: WindowShape;
        readonly global: boolean;
        /** The mean counts the padding's zeros too. */
        readonly countPadding: boolean;
      }
    | { readonly kind: 'add' | 'concat' | 'relu' }
    | { readonly kind: 'upsample'; readonly factors: readonly [number, number] }
  );

export type OpOf<K extends Op['kind']> = Extract<Op, { readonly kind: K }>;

export type MatrixOp = OpOf<'conv' | 'dense'>;

/** What the values of an output are; `sigmoids` are those of logits, each for itself. */
export type Scores = 'logits' | 'probabilities' | 'log probabilities' | 'sigmoids';

export interface LoweredModel {
  readonly input: Value;
  /** The file's own input has its channels last. */
  readonly channelsLast: boolean;
  /** By channel: what the model itself does to its input before the first layer. */
  readonly preparation?: { readonly a: Float64Array; readonly b: Float64Array };
  /** Where the layers compute otherwise than the model does, as clauses. */
  readonly differences: readonly string[];
  /** In an order in which each value is made before it is read. */
  readonly ops: readonly Op[];
  /** In the file's order, those of an `If` that ends early first. */
  readonly outputs: readonly LoweredOutput[];
}

export interface LoweredOutput {
  readonly name: string;
  readonly value: Value;
  readonly scores: Scores;
  /** Dimensions in the file, without the batch. */
  readonly dims: readonly number[];
  /** Axes of the value's shape in that order; undefined where they are in order. */
  readonly order?: readonly number[];
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}

/** Every output reads every input; a convolution over the whole image is a dense layer too. */
export function isDense(op: Op): op is MatrixOp {
  if (op.kind !== 'conv') return op.kind === 'dense';
  const [, rows, columns] = op.inputs[0]?.shape ?? [];
  const [height, width] = op.window.kernel;
  return op.groups === 1 && height === rows && width === columns && op.window.pads.every((p) => p === 0);
}
