/** Element by element: activations, sums of branches, and constants that scale or shift. */
import { type OnnxNode, elementCount, floatAttribute, intAttribute } from '../../onnx/index';
import { type Dims, type Site, constantOf, nodeLabel } from '../graph/value';
import { positiveAxis } from './axes';
import { type Builder, sameNumbers } from './builder';
import { type ImportedLayer, type LayerShape, type Placed } from './layer';
import { lowerOperator } from './lower-operator';
import { takeBias } from './lower-products';

/** A layer of the language that keeps shape and layout. */
export function lowerSame(
  builder: Builder,
  node: OnnxNode,
  kind: 'relu' | 'softmax',
  notes: string[] = [],
): void {
  const placed = builder.at(node, node.inputs[0]);
  if (placed.zeros) {
    lowerOperator(builder, node);
    return;
  }
  const layer = builder.add(node, {
    kind,
    inputs: [placed.layer],
    shape: builder.layer(placed).shape,
    notes,
  });
  builder.put(node.outputs[0], { ...placed, layer });
}

/** Softmax over the classes or channels; over anything else no layer does it. */
export function lowerSoftmax(builder: Builder, { node, opset }: Site): void {
  const placed = builder.at(node, node.inputs[0]);
  const axis = positiveAxis(intAttribute(node, 'axis', opset < 13 ? 1 : -1), placed.dims.length);
  const isOverChannels = placed.axes[axis] === 0 || elementCount(placed.dims) === placed.dims[axis];
  if (!isOverChannels) {
    lowerOperator(builder, node);
    return;
  }
  lowerSame(builder, node, 'softmax', node.opType === 'LogSoftmax' ? ['logarithms in the model'] : []);
}

/** ReLU and what is one in all but its upper end. */
export function lowerClip(builder: Builder, { node, inputs }: Site): void {
  const low = inputs[1] ? constantOf(inputs[1])?.[0] : floatAttribute(node, 'min', -Infinity);
  const high = inputs[2] ? constantOf(inputs[2])?.[0] : floatAttribute(node, 'max', Infinity);
  if (low !== 0 || high === undefined || high <= 0) {
    lowerOperator(builder, node);
    return;
  }
  lowerSame(builder, node, 'relu', high < 1e30 ? [`clips at ${high} in the model`] : []);
}

export function lowerBatchNorm(builder: Builder, node: OnnxNode): void {
  const [x] = node.inputs;
  const [y] = node.outputs;
  const placed = builder.at(node, x);
  const input = builder.layer(placed);
  const channels = input.shape[0] ?? 1;
  const params = 4 * channels;
  if (placed.zeros) {
    lowerOperator(builder, node);
    return;
  }
  if (builder.weightedBehind(x)) {
    const layer = builder.add(node, {
      kind: 'batchnorm',
      inputs: [placed.layer],
      shape: input.shape,
      params,
    });
    builder.put(y, { ...placed, layer });
    return;
  }
  if (input.shape.length !== 3) {
    lowerOperator(builder, node, { macs: 0, params });
    return;
  }
  scaleChannels(builder, node, placed, 'a batchnorm that folds into no layer');
}

/** A scale and a shift for each channel, as a depthwise convolution of 1×1. */
function scaleChannels(builder: Builder, node: OnnxNode, placed: Placed, note: string): void {
  const { shape } = builder.layer(placed);
  const channels = shape[0] ?? 1;
  const layer = builder.add(node, {
    kind: 'depthwise',
    inputs: [placed.layer],
    shape,
    attributes: ['kernel 1x1'],
    macs: elementCount(shape),
    params: 2 * channels,
    biasOff: false,
    notes: [note],
  });
  builder.put(node.outputs[0], { ...placed, layer });
}

/** Add, Sub, Mul and Div: of two branches, or of one and a constant. */
export function lowerArithmetic(builder: Builder, site: Site): void {
  const { node } = site;
  const live = node.inputs.filter((name) => name !== '' && !builder.isConstant(name));
  if (live.some((name) => builder.scales.has(name))) {
    lowerScale(builder, node, live);
    return;
  }
  const [only] = live;
  if (live.length === 1 && only !== undefined && node.inputs.length === 2) {
    lowerWithConstant(builder, site, only);
    return;
  }
  if ((node.opType === 'Add' || node.opType === 'Sum') && live.length === node.inputs.length) {
    lowerAdd(builder, node);
    return;
  }
  lowerOperator(builder, node);
}

/** Factors of dynamic quantisation belong to the requantisation that every layer ends in. */
function lowerScale(builder: Builder, node: OnnxNode, live: readonly string[]): void {
  const data = live.filter((name) => !builder.scales.has(name));
  const [y = ''] = node.outputs;
  if (data.length === 0) builder.scales.add(y);
  else builder.put(y, builder.at(node, data[0]));
}

export function lowerAdd(builder: Builder, node: OnnxNode): void {
  const places = node.inputs.map((name) => builder.at(node, name));
  const [first] = places;
  if (first === undefined) return;
  if (places.length === 1) {
    builder.put(node.outputs[0], first);
    return;
  }
  const isEven = places.every((p) => sameNumbers(p.dims, first.dims) && p.zeros === undefined);
  if (!isEven) {
    lowerOperator(builder, node);
    return;
  }
  const shape: LayerShape = builder.layer(first).shape;
  const aligned = places.map((p) => builder.along(node, p, first.axes, shape));
  const inputs = aligned.map((p) => p.layer);
  const layer = builder.add(node, { kind: 'add', inputs, shape });
  builder.put(node.outputs[0], { ...first, layer });
}

function lowerWithConstant(builder: Builder, { node, inputs }: Site, x: string): void {
  const [y] = node.outputs;
  const placed = builder.at(node, x);
  const position = node.inputs.indexOf(x);
  const constant = inputs[1 - position];
  const out = builder.dims(node, y);
  if (constant?.dims === undefined || placed.zeros || !sameNumbers(out, placed.dims)) {
    lowerOperator(builder, node);
    return;
  }
  const factor = node.opType === 'Mul' || (node.opType === 'Div' && position === 0);
  const shift = node.opType === 'Add' || (node.opType === 'Sub' && position === 0);
  const count = elementCount(constant.dims);
  const isEach = count === 1 || liesAlongChannels(constant.dims, placed);
  if (!isEach || !(factor || shift)) {
    lowerOperator(builder, node);
    return;
  }
  const only = count === 1 ? constantOf(constant)?.[0] : undefined;
  if (only === (factor ? 1 : 0)) {
    builder.put(y, placed);
    return;
  }
  const behind = builder.weightedBehind(x);
  const keep = (layer: ImportedLayer, note: string): void => {
    layer.notes.push(note);
    builder.put(y, placed);
  };
  if (behind && shift && behind.biasOff === true) {
    takeBias(behind, count);
    builder.put(y, placed);
    return;
  }
  if (behind) {
    keep(behind, `${nodeLabel(node)} folds into it`);
    return;
  }
  const layer = builder.layer(placed);
  if (factor && only !== undefined && only > 0) {
    keep(layer, `${nodeLabel(node)} is part of its scale`);
    return;
  }
  if (layer.kind === 'input' && builder.readersOf(y ?? '').length > 0) {
    keep(layer, `${nodeLabel(node)} folds into the next layer`);
    return;
  }
  if (count > 1 && layer.shape.length === 3) {
    scaleChannels(builder, node, placed, 'scales and shifts channels');
    return;
  }
  lowerOperator(builder, node);
}

/** Whether a constant has one value for each channel, and one alone along every other axis. */
function liesAlongChannels(dims: Dims, { dims: out, axes }: Placed): boolean {
  return dims.every((d, i) => d === 1 || axes[i + out.length - dims.length] === 0);
}
