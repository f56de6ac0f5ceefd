/** Layers and values as ONNX writes them. */
import {
  type LoweredOutput,
  type MatrixValues,
  type Op,
  type Scores,
  type Value,
  type WindowShape,
  sizeOf,
} from '../../model/lower/lowered';
import type { NewNode } from '../../onnx/index';

/** `Resize` where each pixel is repeated. */
export const repeating = {
  coordinate_transformation_mode: 'asymmetric',
  nearest_mode: 'floor',
  mode: 'nearest',
};

export function windowAttributes({ kernel, strides, dilations, pads }: WindowShape) {
  return { kernel_shape: [...kernel], strides: [...strides], dilations: [...dilations], pads: [...pads] };
}

export function convDims({
  matrix,
  window,
}: Op & { readonly matrix: MatrixValues; readonly window: WindowShape }): number[] {
  const [h, w] = window.kernel;
  return [matrix.filters, matrix.weights.length / (matrix.filters * h * w), h, w];
}

export function isFlat({ shape }: Value): boolean {
  return shape.length === 1 || (shape[1] === 1 && shape[2] === 1);
}

/** More than 8 bits, as only scores have. */
export function isWide({ codes }: Value): boolean {
  return codes !== undefined && codes.min < -128;
}

function size({ shape }: Value): number {
  return sizeOf(shape);
}

/** A node between the real numbers of an output and the output itself. */
interface OutputStep {
  readonly opType: string;
  readonly attributes: NonNullable<NewNode['attributes']>;
  /** Of a Reshape, without the batch. */
  readonly shape?: readonly number[];
}

const scorings: Readonly<Record<Scores, OutputStep | undefined>> = {
  logits: undefined,
  probabilities: { opType: 'Softmax', attributes: { axis: 1 } },
  'log probabilities': { opType: 'LogSoftmax', attributes: { axis: 1 } },
  sigmoids: { opType: 'Sigmoid', attributes: {} },
};

/** What makes the file's own output of a value's real numbers: its softmax, its order, its dimensions. */
export function outputSteps({ value, scores, dims, order }: LoweredOutput): OutputStep[] {
  const scoring = scorings[scores];
  const perm = order && [...order, ...value.shape.keys()].filter((axis, i, all) => all.indexOf(axis) === i);
  const usual = isFlat(value) ? [size(value)] : value.shape;
  const moved = perm?.map((axis) => value.shape[axis] ?? 1) ?? usual;
  return [
    ...(scoring ? [scoring] : []),
    ...(perm ? [{ opType: 'Transpose', attributes: { perm: [0, ...perm.map((axis) => axis + 1)] } }] : []),
    ...(moved.join() === dims.join() ? [] : [{ opType: 'Reshape', attributes: {}, shape: dims }]),
  ];
}

/** Takes a name for a node: a layer without one of its own is called as what it gives, which may be an output. */
export function untaken(name: string, taken: Set<string>): string {
  let own = name;
  for (let n = 2; taken.has(own); n++) own = `${name}_${n}`;
  taken.add(own);
  return own;
}
