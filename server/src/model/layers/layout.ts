/** What only moves values: most of it costs nothing and becomes no layer. */
import {
  intsAttribute,
  type OnnxNode,
  elementCount,
  floatAttribute,
  floatsAttribute,
  intAttribute,
  isIntegerType,
  stringAttribute,
} from '../../onnx/index';
import { padsOf, permutationOf } from '../graph/shapes/layout';
import { reducedAxes } from '../graph/shapes/reductions';
import { type Dims, type Site, constantOf } from '../graph/value';
import { axisIn } from '../graph/shapes/broadcast';
import { type Builder, sameNumbers } from './builder';
import { permutation } from './constants';
import type { ModelLayer, Placed, VectorOrder } from './layer';
import { readOperator } from './operator';
import { repeats } from './resize';

/** The output is the input: Identity, Dropout, Cast. */
export function readAlias(builder: Builder, node: OnnxNode): void {
  const [x = ''] = node.inputs;
  const placed = builder.placed.get(x);
  if (placed) builder.put(node.outputs[0], placed);
  const factor = builder.factors.get(x);
  if (factor) builder.factors.set(node.outputs[0] ?? '', factor);
}

export function readTranspose(builder: Builder, site: Site): void {
  const { node } = site;
  const placed = builder.at(node, node.inputs[0]);
  const perm = permutationOf(site);
  const [y] = node.outputs;
  if (perm === undefined || placed.zeros || placed.order) {
    readOperator(builder, site);
    return;
  }
  builder.put(y, {
    ...placed,
    dims: builder.dims(node, y),
    axes: perm.map((axis) => placed.axes[axis] ?? null),
  });
}

/** Reshape, Flatten, Squeeze and Unsqueeze. */
export function readReshape(builder: Builder, site: Site): void {
  const { node } = site;
  const placed = builder.at(node, node.inputs[0]);
  const [y] = node.outputs;
  const dims = builder.dims(node, y);
  const layer = builder.layer(placed);
  if (placed.zeros) {
    readOperator(builder, site);
    return;
  }
  const solid = (list: Dims): number[] => list.filter((d) => d !== 1);
  const isVector = dims.length <= 2 && elementCount(dims.slice(-1)) * builder.batch >= elementCount(dims);
  if (sameNumbers(solid(dims), solid(placed.dims)) && !(isVector && layer.shape.length === 3)) {
    const kept = placed.axes.filter((_, i) => placed.dims[i] !== 1);
    builder.put(y, {
      ...placed,
      dims,
      axes: dims.map((d) => (d === 1 ? null : (kept.shift() ?? null))),
    });
    return;
  }
  if (isVector) {
    flatten(builder, node, placed, layer, dims);
    return;
  }
  const { shape, axes } = builder.shapeOf(dims);
  const isOwn = layer.kind === 'input' && builder.layers.length === 1 && layer.shape.length === 1;
  if (isOwn && !placed.order && elementCount(shape) === elementCount(layer.shape)) {
    layer.shape = shape;
    builder.put(y, { layer: placed.layer, dims, axes });
    return;
  }
  // Channels alone, as an image of one pixel.
  if (layer.shape.length === 1 && shape[0] === layer.shape[0] && !placed.order) {
    builder.put(y, { ...placed, dims, axes: dims.map((d, i) => (i === 1 && d > 1 ? 0 : null)) });
    return;
  }
  readOperator(builder, site);
}

/** The language lays vectors out channel after channel; another order is that of the weights that read them. */
function flatten(builder: Builder, node: OnnxNode, placed: Placed, layer: ModelLayer, dims: Dims): void {
  const axes = dims.map((_, i) => (i === dims.length - 1 ? 0 : null));
  const [y] = node.outputs;
  const { scores } = placed;
  if (layer.shape.length === 1) {
    builder.put(y, { layer: placed.layer, dims, axes, order: placed.order, ...(scores && { scores }) });
    return;
  }
  const order = placed.axes.filter((axis, i): axis is number => axis !== null && (placed.dims[i] ?? 1) > 1);
  const isUsual = order.every((axis, i) => i === 0 || Number(order[i - 1]) <= axis);
  const flat = builder.add(node, {
    kind: 'flatten',
    inputs: [placed.layer],
    shape: [elementCount(layer.shape)],
    notes: isUsual ? [] : ['channels come last in the model'],
    computation: { kind: 'pass' },
  });
  const moved = isUsual ? undefined : orderOf(layer.shape, order);
  builder.put(y, { layer: flat, dims, axes, order: moved, ...(scores && { scores }) });
}

/** Elements in the order of some axes, as places in the order of channels, rows and columns. */
function orderOf(shape: Dims, order: readonly number[]): VectorOrder {
  const rest = shape.flatMap((_, axis) => (order.includes(axis) ? [] : [axis]));
  return () => permutation(shape, [...rest, ...order]);
}

/** Channels side by side. */
export function readConcat(builder: Builder, node: OnnxNode, names: readonly string[]): void {
  const [y] = node.outputs;
  const dims = builder.dims(node, y);
  const places = names.map((name) => builder.placed.get(name));
  const [first] = places;
  const axis = axisIn(node, intAttribute(node, 'axis', 1), dims.length);
  if (
    first === undefined ||
    places.some((p) => p === undefined || p.zeros !== undefined || p.scores !== undefined)
  ) {
    readOperator(builder, { node });
    return;
  }
  if (places.length === 1) {
    builder.put(y, first);
    return;
  }
  const known = places.filter((p) => p !== undefined);
  // An image of one pixel beside a vector is a vector.
  const flat = known.some((p) => builder.layer(p).shape.length === 1);
  const channelAxis = known.map((p) => p.axes[axis]).find((a) => a !== null);
  const others = known.map((p) => p.axes.map((a, i) => (i === axis ? 0 : a)));
  const [one] = others;
  const isAlong = others.every((o) => one?.every((a, i) => a === o[i] || (dims[i] ?? 1) === 1));
  if ((channelAxis ?? 0) !== 0 || !isAlong) {
    readOperator(builder, { node }, undefined, 'it joins along something else than channels');
    return;
  }
  const inputs = known.map((p) => {
    const layer = builder.layer(p);
    if (!flat || layer.shape.length === 1) return p.layer;
    return builder.add(
      { ...node, name: '' },
      {
        kind: 'flatten',
        inputs: [p.layer],
        shape: [elementCount(layer.shape)],
        computation: { kind: 'pass' },
      },
    );
  });
  const [channels = 0, ...rest] = builder.layers[inputs[0] ?? 0]?.shape ?? [];
  const total = inputs.reduce((sum, input) => sum + (builder.layers[input]?.shape[0] ?? 0), 0);
  const layer = builder.add(node, {
    kind: 'concat',
    inputs,
    shape: [channels > 0 ? total : 0, ...rest],
    computation: { kind: 'concat' },
  });
  const lengths = inputs.map((input) => builder.layers[input]?.shape[0] ?? 0);
  const order = joined(
    known.map((p) => p.order),
    lengths,
  );
  builder.putResult(y, { layer, dims, axes: one ?? [], order });
}

/** The order of vectors side by side; undefined where each has its own. */
function joined(orders: readonly Placed['order'][], lengths: readonly number[]): Placed['order'] {
  if (orders.every((order) => order === undefined)) return undefined;
  return () => {
    const whole: number[] = [];
    lengths.forEach((length, i) => {
      const start = whole.length;
      const order = orders[i]?.() ?? Int32Array.from({ length }, (_, k) => k);
      for (const place of order) whole.push(start + place);
    });
    return Int32Array.from(whole);
  };
}

/** Zeros around an image are the padding of the layers that read it; none at all is nothing. */
export function readPad(builder: Builder, site: Site): void {
  const { node, inputs } = site;
  const placed = builder.at(node, node.inputs[0]);
  const pads = padsOf(site);
  const [y = ''] = node.outputs;
  if (pads === undefined) {
    readOperator(builder, site);
    return;
  }
  if ([...pads.begin, ...pads.end].every((n) => n === 0)) {
    builder.put(y, placed);
    return;
  }
  const value = inputs[2] ? (constantOf(inputs[2])?.[0] ?? 0) : floatAttribute(node, 'value', 0);
  const isInteger = inputs[0] !== undefined && isIntegerType(inputs[0].type);
  const zero = isInteger ? (builder.layer(placed).codes?.zeroPoint ?? 0) : 0;
  const isZero = value === zero && stringAttribute(node, 'mode', 'constant') === 'constant';
  const edge = (list: Dims, axis: number): number => list[placed.axes.indexOf(axis)] ?? 0;
  const rows = !placed.axes.includes(1) ? [0, 0] : [edge(pads.begin, 1), edge(pads.end, 1)];
  const zeros = [rows[0] ?? 0, edge(pads.begin, 2), rows[1] ?? 0, edge(pads.end, 2)] as const;
  const isImage = [...pads.begin, ...pads.end].every(
    (n, i) => n === 0 || (n > 0 && Number(placed.axes[i % pads.begin.length]) > 0),
  );
  const readers = builder.readersOf(y);
  const isPositive = builder.layer(placed).kind === 'relu';
  const takes =
    readers.length > 0 &&
    readers.every(({ node: reader }) => takesZeros(reader, isPositive, pads)) &&
    !builder.isOutput(y);
  if (!isZero || !isImage || !takes || placed.zeros || placed.scores) {
    readOperator(builder, site, undefined, 'what reads it does not pad so');
    return;
  }
  builder.put(y, { ...placed, dims: builder.dims(node, y), zeros: [...zeros] });
}

interface Pads {
  readonly begin: Dims;
  readonly end: Dims;
}

/**
 * Convolutions add zeros of their own. A mean counts all of its padding or none; a maximum ignores it, which is the
 * same where nothing is below zero.
 */
function takesZeros(reader: OnnxNode, isPositive: boolean, pads: Pads): boolean {
  const auto = stringAttribute(reader, 'auto_pad', 'NOTSET');
  if (auto !== 'NOTSET' && auto !== 'VALID') return false;
  if (/^(Conv|ConvInteger|QLinearConv|FusedConv)$/.test(reader.opType)) return true;
  if (!/^(Max|Average)Pool$/.test(reader.opType) || !reachesImage(reader, pads)) return false;
  if (reader.opType === 'MaxPool') return isPositive;
  if (intAttribute(reader, 'ceil_mode', 0) === 1) return false;
  const own = reader.attributes.get('pads');
  const hasOwn = auto === 'NOTSET' && own?.kind === 'ints' && own.value.some((n) => n !== 0);
  return !hasOwn || intAttribute(reader, 'count_include_pad', 0) === 1;
}

/** No window of a pool holds nothing but zeros. */
function reachesImage(pool: OnnxNode, { begin, end }: Pads): boolean {
  const kernel = intsAttribute(pool, 'kernel_shape') ?? [];
  const own = intsAttribute(pool, 'pads') ?? [];
  const before = begin.length - kernel.length;
  return kernel.every((size, i) => {
    const zeros = [
      (begin[before + i] ?? 0) + (own[i] ?? 0),
      (end[before + i] ?? 0) + (own[kernel.length + i] ?? 0),
    ];
    return zeros.every((n) => n < size);
  });
}

/** A mean over all rows and columns is a global pool; over rows or columns alone, a window as long as they are. */
export function readReduceMean(builder: Builder, site: Site): void {
  const { node } = site;
  const placed = builder.at(node, node.inputs[0]);
  const [y] = node.outputs;
  const dims = builder.dims(node, y);
  const over = reducedAxes(site);
  const { shape } = builder.layer(placed);
  const [channels = 1, h = 1, w = 1] = shape;
  const axes = (over ?? []).flatMap((axis) => (placed.dims[axis] === 1 ? [] : [placed.axes[axis] ?? -1]));
  const isSpatial = !axes.includes(0) && !axes.includes(-1);
  if (over === undefined || placed.zeros || placed.scores || shape.length !== 3 || !isSpatial) {
    readOperator(builder, site, undefined, 'it takes means over something else than rows and columns');
    return;
  }
  const keeps = intAttribute(node, 'keepdims', 1) === 1;
  const kept = placed.axes.flatMap((axis, i) => (!over.includes(i) ? [axis] : keeps ? [null] : []));
  const window = [axes.includes(1) ? h : 1, axes.includes(2) ? w : 1] as const;
  const isWhole = (h === 1 || axes.includes(1)) && (w === 1 || axes.includes(2));
  if (axes.length === 0) {
    builder.put(y, { ...placed, dims, axes: kept });
    return;
  }
  const layer = builder.add(node, {
    kind: isWhole ? 'globalpool' : 'avgpool',
    inputs: [placed.layer],
    shape: [channels, h / window[0], w / window[1]],
    attributes: isWhole ? [] : [`window ${window[0]}x${window[1]}`],
    computation: {
      kind: 'avgpool',
      window: { kernel: window, strides: isWhole ? [1, 1] : window, dilations: [1, 1], pads: [0, 0, 0, 0] },
      global: isWhole,
      countPadding: false,
    },
  });
  builder.putResult(y, { layer, dims, axes: kept });
}

/** Repeating values by a whole factor; whatever computes values between is no layer of the template. */
export function readResize(builder: Builder, site: Site): void {
  const { node } = site;
  const placed = builder.at(node, node.inputs[0]);
  const [y] = node.outputs;
  const dims = builder.dims(node, y);
  const { shape } = builder.layer(placed);
  const [c = 1, h = 1, w = 1] = shape;
  const place = (axis: number): number => placed.axes.indexOf(axis);
  const size = (axis: number): number => (place(axis) < 0 ? 1 : (dims[place(axis)] ?? 1));
  const [sh, sw] = [size(1) / h, size(2) / w];
  const isWhole = Number.isInteger(sh) && Number.isInteger(sw) && sh >= 1 && sw >= 1;
  const keepsChannels = size(0) === c || !placed.axes.includes(0);
  const scales = scalesOf(site);
  const repeating = [1, 2].every((axis) => {
    const at = place(axis);
    const from = axis === 1 ? h : w;
    return at < 0 || repeats(site, from, size(axis), scales?.[at]);
  });
  if (shape.length !== 3 || !isWhole || !keepsChannels || !repeating || placed.zeros || placed.scores) {
    readOperator(builder, site, undefined, 'it does more than to repeat each pixel by a whole factor');
    return;
  }
  if (sh === 1 && sw === 1) {
    builder.put(y, { ...placed, dims });
    return;
  }
  const layer = builder.add(node, {
    kind: 'upsample',
    inputs: [placed.layer],
    shape: [c, h * sh, w * sw],
    attributes: [`scale ${sh === sw ? sh : `${sh}x${sw}`}`],
    computation: { kind: 'upsample', factors: [sh, sw] },
  });
  builder.putResult(y, { layer, dims, axes: placed.axes });
}

/** Factors by dimension, where the node gives them and not sizes. */
function scalesOf({ node, inputs, opset }: Site): readonly number[] | undefined {
  const old = node.opType === 'Upsample' || opset < 11;
  const found = floatsAttribute(node, 'scales') ?? constantOf(inputs[old ? 1 : 2]);
  return found !== undefined && found.length > 0 ? found : undefined;
}
