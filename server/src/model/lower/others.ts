import { dataType, floatAttribute, intAttribute, intsAttribute, stringAttribute } from '../../onnx/index';
import type { Constant } from './constants';
import {
  type Reading,
  type View,
  constantAt,
  imageShape,
  made,
  neededConstant,
  pass,
  show,
  unpaddedAt,
  unsupported,
  viewAt,
} from './context';
import { type WindowShape, sizeOf } from './lowered';
import { kernelOf } from './matrices';
import { windowOf } from './windows';

export function readPool(reading: Reading): void {
  const { node, lowering } = reading;
  const average = node.opType.includes('Average');
  const view = average ? viewAt(reading, 0) : unpaddedAt(reading, 0);
  const [c, h, w] = imageShape(reading, view);
  if (view.channels === 'last') throw unsupported(reading, 'its input has its channels last');
  const global = node.opType.includes('Global');
  const countPadding = view.pads !== undefined || intAttribute(node, 'count_include_pad', 0) === 1;
  const whole: WindowShape = { kernel: [h, w], strides: [1, 1], dilations: [1, 1], pads: [0, 0, 0, 0] };
  const { window, output } = global
    ? { window: whole, output: [1, 1] }
    : windowOf(reading, kernelOf(reading), [h, w], view.pads);
  const value = made(node, [c, ...output]);
  const common = { names: [node.name], inputs: [view.value], output: value, window, global };
  lowering.ops.push(average ? { kind: 'avgpool', ...common, countPadding } : { kind: 'maxpool', ...common });
  show(reading, value);
}

/** Mean over rows and columns, however it is written. */
export function readReduceMean(reading: Reading): void {
  const { node, lowering } = reading;
  const view = unpaddedAt(reading, 0);
  const [c, h, w] = imageShape(reading, view);
  const axes = (intsAttribute(node, 'axes') ?? Array.from(constantAt(reading, 1)?.values ?? []))
    .map((a) => (a < 0 ? a + 4 : a))
    .sort();
  const wanted = view.channels === 'first' ? '2,3' : '1,2';
  if (axes.join(',') !== wanted)
    throw unsupported(reading, 'only a mean over all rows and columns is supported');
  const value = made(node, [c, 1, 1]);
  const window: WindowShape = { kernel: [h, w], strides: [1, 1], dilations: [1, 1], pads: [0, 0, 0, 0] };
  lowering.ops.push({
    kind: 'avgpool',
    names: [node.name],
    inputs: [view.value],
    output: value,
    window,
    global: true,
    countPadding: false,
  });
  show(reading, value, { channels: view.channels, flat: intAttribute(node, 'keepdims', 1) === 0 });
}

export function readRelu(reading: Reading): void {
  const { node, lowering } = reading;
  const view = unpaddedAt(reading, 0);
  let cap: number | undefined;
  if (node.opType === 'Clip' && isInteger(constantAt(reading, 1) ?? constantAt(reading, 2))) {
    readIntegerClip(reading, view);
    return;
  }
  if (node.opType === 'Clip') {
    const least = constantAt(reading, 1)?.values[0] ?? floatAttribute(node, 'min', Number.NEGATIVE_INFINITY);
    const most = constantAt(reading, 2)?.values[0] ?? floatAttribute(node, 'max', Number.POSITIVE_INFINITY);
    if (least !== 0) throw unsupported(reading, `it clips at ${least}; only clips from 0 on are supported`);
    if (Number.isFinite(most)) cap = most;
  }
  const value = made(node, view.value.shape);
  lowering.ops.push({
    kind: 'relu',
    names: [node.name],
    inputs: [view.value],
    output: value,
    relu: cap === undefined ? {} : { cap },
  });
  show(reading, value, view.flat ? { channels: view.channels, flat: true } : { channels: view.channels });
}

/** Types of integers that ONNX clips. */
const clipped: ReadonlySet<number> = new Set([dataType.int8, dataType.uint8, dataType.int32, dataType.int64]);

function isInteger(limit: Constant | undefined): boolean {
  return limit !== undefined && clipped.has(limit.type);
}

/** Limits are integers of the value's own scale: a relu from its zero on, and fewer of them than its type has. */
function readIntegerClip(reading: Reading, view: View): void {
  const { codes } = view.value;
  if (codes === undefined) throw unsupported(reading, 'it clips integers whose scale is not known there');
  const min = Math.max(codes.min, constantAt(reading, 1)?.values[0] ?? codes.min);
  const max = Math.min(codes.max, constantAt(reading, 2)?.values[0] ?? codes.max);
  const narrowed = { ...codes, min, max };
  if (min < codes.zeroPoint) {
    view.value.codes = narrowed;
    pass(reading, view);
    return;
  }
  // The zero stands in the design; below it the integers are those of the type.
  const value = made(reading.node, view.value.shape, { ...narrowed, min: codes.min });
  const { name } = reading.node;
  reading.lowering.ops.push({ kind: 'relu', names: [name], inputs: [view.value], output: value, relu: {} });
  show(reading, value, { channels: view.channels, ...(view.flat && { flat: true }) });
}

export function readBatchNorm(reading: Reading): void {
  const view = unpaddedAt(reading, 0);
  const [gamma, beta, mean, variance] = [1, 2, 3, 4].map(
    (i) => neededConstant(reading, i, 'its figures').values,
  );
  const epsilon = floatAttribute(reading.node, 'epsilon', 1e-5);
  const channels = view.value.shape[0] ?? 1;
  const a = Float64Array.from(
    { length: channels },
    (_, c) => (gamma?.[c] ?? 1) / Math.sqrt((variance?.[c] ?? 1) + epsilon),
  );
  const b = Float64Array.from(a, (factor, c) => (beta?.[c] ?? 0) - (mean?.[c] ?? 0) * factor);
  addAffine(reading, view, a, b);
}

function addAffine(reading: Reading, view: View, a: Float64Array, b: Float64Array): void {
  const value = made(reading.node, view.value.shape);
  reading.lowering.ops.push({
    kind: 'affine',
    names: [reading.node.name],
    inputs: [view.value],
    output: value,
    a,
    b,
  });
  show(reading, value, { channels: view.channels, flat: view.flat });
}

/** Add, Sub, Mul, Div: two values are added; a constant shifts or scales each channel. */
export function readArithmetic(reading: Reading): void {
  const { node } = reading;
  const constants = [constantAt(reading, 0), constantAt(reading, 1)];
  const index = constants.findIndex((c) => c !== undefined);
  if (index === -1) {
    if (node.opType !== 'Add') throw unsupported(reading, 'of two computed values only the sum can be built');
    addSum(reading, [unpaddedAt(reading, 0), unpaddedAt(reading, 1)]);
    return;
  }
  const view = unpaddedAt(reading, 1 - index);
  const values = byChannel(reading, constants[index], view);
  const channels = view.value.shape[0] ?? 1;
  const constantFirst = index === 0;
  if (node.opType === 'Div' && constantFirst) throw unsupported(reading, 'it divides by a computed value');
  const factor = factors[node.opType] ?? (() => 1);
  const shift = shifts[node.opType] ?? (() => 0);
  const each = (make: (v: number, constantFirst: boolean) => number) =>
    Float64Array.from({ length: channels }, (_, c) => make(values(c), constantFirst));
  addAffine(reading, view, each(factor), each(shift));
}

type OfConstant = (value: number, constantFirst: boolean) => number;

/** What the other value is multiplied by. */
const factors: Readonly<Record<string, OfConstant>> = {
  Sub: (_, constantFirst) => (constantFirst ? -1 : 1),
  Mul: (v) => v,
  Div: (v) => 1 / v,
};

/** What is added to it then. */
const shifts: Readonly<Record<string, OfConstant>> = {
  Add: (v) => v,
  Sub: (v, constantFirst) => (constantFirst ? v : -v),
};

function byChannel(
  reading: Reading,
  constant: { readonly dims: readonly number[]; readonly values: ArrayLike<number> } | undefined,
  view: View,
): (c: number) => number {
  const { values = [], dims = [] } = constant ?? {};
  const channels = view.value.shape[0] ?? 1;
  if (values.length === 1) return () => values[0] ?? 0;
  // Right-aligned as numpy broadcasts: the only dimension above 1 has to be the channels'.
  const fromRight = dims.length - 1 - dims.findIndex((d) => d !== 1);
  const place = view.flat || view.channels === 'last' ? 0 : 2;
  const flatImage = view.flat && view.value.shape.length === 3 && sizeOf(view.value.shape) !== channels;
  if (values.length !== channels || fromRight !== place || flatImage) {
    throw unsupported(reading, `a constant of ${dims.join('x')} is no figure by channel`);
  }
  return (c) => values[c] ?? 0;
}

export function addSum(reading: Reading, views: readonly View[]): void {
  const [first, ...others] = views;
  if (first === undefined) return;
  const { shape } = first.value;
  if (
    others.some(
      (v) => v.value.shape.join() !== shape.join() || v.channels !== first.channels || v.flat !== first.flat,
    )
  ) {
    throw unsupported(
      reading,
      `it adds values of different shapes (${views.map((v) => v.value.shape.join('x')).join(' and ')})`,
    );
  }
  const value = made(reading.node, shape);
  reading.lowering.ops.push({
    kind: 'add',
    names: [reading.node.name],
    inputs: views.map((v) => v.value),
    output: value,
  });
  show(reading, value, { channels: first.channels, flat: first.flat });
}

export function addConcat(reading: Reading, views: readonly View[]): void {
  const [first] = views;
  if (first === undefined) throw unsupported(reading, 'it joins nothing');
  const rank = first.flat ? 2 : 4;
  const axis = intAttribute(reading.node, 'axis', 1);
  const along = axis < 0 ? axis + rank : axis;
  const wanted = first.flat || first.channels === 'first' ? 1 : 3;
  const alike = views.every(
    (v) =>
      v.flat === first.flat &&
      v.channels === first.channels &&
      v.value.shape.slice(1).join() === first.value.shape.slice(1).join(),
  );
  if (along !== wanted || !alike)
    throw unsupported(reading, 'only images of one size are joined, along their channels');
  const channels = views.reduce((sum, v) => sum + (v.value.shape[0] ?? 0), 0);
  const value = made(reading.node, [channels, ...first.value.shape.slice(1)]);
  reading.lowering.ops.push({
    kind: 'concat',
    names: [reading.node.name],
    inputs: views.map((v) => v.value),
    output: value,
  });
  show(reading, value, { channels: first.channels, flat: first.flat });
}

/** Each pixel repeated: the only resizing that the template has. */
export function readResize(reading: Reading): void {
  const { node, lowering } = reading;
  const view = unpaddedAt(reading, 0);
  const [c, h, w] = imageShape(reading, view);
  if (view.channels === 'last') throw unsupported(reading, 'its input has its channels last');
  if (stringAttribute(node, 'mode', 'nearest') !== 'nearest') {
    throw unsupported(reading, 'it interpolates; only the nearest pixel can be built');
  }
  const scales = constantAt(reading, node.opType === 'Upsample' ? 1 : 2)?.values ?? [];
  const sizes = constantAt(reading, 3)?.values ?? [];
  const factor = (i: number, size: number): number =>
    scales.length === 4 ? (scales[i] ?? 1) : (sizes[i] ?? size) / size;
  const factors = [factor(2, h), factor(3, w)] as const;
  if (!factors.every((f) => Number.isInteger(f) && f >= 1))
    throw unsupported(reading, 'only whole factors can be built');
  const value = made(node, [c, h * factors[0], w * factors[1]]);
  lowering.ops.push({ kind: 'upsample', names: [node.name], inputs: [view.value], output: value, factors });
  show(reading, value);
}

export function readSoftmax(reading: Reading): void {
  const scores = reading.node.opType === 'Softmax' ? 'probabilities' : 'log probabilities';
  pass(reading, unpaddedAt(reading, 0), { scores });
}
