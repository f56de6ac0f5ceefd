/** What only moves values: most of it costs nothing and becomes no layer. */
import { type OnnxNode, elementCount, floatAttribute, intAttribute, stringAttribute } from '../../onnx/index';
import { padsOf, permutationOf } from '../graph/shapes/layout';
import { reducedAxes } from '../graph/shapes/reductions';
import { type Dims, type Site, constantOf } from '../graph/value';
import { positiveAxis } from './axes';
import { type Builder, sameNumbers } from './builder';
import type { ImportedLayer, Placed } from './layer';
import { lowerOperator } from './lower-operator';

/** The output is the input: Identity, Dropout, Cast. */
export function lowerAlias(builder: Builder, node: OnnxNode): void {
  const placed = builder.placed.get(node.inputs[0] ?? '');
  if (placed) builder.put(node.outputs[0], placed);
  if (builder.scales.has(node.inputs[0] ?? '')) builder.scales.add(node.outputs[0] ?? '');
}

export function lowerTranspose(builder: Builder, site: Site): void {
  const { node } = site;
  const placed = builder.at(node, node.inputs[0]);
  const perm = permutationOf(site);
  const [y] = node.outputs;
  if (perm === undefined || placed.zeros) {
    lowerOperator(builder, node);
    return;
  }
  builder.put(y, {
    ...placed,
    dims: builder.dims(node, y),
    axes: perm.map((axis) => placed.axes[axis] ?? null),
  });
}

/** Reshape, Flatten, Squeeze and Unsqueeze. */
export function lowerReshape(builder: Builder, node: OnnxNode): void {
  const placed = builder.at(node, node.inputs[0]);
  const [y] = node.outputs;
  const dims = builder.dims(node, y);
  const layer = builder.layer(placed);
  if (placed.zeros) {
    lowerOperator(builder, node);
    return;
  }
  const solid = (list: Dims): number[] => list.filter((d) => d !== 1);
  const isVector = dims.length <= 2 && elementCount(dims.slice(-1)) * builder.batch >= elementCount(dims);
  if (sameNumbers(solid(dims), solid(placed.dims)) && !(isVector && layer.shape.length === 3)) {
    const kept = placed.axes.filter((_, i) => placed.dims[i] !== 1);
    builder.put(y, {
      layer: placed.layer,
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
  if (
    layer.kind === 'input' &&
    builder.layers.length === 1 &&
    elementCount(shape) === elementCount(layer.shape)
  ) {
    layer.shape = shape;
    builder.put(y, { layer: placed.layer, dims, axes });
    return;
  }
  lowerOperator(builder, node);
}

/** The language lays vectors out channel after channel; another order is that of the weights that read them. */
function flatten(builder: Builder, node: OnnxNode, placed: Placed, layer: ImportedLayer, dims: Dims): void {
  const axes = dims.map((_, i) => (i === dims.length - 1 ? 0 : null));
  const [y] = node.outputs;
  if (layer.shape.length === 1) {
    builder.put(y, { layer: placed.layer, dims, axes });
    return;
  }
  const order = placed.axes.filter((axis, i) => axis !== null && (placed.dims[i] ?? 1) > 1);
  const isUsual = order.every((axis, i) => i === 0 || Number(order[i - 1]) <= Number(axis));
  const flat = builder.add(node, {
    kind: 'flatten',
    inputs: [placed.layer],
    shape: [elementCount(layer.shape)],
    notes: isUsual ? [] : ['channels come last in the model'],
  });
  builder.put(y, { layer: flat, dims, axes });
}

/** Channels side by side. */
export function lowerConcat(builder: Builder, node: OnnxNode, names: readonly string[]): void {
  const [y] = node.outputs;
  const dims = builder.dims(node, y);
  const places = names.map((name) => builder.placed.get(name));
  const [first] = places;
  const axis = positiveAxis(intAttribute(node, 'axis', 1), dims.length);
  if (first === undefined || places.some((p) => p === undefined || p.zeros)) {
    lowerOperator(builder, node);
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
    lowerOperator(builder, node);
    return;
  }
  const inputs = known.map((p) => {
    const layer = builder.layer(p);
    if (!flat || layer.shape.length === 1) return p.layer;
    return builder.add(
      { ...node, name: '' },
      { kind: 'flatten', inputs: [p.layer], shape: [elementCount(layer.shape)] },
    );
  });
  const [channels = 0, ...rest] = builder.layers[inputs[0] ?? 0]?.shape ?? [];
  const total = inputs.reduce((sum, input) => sum + (builder.layers[input]?.shape[0] ?? 0), 0);
  const layer = builder.add(node, { kind: 'concat', inputs, shape: [channels > 0 ? total : 0, ...rest] });
  builder.put(y, { layer, dims, axes: one ?? [] });
}

/** Zeros around an image are the padding of the layers that read it; none at all is nothing. */
export function lowerPad(builder: Builder, site: Site): void {
  const { node, inputs } = site;
  const placed = builder.at(node, node.inputs[0]);
  const pads = padsOf(site);
  const [y = ''] = node.outputs;
  if (pads === undefined) {
    lowerOperator(builder, node);
    return;
  }
  if ([...pads.begin, ...pads.end].every((n) => n === 0)) {
    builder.put(y, placed);
    return;
  }
  const value = inputs[2] ? (constantOf(inputs[2])?.[0] ?? 0) : floatAttribute(node, 'value', 0);
  const isZero = value === 0 && stringAttribute(node, 'mode', 'constant') === 'constant';
  const edge = (list: Dims, axis: number): number => list[placed.axes.indexOf(axis)] ?? 0;
  const rows = !placed.axes.includes(1) ? [0, 0] : [edge(pads.begin, 1), edge(pads.end, 1)];
  const zeros = [rows[0] ?? 0, edge(pads.begin, 2), rows[1] ?? 0, edge(pads.end, 2)] as const;
  const isImage = [...pads.begin, ...pads.end].every(
    (n, i) => n === 0 || (n > 0 && Number(placed.axes[i % pads.begin.length]) > 0),
  );
  const readers = builder.readersOf(y);
  const takes =
    readers.length > 0 &&
    readers.every(({ node: reader }) => takesZeros(reader)) &&
    !builder.traced.outputs.includes(y);
  if (!isZero || !isImage || !takes || placed.zeros) {
    lowerOperator(builder, node);
    return;
  }
  builder.put(y, { ...placed, dims: builder.dims(node, y), zeros: [...zeros] });
}

function takesZeros(reader: OnnxNode): boolean {
  const auto = stringAttribute(reader, 'auto_pad', 'NOTSET');
  return (
    /^(Conv|ConvInteger|QLinearConv|FusedConv|AveragePool|MaxPool)$/.test(reader.opType) &&
    (auto === 'NOTSET' || auto === 'VALID')
  );
}

/** A mean over all rows and columns is a global pool. */
export function lowerReduceMean(builder: Builder, site: Site): void {
  const { node } = site;
  const placed = builder.at(node, node.inputs[0]);
  const [y] = node.outputs;
  const dims = builder.dims(node, y);
  const over = reducedAxes(site);
  const { shape } = builder.layer(placed);
  const [channels = 1, h = 1, w = 1] = shape;
  const axes = (over ?? []).flatMap((axis) => (placed.dims[axis] === 1 ? [] : [placed.axes[axis] ?? -1]));
  const isWhole =
    (h === 1 || axes.includes(1)) && (w === 1 || axes.includes(2)) && !axes.includes(0) && !axes.includes(-1);
  if (over === undefined || placed.zeros || shape.length !== 3 || !isWhole) {
    lowerOperator(builder, node);
    return;
  }
  const keeps = intAttribute(node, 'keepdims', 1) === 1;
  const kept = placed.axes.flatMap((axis, i) => (!over.includes(i) ? [axis] : keeps ? [null] : []));
  const layer = builder.add(node, { kind: 'globalpool', inputs: [placed.layer], shape: [channels, 1, 1] });
  builder.put(y, { layer, dims, axes: kept });
}

/** Repeating values by a whole factor; whatever computes values between is no layer of the template. */
export function lowerResize(builder: Builder, node: OnnxNode): void {
  const placed = builder.at(node, node.inputs[0]);
  const [y] = node.outputs;
  const dims = builder.dims(node, y);
  const { shape } = builder.layer(placed);
  const [c = 1, h = 1, w = 1] = shape;
  const size = (axis: number): number => {
    const at = placed.axes.indexOf(axis);
    return at < 0 ? 1 : (dims[at] ?? 1);
  };
  const [sh, sw] = [size(1) / h, size(2) / w];
  const isNearest = stringAttribute(node, 'mode', 'nearest') === 'nearest';
  const isWhole = Number.isInteger(sh) && Number.isInteger(sw) && sh >= 1 && sw >= 1;
  const keepsChannels = size(0) === c || !placed.axes.includes(0);
  if (shape.length !== 3 || !isNearest || !isWhole || !keepsChannels || placed.zeros) {
    lowerOperator(builder, node);
    return;
  }
  if (sh === 1 && sw === 1) {
    builder.put(y, placed);
    return;
  }
  const layer = builder.add(node, {
    kind: 'upsample',
    inputs: [placed.layer],
    shape: [c, h * sh, w * sw],
    attributes: [`scale ${sh === sw ? sh : `${sh}x${sw}`}`],
  });
  builder.put(y, { layer, dims, axes: placed.axes });
}
