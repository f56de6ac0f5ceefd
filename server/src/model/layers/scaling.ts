/** What scales and shifts channels: batch norm, and constants that are added or multiplied. */
import { type OnnxNode, elementCount, intAttribute, nodeLabel } from '../../onnx/index';
import { type Dims, type Site, constantOf } from '../graph/value';
import { type Builder, sameNumbers } from './builder';
import type { Constants } from './constants';
import type { Affine, ModelLayer, Placed, Step } from './layer';
import { readOperator } from './operator';
import { takeBias } from './products';

export function readBatchNorm(builder: Builder, site: Site): void {
  const { node } = site;
  const [x] = node.inputs;
  const [y] = node.outputs;
  const placed = builder.at(node, x);
  const input = builder.layer(placed);
  const channels = input.shape[0] ?? 1;
  const params = 4 * channels;
  const isTraining = intAttribute(node, 'training_mode', 0) === 1;
  if (placed.zeros || placed.scores || placed.order || (placed.axes[1] ?? 0) !== 0 || isTraining) {
    const reason = isTraining
      ? 'its `training_mode` is on, so that it normalises by each batch; export the model in evaluation mode'
      : undefined;
    readOperator(builder, site, { macs: 0, params }, reason);
    return;
  }
  const step = normalisation(node);
  const behind = builder.weightedBehind(x);
  if (behind?.kind === 'batchnorm') {
    behind.notes.push(`${nodeLabel(node)} folds into it`);
    behind.params += params;
    builder.step(placed, step, y);
    return;
  }
  if (behind) {
    const layer = builder.add(node, {
      kind: 'batchnorm',
      inputs: [placed.layer],
      shape: input.shape,
      params,
      computation: { kind: 'folded' },
    });
    builder.step({ ...placed, layer }, step, y);
    return;
  }
  if (prepares(builder, x ?? '', placed)) {
    input.notes.push(`${nodeLabel(node)} is done on its way in`);
    builder.step(placed, step, y);
    return;
  }
  if (input.shape.length !== 3) {
    readOperator(builder, site, { macs: 0, params }, 'it folds into no layer, and kernels scale images only');
    return;
  }
  scaleChannels(builder, node, placed, step, 'a batchnorm that folds into no layer');
}

/** ONNX, BatchNormalization in inference: scale, bias, mean, variance. */
function normalisation({ inputs, attributes }: OnnxNode): Step {
  const [, gamma = '', beta = '', mean = '', variance = ''] = inputs;
  const given = attributes.get('epsilon');
  const epsilon = given?.kind === 'float' ? given.value : 1e-5;
  return (constants, channels) => {
    const [g, s, m, v] = [gamma, beta, mean, variance].map((name) => constants.at(name).values);
    const a = Float64Array.from(
      { length: channels },
      (_, c) => (g?.[c] ?? 1) / Math.sqrt((v?.[c] ?? 1) + epsilon),
    );
    return { a, b: a.map((factor, c) => (s?.[c] ?? 0) - (m?.[c] ?? 0) * factor) };
  };
}

/** What is done to the model's input alone is done before it is rounded to integers. */
function prepares(builder: Builder, name: string, placed: Placed): boolean {
  const layer = builder.layer(placed);
  const from = layer.result?.name ?? layer.names[0] ?? name;
  const isAlone = builder.isReadOnce(name) && builder.isOnlyWay(from, name);
  return layer.kind === 'input' && layer.codes === undefined && !placed.order && isAlone;
}

/** A scale and a shift for each channel, as a depthwise convolution of 1×1. */
function scaleChannels(builder: Builder, node: OnnxNode, placed: Placed, step: Step, note: string): void {
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
    computation: { kind: 'scale' },
  });
  builder.step({ ...placed, layer }, step, node.outputs[0]);
}

/** Factors of dynamic quantisation belong to the requantisation that every layer ends in. */
export function readFactor(builder: Builder, site: Site, live: readonly string[]): void {
  const { node } = site;
  const [y = ''] = node.outputs;
  const data = live.filter((name) => !builder.factors.has(name));
  const others = node.inputs.filter((name) => builder.isConstant(name));
  const constants = [...live.flatMap((name) => builder.factors.get(name)?.constants ?? []), ...others];
  const [x] = data;
  if (node.opType !== 'Mul' || data.length > 1) {
    readOperator(builder, site);
    return;
  }
  if (x === undefined) {
    builder.factors.set(y, { constants });
    return;
  }
  const placed = builder.at(node, x);
  for (const name of constants) builder.step(placed, byConstant(name, factorOf), y);
  builder.put(y, placed);
}

type OfConstant = (value: number) => { readonly a: number; readonly b: number };

const factorOf: OfConstant = (v) => ({ a: v, b: 0 });

/** A constant with one value, or one a channel. */
function byConstant(name: string, of: OfConstant): Step {
  return (constants: Constants, channels: number): Affine => {
    const { values } = constants.at(name);
    const each = Array.from({ length: channels }, (_, c) => of(values[values.length === 1 ? 0 : c] ?? 0));
    return { a: Float64Array.from(each, (s) => s.a), b: Float64Array.from(each, (s) => s.b) };
  };
}

export function readWithConstant(builder: Builder, site: Site, x: string): void {
  const { node, inputs } = site;
  const [y] = node.outputs;
  const placed = builder.at(node, x);
  const position = node.inputs.indexOf(x);
  const constant = inputs[1 - position];
  const name = node.inputs[1 - position] ?? '';
  const out = builder.dims(node, y);
  if (constant?.dims === undefined || placed.zeros || placed.scores || !sameNumbers(out, placed.dims)) {
    readOperator(builder, site);
    return;
  }
  const of = affineOf(node.opType, position === 1);
  const count = elementCount(constant.dims);
  const isEach = count === 1 || (liesAlongChannels(constant.dims, placed) && !placed.order);
  if (!isEach || of === undefined) {
    readOperator(builder, site, undefined, 'its constant has more than one value for each channel');
    return;
  }
  const only = count === 1 ? constantOf(constant)?.[0] : undefined;
  const one = only === undefined ? undefined : of(only);
  if (one?.a === 1 && one.b === 0) {
    builder.put(y, placed);
    return;
  }
  const step = byConstant(name, of);
  const behind = builder.weightedBehind(x);
  const layer = builder.layer(placed);
  if (behind) {
    if (isShift(node.opType) && behind.biasOff === true) takeBias(behind, count);
    else behind.notes.push(`${nodeLabel(node)} folds into it`);
    behind.names.push(...builder.header((constants) => constants.at(name)).names);
    builder.step(placed, step, y);
    return;
  }
  if (prepares(builder, x, placed)) {
    layer.notes.push(`${nodeLabel(node)} is done on its way in`);
    builder.step(placed, step, y);
    return;
  }
  if (one && one.a > 0 && one.b === 0 && foldBack(builder, x, placed, step, one.a)) {
    layer.notes.push(`${nodeLabel(node)} is part of its scale`);
    builder.put(y, placed);
    return;
  }
  if (layer.shape.length === 3) {
    scaleChannels(builder, node, placed, step, 'scales and shifts channels');
    return;
  }
  readOperator(builder, site, undefined, 'it folds into no layer, and kernels scale images only');
}

const isShift = (opType: string): boolean => opType === 'Add' || opType === 'Sum' || opType === 'Sub';

/** What a constant does to the other operand, as a factor and a shift. */
function affineOf(opType: string, isConstantFirst: boolean): OfConstant | undefined {
  switch (opType) {
    case 'Add':
    case 'Sum':
      return (v) => ({ a: 1, b: v });
    case 'Sub':
      return isConstantFirst ? (v) => ({ a: -1, b: v }) : (v) => ({ a: 1, b: -v });
    case 'Mul':
      return factorOf;
    case 'Div':
      return isConstantFirst ? undefined : (v) => ({ a: 1 / v, b: 0 });
    default:
      return undefined;
  }
}

/**
 * A positive factor passes relus, pools and whatever only moves values, down to the layer whose weights take it in.
 * Everything between is then so many times what the model's own tensors hold.
 */
function foldBack(builder: Builder, name: string, placed: Placed, step: Step, factor: number): boolean {
  const passed: ModelLayer[] = [];
  let index = placed.layer;
  let value = name;
  for (;;) {
    const layer = builder.layers[index];
    if (layer === undefined || layer.codes || !isReadAlone(builder, value, layer)) return false;
    if (takesFactors.has(layer.computation?.kind ?? '')) {
      layer.steps.push(step);
      for (const each of [...passed, layer]) each.resultFactor = (each.resultFactor ?? 1) * factor;
      for (const { computation } of passed)
        if (computation?.kind === 'relu' && computation.cap !== undefined) computation.cap *= factor;
      return true;
    }
    const [input] = layer.inputs;
    const source = input === undefined ? undefined : builder.layers[input]?.result?.name;
    if (input === undefined || source === undefined || !homogeneous.has(layer.computation?.kind ?? ''))
      return false;
    if (layer.steps.length > 0) return false;
    passed.push(layer);
    index = input;
    value = source;
  }
}

const takesFactors: ReadonlySet<string> = new Set(['conv', 'dense', 'scale', 'folded']);
const homogeneous: ReadonlySet<string> = new Set(['relu', 'maxpool', 'avgpool', 'upsample']);

/** Whether the values on the way from a layer's result are read by one node alone, each. */
function isReadAlone(builder: Builder, name: string, { result }: ModelLayer): boolean {
  return builder.isReadOnce(name) && (result === undefined || builder.isReadOnce(result.name));
}

/** Whether a constant has one value for each channel, and one alone along every other axis. */
function liesAlongChannels(dims: Dims, { dims: out, axes }: Placed): boolean {
  return dims.every((d, i) => d === 1 || axes[i + out.length - dims.length] === 0);
}
