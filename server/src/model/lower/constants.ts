import {
  type OnnxNode,
  type OnnxTensor,
  OnnxError,
  checkLength,
  elementCount,
  intAttribute,
  intsAttribute,
  tensorAttribute,
  tensorNumbers,
} from '../../onnx/index';
import { Unread, mapped, reordered } from './elements';

/** A tensor whose values are known, with the integers behind them where it was dequantised. */
export interface Constant {
  /** Names that it has had, the file's own first. */
  readonly names: readonly string[];
  readonly type: number;
  readonly dims: readonly number[];
  readonly values: ArrayLike<number>;
  readonly codes?: ConstantCodes;
}

export interface ConstantCodes {
  /** The zero point taken off. */
  readonly values: ArrayLike<number>;
  /** One, or one for each index of `axis`. */
  readonly scales: ArrayLike<number>;
  readonly axis: number;
}

/** @param isHeader leaves what lies in files unread */
export function constantOf(tensor: OnnxTensor, name = tensor.name, isHeader = false): Constant {
  const { type, dims } = tensor;
  return { names: [name], type, dims, values: isHeader ? headerNumbers(tensor) : tensorNumbers(tensor) };
}

/** @throws OnnxError for as many bytes as the dimensions do not need */
function headerNumbers(tensor: OnnxTensor): ArrayLike<number> {
  if (tensor.data.kind !== 'external') return tensorNumbers(tensor);
  checkLength(tensor, tensor.data.length);
  return new Unread(elementCount(tensor.dims));
}

/**
 * What a node makes of constants; undefined where it is none of the few that prepare weights.
 *
 * @throws OnnxError where the node cannot do that to them
 */
export function foldedConstant(
  node: OnnxNode,
  inputs: readonly (Constant | undefined)[],
  isHeader: boolean,
): Constant | undefined {
  const [first, second] = inputs;
  if (node.opType === 'Constant') return constantNode(node, isHeader);
  if (first === undefined) return undefined;
  switch (node.opType) {
    case 'Identity':
    case 'Cast':
    case 'Dropout':
      return first;
    case 'DequantizeLinear':
      return second && dequantised(node, first, second, inputs[2]);
    case 'Mul':
      return second && product(first, second);
    case 'Transpose':
      return transposed(node, first);
    case 'Flatten':
    case 'Squeeze':
    case 'Unsqueeze':
    case 'Reshape':
      return reshaped(node, first, second);
    default:
      return undefined;
  }
}

function constantNode(node: OnnxNode, isHeader: boolean): Constant | undefined {
  const tensor = tensorAttribute(node, 'value');
  const names = [node.outputs[0] ?? ''];
  if (tensor) return { ...constantOf(tensor, tensor.name, isHeader), names };
  const value = ['value_float', 'value_int', 'value_floats', 'value_ints']
    .map((name) => node.attributes.get(name))
    .find((a) => a !== undefined);
  if (value?.kind === 'float' || value?.kind === 'int')
    return { names, type: 1, dims: [], values: [value.value] };
  if (value?.kind === 'floats' || value?.kind === 'ints') {
    return { names, type: 1, dims: [value.value.length], values: value.value };
  }
  return undefined;
}

function dequantised(node: OnnxNode, codes: Constant, scale: Constant, zero: Constant | undefined): Constant {
  const axis = normalised(intAttribute(node, 'axis', 1), codes.dims.length);
  const scales = scale.values;
  const inner = elementCount(codes.dims.slice(axis + 1));
  const channels = codes.dims[axis] ?? 1;
  if (scales.length !== 1 && scales.length !== channels) {
    throw new OnnxError(`node ${node.outputs[0] ?? ''}: ${scales.length} scales for ${channels} channels`);
  }
  const channelOf = (i: number): number => (scales.length === 1 ? 0 : Math.floor(i / inner) % channels);
  const centred = mapped(
    codes.values,
    (v, i) => v - (zero?.values[zero.values.length === 1 ? 0 : channelOf(i)] ?? 0),
  );
  return {
    names: codes.names,
    type: 1,
    dims: codes.dims,
    values: mapped(centred, (v, i) => Math.fround(v * (scales[channelOf(i)] ?? 1))),
    codes: { values: centred, scales, axis },
  };
}

/** Of scales: one of the two is a single number. */
function product(first: Constant, second: Constant): Constant | undefined {
  const [one, other] = first.values.length === 1 ? [first, second] : [second, first];
  const factor = one.values[0] ?? 1;
  if (one.values.length !== 1) return undefined;
  return {
    names: other.names,
    type: other.type,
    dims: other.dims,
    values: mapped(other.values, (v) => factor * v),
  };
}

function transposed(node: OnnxNode, constant: Constant): Constant {
  const { dims } = constant;
  const perm = intsAttribute(node, 'perm') ?? dims.map((_, i) => dims.length - 1 - i);
  const take = (values: ArrayLike<number>) => reordered(values, () => permutation(dims, perm));
  const { codes } = constant;
  return {
    ...constant,
    dims: perm.map((p) => dims[p] ?? 1),
    values: take(constant.values),
    ...(codes && { codes: { ...codes, values: take(codes.values), axis: perm.indexOf(codes.axis) } }),
  };
}

/** For each element of the transposed tensor, where it stood. */
export function permutation(dims: readonly number[], perm: readonly number[]): Int32Array {
  const strides = dims.map((_, i) => elementCount(dims.slice(i + 1)));
  const order = new Int32Array(elementCount(dims));
  const index = perm.map(() => 0);
  for (let to = 0; to < order.length; to++) {
    let from = 0;
    for (const [i, p] of perm.entries()) from += (index[i] ?? 0) * (strides[p] ?? 0);
    order[to] = from;
    for (let i = perm.length - 1; i >= 0; i--) {
      index[i] = (index[i] ?? 0) + 1;
      if ((index[i] ?? 0) < (dims[perm[i] ?? 0] ?? 1)) break;
      index[i] = 0;
    }
  }
  return order;
}

/** Scales by axis get lost where the axis does; weights are dequantised in the shape they are used in. */
function reshaped(node: OnnxNode, constant: Constant, second: Constant | undefined): Constant {
  const { dims, values } = constant;
  const count = values.length;
  const axes = intsAttribute(node, 'axes') ?? (second && Array.from(second.values));
  let shape: number[];
  if (node.opType === 'Reshape') {
    const wanted = Array.from(second?.values ?? [], (d, i) => (d === 0 ? (dims[i] ?? 1) : d));
    const known = wanted.filter((d) => d !== -1).reduce((product, d) => product * d, 1);
    shape = wanted.map((d) => (d === -1 ? count / known : d));
  } else if (node.opType === 'Flatten') {
    const axis = normalised(intAttribute(node, 'axis', 1), dims.length);
    shape = [elementCount(dims.slice(0, axis)), elementCount(dims.slice(axis))];
  } else if (node.opType === 'Squeeze') {
    const out = axes?.map((a) => normalised(a, dims.length));
    shape = dims.filter((d, i) => (out ? !out.includes(i) : d !== 1));
  } else {
    const into = [...(axes ?? [])]
      .map((a) => normalised(a, dims.length + (axes?.length ?? 0)))
      .sort((a, b) => a - b);
    shape = [...dims];
    for (const axis of into) shape.splice(axis, 0, 1);
  }
  const { codes, ...plain } = constant;
  const kept = codes && (codes.scales.length === 1 || shape[codes.axis] === dims[codes.axis]);
  return { ...plain, dims: shape, ...(kept && { codes }) };
}

function normalised(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}
