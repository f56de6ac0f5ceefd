/** Computes constants ahead: sizes, indices, scales, and conditions that do not depend on the input. */
import {
  dataType,
  floatAttribute,
  floatsAttribute,
  intAttribute,
  intsAttribute,
  isIntegerType,
  tensorAttribute,
  tensorNumbers,
  elementCount,
} from '../../onnx/index';

import { type Dims, type Site, type Value, mostFolded, tensorValue } from './value';
import { slicesOf, permutationOf } from './shapes/layout';
import { reducedAxes } from './shapes/reductions';

type List = readonly number[];

/** The value of a Constant node. */
export function constantValue(site: Site): Value | undefined {
  const { node } = site;
  const tensor = tensorAttribute(node, 'value');
  if (tensor) return tensorValue(tensor);
  const list = intsAttribute(node, 'value_ints') ?? floatsAttribute(node, 'value_floats');
  const type =
    node.attributes.has('value_ints') || node.attributes.has('value_int') ? dataType.int64 : dataType.float;
  if (list) return { type, dims: [list.length], constant: true, numbers: () => list };
  for (const name of ['value_int', 'value_float'] as const) {
    if (!node.attributes.has(name)) continue;
    const one = name === 'value_int' ? intAttribute(node, name, 0) : floatAttribute(node, name, 0);
    return { type, dims: [], constant: true, numbers: () => [one] };
  }
  // Strings and sparse tensors: nothing here reads their contents.
  return { type: dataType.undefined, dims: undefined, constant: true };
}

/** Elements of one output of a node whose inputs are constants; undefined where that is not supported, or more than `most`. */
export function folded(
  site: Site,
  output: number,
  dims: Dims | undefined,
  most = mostFolded,
): List | undefined {
  if (dims === undefined || elementCount(dims) > most) return undefined;
  const { node, inputs } = site;
  if (node.domain !== '') return undefined;
  // The shape is known before the data is, and that of a live value too.
  if (node.opType === 'Shape') return shapeOf(site, dims);
  if (node.opType === 'Size') return inputs[0]?.dims && [elementCount(inputs[0].dims)];
  const lists = inputs.map((value) => (value?.numbers ? listOf(value) : undefined));
  if (inputs.some((value, i) => value !== undefined && lists[i] === undefined)) return undefined;
  const first = lists[0] ?? [];
  const from = inputs[0]?.dims ?? [];
  const unary = unaries[node.opType];
  if (unary) return first.map(unary);
  const binary = binaries[node.opType];
  if (binary) return binaryOf(site, lists, dims, binary);
  switch (node.opType) {
    case 'Identity':
    case 'Reshape':
    case 'Squeeze':
    case 'Unsqueeze':
    case 'Flatten':
    case 'Dropout':
    case 'CastLike':
      return output === 0 ? first : undefined;
    case 'Cast':
      return isWhole(intAttribute(node, 'to', dataType.float)) ? first.map(Math.trunc) : first;
    case 'ConstantOfShape': {
      const tensor = tensorAttribute(node, 'value');
      const fill = tensor ? (tensorNumbers(tensor)[0] ?? 0) : 0;
      return new Array<number>(elementCount(dims)).fill(fill);
    }
    case 'Range':
      return Array.from({ length: dims[0] ?? 0 }, (_, i) => (first[0] ?? 0) + i * (lists[2]?.[0] ?? 1));
    case 'Where': {
      const [chosen = [], yes = [], no = []] = lists.map((list, i) =>
        spread(list ?? [], inputs[i]?.dims ?? [], dims),
      );
      return chosen.map((choice, i) => (choice ? yes[i] : no[i]) ?? NaN);
    }
    case 'Expand':
      return spread(first, from, dims);
    case 'Transpose': {
      const perm = permutationOf(site) ?? [];
      const strides = stridesOf(from);
      return walked(
        first,
        dims,
        0,
        perm.map((axis) => strides[axis] ?? 0),
      );
    }
    case 'Slice': {
      const slices = slicesOf(site);
      const strides = stridesOf(from);
      const start = slices?.reduce((sum, slice, i) => sum + slice.start * (strides[i] ?? 0), 0);
      const steps = slices?.map((slice, i) => slice.step * (strides[i] ?? 0));
      return start === undefined || steps === undefined ? undefined : walked(first, dims, start, steps);
    }
    case 'Gather':
      return gathered(site, first, from, lists[1] ?? [], dims);
    case 'Concat':
      return concatenated(site, lists, dims);
    case 'Split': {
      const axis = positive(intAttribute(node, 'axis', 0), from.length);
      const given = intsAttribute(node, 'split') ?? lists[1];
      const length = (i: number) => given?.[i] ?? dims[axis] ?? 0;
      let start = 0;
      for (let i = 0; i < output; i++) start += length(i);
      return at(dims, (index) =>
        read(
          first,
          from,
          index.map((n, i) => (i === axis ? n + start : n)),
        ),
      );
    }
    case 'ReduceProd':
    case 'ReduceSum':
    case 'ReduceMax':
    case 'ReduceMin':
    case 'ReduceMean':
    case 'ReduceL1':
    case 'ReduceL2':
    case 'ReduceSumSquare':
      return reduced(site, first, from, dims);
    default:
      return undefined;
  }
}

function listOf(value: Value): List | undefined {
  const numbers = value.numbers?.();
  return numbers === undefined ? undefined : Array.from(numbers);
}

function shapeOf({ node, inputs }: Site, dims: Dims): List | undefined {
  const shape = inputs[0]?.dims;
  const start = intAttribute(node, 'start', 0);
  const from = start < 0 ? Math.max(0, start + (shape?.length ?? 0)) : start;
  return shape?.slice(from, from + (dims[0] ?? 0));
}

const unaries: Readonly<Record<string, (x: number) => number>> = {
  Neg: (x) => -x,
  Abs: Math.abs,
  Floor: Math.floor,
  Ceil: Math.ceil,
  Sqrt: Math.sqrt,
  Exp: Math.exp,
  Log: Math.log,
  Reciprocal: (x) => 1 / x,
  Not: (x) => (x ? 0 : 1),
  Relu: (x) => Math.max(x, 0),
};

const truth = (value: boolean): number => (value ? 1 : 0);
const binaries: Readonly<Record<string, (x: number, y: number) => number>> = {
  Add: (x, y) => x + y,
  Sub: (x, y) => x - y,
  Mul: (x, y) => x * y,
  Div: (x, y) => x / y,
  Mod: (x, y) => x - y * Math.floor(x / y),
  Pow: (x, y) => x ** y,
  Min: Math.min,
  Max: Math.max,
  Equal: (x, y) => truth(x === y),
  Greater: (x, y) => truth(x > y),
  GreaterOrEqual: (x, y) => truth(x >= y),
  Less: (x, y) => truth(x < y),
  LessOrEqual: (x, y) => truth(x <= y),
  And: (x, y) => truth(x !== 0 && y !== 0),
  Or: (x, y) => truth(x !== 0 || y !== 0),
};

function binaryOf(
  site: Site,
  lists: readonly (List | undefined)[],
  dims: Dims,
  compute: (x: number, y: number) => number,
): List {
  const whole = site.node.opType === 'Div' && isWhole(site.inputs[0]?.type ?? 0);
  const [first = [], ...more] = lists.map((list, i) => spread(list ?? [], site.inputs[i]?.dims ?? [], dims));
  return first.map((value, i) => {
    // Not `reduce(compute)`, which hands its place and the list to `Math.min` too.
    const result = more.reduce((sum, list) => compute(sum, list[i] ?? NaN), value);
    return whole ? Math.trunc(result) : result;
  });
}

function gathered(site: Site, data: List, from: Dims, indices: List, dims: Dims): List {
  const axis = positive(intAttribute(site.node, 'axis', 0), from.length);
  const shape = site.inputs[1]?.dims ?? [];
  return at(dims, (index) => {
    const found = read(indices, shape, index.slice(axis, axis + shape.length));
    const place = [
      ...index.slice(0, axis),
      positive(found, from[axis] ?? 0),
      ...index.slice(axis + shape.length),
    ];
    return read(data, from, place);
  });
}

function concatenated(site: Site, lists: readonly (List | undefined)[], dims: Dims): List {
  const axis = positive(intAttribute(site.node, 'axis', 0), dims.length);
  return at(dims, (index) => {
    let rest = index[axis] ?? 0;
    for (const [i, list] of lists.entries()) {
      const shape = site.inputs[i]?.dims ?? [];
      const length = shape[axis] ?? 0;
      if (rest < length)
        return read(
          list ?? [],
          shape,
          index.map((n, k) => (k === axis ? rest : n)),
        );
      rest -= length;
    }
    return NaN;
  });
}

function reduced(site: Site, data: List, from: Dims, dims: Dims): List | undefined {
  const axes = reducedAxes(site);
  if (axes === undefined) return undefined;
  const { opType } = site.node;
  const largest = opType === 'ReduceMax';
  const least = opType === 'ReduceMin';
  const isProduct = opType === 'ReduceProd';
  const start = isProduct ? 1 : largest ? -Infinity : least ? Infinity : 0;
  const out = new Array<number>(elementCount(dims)).fill(start);
  const kept = from.map((_, i) => !axes.includes(i));
  let position = 0;
  at(from, (index) => {
    let target = 0;
    index.forEach((n, i) => {
      if (kept[i]) target = target * (from[i] ?? 1) + n;
    });
    const value = data[position++] ?? 0;
    const before = out[target] ?? 0;
    if (isProduct) out[target] = before * value;
    else if (largest) out[target] = Math.max(before, value);
    else if (least) out[target] = Math.min(before, value);
    else if (opType === 'ReduceL1') out[target] = before + Math.abs(value);
    else out[target] = before + (squared.has(opType) ? value * value : value);
    return 0;
  });
  if (opType === 'ReduceL2') return out.map(Math.sqrt);
  const each = elementCount(from) / out.length;
  return opType === 'ReduceMean' ? out.map((sum) => sum / each) : out;
}

const squared: ReadonlySet<string> = new Set(['ReduceL2', 'ReduceSumSquare']);

/** One value for each place of `dims`, row-major. */
function at(dims: Dims, compute: (index: number[]) => number): number[] {
  const index = new Array<number>(dims.length).fill(0);
  return Array.from({ length: elementCount(dims) }, () => {
    const value = compute(index);
    for (let i = dims.length - 1; i >= 0; i--) {
      index[i] = (index[i] ?? 0) + 1;
      if ((index[i] ?? 0) < (dims[i] ?? 0)) break;
      index[i] = 0;
    }
    return value;
  });
}

/** The elements of a list under a larger, broadcast shape. */
function spread(list: List, from: Dims, dims: Dims): number[] {
  const own = stridesOf(from).map((stride, i) => (from[i] === 1 ? 0 : stride));
  return walked(list, dims, 0, [
    ...new Array<number>(Math.max(0, dims.length - from.length)).fill(0),
    ...own,
  ]);
}

function stridesOf(dims: Dims): number[] {
  const strides = new Array<number>(dims.length).fill(1);
  for (let i = dims.length - 2; i >= 0; i--) strides[i] = (strides[i + 1] ?? 1) * (dims[i + 1] ?? 1);
  return strides;
}

/** The elements that a walk over `dims`, row-major, meets: a step along an axis moves by its stride in the list. */
function walked(list: List, dims: Dims, start: number, strides: List): number[] {
  const index = new Array<number>(dims.length).fill(0);
  let position = start;
  return Array.from({ length: elementCount(dims) }, () => {
    const value = list[position] ?? NaN;
    for (let i = dims.length - 1; i >= 0; i--) {
      const next = (index[i] ?? 0) + 1;
      position += strides[i] ?? 0;
      index[i] = next;
      if (next < (dims[i] ?? 0)) break;
      position -= next * (strides[i] ?? 0);
      index[i] = 0;
    }
    return value;
  });
}

/** The element at a place of a larger, broadcast shape. */
function read(list: List, dims: Dims, index: readonly number[]): number {
  let position = 0;
  const skipped = index.length - dims.length;
  dims.forEach((d, i) => {
    position = position * d + (d === 1 ? 0 : (index[i + skipped] ?? 0));
  });
  return list[position] ?? NaN;
}

function positive(index: number, length: number): number {
  return index < 0 ? index + length : index;
}

function isWhole(type: number): boolean {
  return isIntegerType(type) || type === dataType.bool;
}
