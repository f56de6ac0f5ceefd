import { floatAttribute, intAttribute, intsAttribute } from '../../onnx/index';
import { type Constant, permutation } from './constants';
import {
  type Reading,
  constantAt,
  imageShape,
  made,
  neededConstant,
  show,
  unpaddedAt,
  unsupported,
  viewAt,
} from './context';
import { Unread, mapped, reordered } from './elements';
import { type MatrixValues, type Value, sizeOf } from './lowered';
import { windowOf } from './windows';

export interface MatrixParts {
  readonly weights: Constant;
  readonly bias: Constant | undefined;
  /** Bias in integers at scale xs · ws. */
  readonly biasCodes?: Constant | undefined;
  readonly output?: Partial<Pick<Value, 'codes'>>;
}

export function readConv(reading: Reading): void {
  const weights = neededConstant(reading, 1, 'its weights');
  const view = viewAt(reading, 0);
  addConv(reading, { weights, bias: biasAt(reading, 2), output: {} }, view);
}

function biasAt(reading: Reading, index: number): Constant | undefined {
  const name = reading.node.inputs[index] ?? '';
  return name === '' ? undefined : neededConstant(reading, index, 'its bias');
}

/** A convolution from its weights `[filters][channels ÷ groups][rows][columns]`. */
export function addConv(reading: Reading, parts: MatrixParts, view = viewAt(reading, 0)): void {
  const { node, lowering } = reading;
  const [channels, rows, columns] = imageShape(reading, view);
  if (view.channels === 'last') throw unsupported(reading, 'its input has its channels last');
  const { dims } = parts.weights;
  const [filters = 0, perGroup = 0, ...kernel] = dims;
  const groups = intAttribute(node, 'group', 1);
  if (dims.length !== 4) throw unsupported(reading, 'only convolutions over rows and columns are supported');
  if (perGroup * groups !== channels || filters % groups !== 0) {
    throw unsupported(
      reading,
      `weights of ${dims.join('x')} do not fit ${channels} channels in ${groups} groups`,
    );
  }
  const { window, output } = windowOf(reading, kernel, [rows, columns], view.pads);
  const value = { ...made(node, [filters, ...output]), ...parts.output };
  const matrix = matrixOf(reading, parts, filters, 0);
  lowering.ops.push({
    kind: 'conv',
    names: namesOf(reading, parts),
    inputs: [view.value],
    output: value,
    matrix,
    window,
    groups,
  });
  show(reading, value);
}

export function readGemm(reading: Reading): void {
  const { node } = reading;
  if (intAttribute(node, 'transA', 0) === 1) throw unsupported(reading, 'its input is transposed');
  const weights = neededConstant(reading, 1, 'its weights');
  const transposed = intAttribute(node, 'transB', 0) === 1;
  const alpha = floatAttribute(node, 'alpha', 1);
  const beta = floatAttribute(node, 'beta', 1);
  const bias = biasAt(reading, 2);
  if (alpha !== 1 && weights.codes)
    throw unsupported(reading, 'an `alpha` over integer weights is not supported');
  addDense(reading, {
    weights: scaled(transposed ? weights : turned(weights), alpha),
    bias: bias && scaled(bias, beta),
  });
}

export function readMatMul(reading: Reading): void {
  const weights = constantAt(reading, 1);
  if (weights === undefined) {
    throw unsupported(
      reading,
      'it multiplies two computed values (as attention does); only constant weights can be built',
    );
  }
  addDense(reading, { weights: turned(weights), bias: undefined });
}

/** A dense layer from its weights `[units][inputs]`. */
export function addDense(reading: Reading, parts: MatrixParts): void {
  const { node, lowering } = reading;
  const view = unpaddedAt(reading, 0);
  const { shape } = view.value;
  const [units = 0, width = 0] = parts.weights.dims;
  if (!view.flat || parts.weights.dims.length !== 2 || width !== sizeOf(shape)) {
    throw unsupported(
      reading,
      `weights of ${parts.weights.dims.join('x')} do not fit an input of ${shape.join('x')}${view.flat ? '' : ' that is not flattened'}`,
    );
  }
  const value = { ...made(node, [units]), ...parts.output };
  const [c = 1, h = 1, w = 1] = shape;
  const isTurned = view.channels === 'last' && shape.length === 3;
  const order = () => permutation([units, h, w, c], [0, 3, 1, 2]);
  const matrix = matrixOf(reading, isTurned ? channelsFirst(parts, order) : parts, units, 0);
  lowering.ops.push({
    kind: 'dense',
    names: namesOf(reading, parts),
    inputs: [view.value],
    output: value,
    matrix,
  });
  show(reading, value);
}

function channelsFirst(parts: MatrixParts, order: () => Int32Array): MatrixParts {
  const take = (values: ArrayLike<number>) => reordered(values, order);
  const { weights } = parts;
  const codes = weights.codes && { ...weights.codes, values: take(weights.codes.values) };
  return { ...parts, weights: { ...weights, values: take(weights.values), ...(codes && { codes }) } };
}

/** Columns become rows. */
export function turned(weights: Constant): Constant {
  const [rows = 0, columns = 0] = weights.dims;
  if (weights.dims.length !== 2) return weights;
  const take = (values: ArrayLike<number>) => reordered(values, () => permutation([rows, columns], [1, 0]));
  const codes = weights.codes && {
    ...weights.codes,
    values: take(weights.codes.values),
    axis: 1 - weights.codes.axis,
  };
  return { ...weights, dims: [columns, rows], values: take(weights.values), ...(codes && { codes }) };
}

function scaled(constant: Constant, factor: number): Constant {
  return factor === 1 ? constant : { ...constant, values: mapped(constant.values, (v) => factor * v) };
}

function matrixOf(reading: Reading, parts: MatrixParts, filters: number, axis: number): MatrixValues {
  const { weights, bias, biasCodes } = parts;
  if (bias && bias.values.length !== filters && bias.values.length !== 1) {
    throw unsupported(reading, `${bias.values.length} values of bias for ${filters} filters`);
  }
  const only = bias?.values.length === 1;
  const codes = weights.codes;
  if (codes && codes.scales.length !== 1 && codes.axis !== axis) {
    throw unsupported(
      reading,
      'its weights have scales by input channel; the kernels take one scale a filter',
    );
  }
  return {
    weights: weights.values instanceof Unread ? new Float32Array() : Float32Array.from(weights.values),
    filters,
    bias: Float64Array.from({ length: filters }, (_, i) => bias?.values[only ? 0 : i] ?? 0),
    ...(codes && {
      codes: {
        weights: integers(reading, codes.values),
        scales: Float32Array.from(
          { length: filters },
          (_, i) => codes.scales[codes.scales.length === 1 ? 0 : i] ?? 1,
        ),
      },
    }),
    ...(biasCodes && { biasCodes: Int32Array.from(biasCodes.values) }),
  };
}

function integers(reading: Reading, values: ArrayLike<number>): Int8Array | Int16Array {
  if (values instanceof Unread) return new Int8Array();
  let largest = 0;
  for (const v of Array.from(values)) {
    if (!Number.isInteger(v)) throw unsupported(reading, 'its integer weights have fractions');
    largest = Math.max(largest, v < 0 ? -v - 1 : v);
  }
  if (largest > 32_767) throw unsupported(reading, 'its weights need more than 16 bits');
  return largest > 127 ? Int16Array.from(values) : Int8Array.from(values);
}

/** Its node first, then the weights: `conv1.weight` is layer `conv1`. */
function namesOf({ node }: Reading, { weights, bias }: MatrixParts): string[] {
  return [node.name, ...weights.names, ...(bias?.names ?? []), ...node.outputs].filter((name) => name !== '');
}

export function kernelOf(reading: Reading): readonly number[] {
  const kernel = intsAttribute(reading.node, 'kernel_shape');
  if (kernel) return kernel;
  throw unsupported(reading, 'it says no kernel_shape');
}
