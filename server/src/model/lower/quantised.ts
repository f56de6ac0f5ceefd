import { dataType, intAttribute } from '../../onnx/index';
import type { Constant } from './constants';
import {
  type Reading,
  type View,
  constantAt,
  neededConstant,
  pass,
  placeOf,
  unsupported,
  viewAt,
} from './context';
import { mapped } from './elements';
import type { Codes, Op } from './lowered';
import { addConv, addDense, turned } from './matrices';
import { addConcat, addSum, readPool } from './others';

/** A value is given its integers, or has them already. */
export function readQuantizeLinear(reading: Reading): void {
  const view = viewAt(reading, 0);
  setCodes(reading, view, codesAt(reading, 1, 2));
  pass(reading, view);
}

export function readDequantizeLinear(reading: Reading): void {
  const view = viewAt(reading, 0);
  setCodes(reading, view, codesAt(reading, 1, 2));
  pass(reading, view);
}

function setCodes(reading: Reading, { value }: View, codes: Codes): void {
  const now = value.codes;
  if (now && (now.scale !== codes.scale || now.zeroPoint !== codes.zeroPoint)) {
    throw unsupported(
      reading,
      `it changes the scale of ${value.name} from ${now.scale} to ${codes.scale}, and no layer is between them`,
    );
  }
  // An integer of fewer bits than its type: a clip has said so.
  value.codes = now && now.max - now.min < codes.max - codes.min ? now : codes;
}

/** Scale and zero point from two inputs of a node. */
function codesAt(reading: Reading, scaleAt: number, zeroAt: number): Codes {
  const scale = neededConstant(reading, scaleAt, 'scales of activations');
  const zero = reading.node.inputs[zeroAt] ? neededConstant(reading, zeroAt, 'its zero point') : undefined;
  if (scale.values.length !== 1) throw unsupported(reading, 'activations have one scale for all channels');
  const value = Math.fround(scale.values[0] ?? 0);
  if (!(value > 0)) throw unsupported(reading, `the scale ${value} is not above zero`);
  const range = rangeOf(reading, zero);
  return { scale: value, zeroPoint: zero?.values[0] ?? 0, ...range };
}

const ranges = new Map<number, { readonly min: number; readonly max: number }>([
  [dataType.uint8, { min: 0, max: 255 }],
  [dataType.int8, { min: -128, max: 127 }],
  [dataType.uint16, { min: 0, max: 65_535 }],
  [dataType.int16, { min: -32_768, max: 32_767 }],
  [dataType.uint4, { min: 0, max: 15 }],
  [dataType.int4, { min: -8, max: 7 }],
]);

function rangeOf(reading: Reading, zero: Constant | undefined) {
  const type = zero?.type ?? (intAttribute(reading.node, 'output_dtype', 0) || dataType.uint8);
  const found = ranges.get(type);
  if (found) return found;
  throw unsupported(reading, 'its integers are of a type that is not read');
}

/** Weights of integers, zero point taken off, with their scales. */
function weightsAt(reading: Reading, at: number, axis: number): Constant {
  const codes = neededConstant(reading, at, 'its weights');
  const scales = neededConstant(reading, at + 1, 'its scales').values;
  const zeros = constantAt(reading, at + 2)?.values ?? [0];
  const inner = codes.dims.slice(axis + 1).reduce((product, d) => product * d, 1);
  const channels = codes.dims[axis] ?? 1;
  const channelOf = (i: number): number => Math.floor(i / inner) % channels;
  const values = mapped(codes.values, (v, i) => v - (zeros[zeros.length === 1 ? 0 : channelOf(i)] ?? 0));
  return {
    ...codes,
    values: mapped(values, (v, i) => v * (scales[scales.length === 1 ? 0 : channelOf(i)] ?? 1)),
    codes: { values, scales, axis },
  };
}

export function readQLinearConv(reading: Reading): void {
  const view = viewAt(reading, 0);
  const input = codesAt(reading, 1, 2);
  setCodes(reading, view, input);
  const weights = weightsAt(reading, 3, 0);
  const biasCodes = reading.node.inputs[8] ? neededConstant(reading, 8, 'its bias') : undefined;
  addConv(
    reading,
    { weights, ...biasOf(biasCodes, input, weights), output: { codes: codesAt(reading, 6, 7) } },
    view,
  );
}

export function readQLinearMatMul(reading: Reading): void {
  setCodes(reading, viewAt(reading, 0), codesAt(reading, 1, 2));
  const weights = turned(weightsAt(reading, 3, 1));
  addDense(reading, { weights, bias: undefined, output: { codes: codesAt(reading, 6, 7) } });
}

/** onnxruntime's own operator: A, its scale and zero point, B, its own, C, the result's. */
export function readQGemm(reading: Reading): void {
  const { node } = reading;
  if (intAttribute(node, 'transA', 0) === 1) throw unsupported(reading, 'its input is transposed');
  const input = codesAt(reading, 1, 2);
  setCodes(reading, viewAt(reading, 0), input);
  const transposed = intAttribute(node, 'transB', 0) === 1;
  const raw = weightsAt(reading, 3, transposed ? 0 : 1);
  const weights = transposed ? raw : turned(raw);
  const biasCodes = node.inputs[6] ? neededConstant(reading, 6, 'its bias') : undefined;
  const output = node.inputs[7] ? { codes: codesAt(reading, 7, 8) } : {};
  addDense(reading, { weights, ...biasOf(biasCodes, input, weights), output });
}

function biasOf(codes: Constant | undefined, input: Codes, weights: Constant) {
  if (codes === undefined) return { bias: undefined };
  const scales = weights.codes?.scales ?? [1];
  const bias: Constant = {
    ...codes,
    values: mapped(codes.values, (v, c) => v * input.scale * (scales[scales.length === 1 ? 0 : c] ?? 1)),
  };
  return { bias, biasCodes: codes };
}

export function readQLinearPool(reading: Reading): void {
  if (intAttribute(reading.node, 'channels_last', 0) === 1)
    throw unsupported(reading, 'its channels are last');
  setCodes(reading, viewAt(reading, 0), codesAt(reading, 1, 2));
  const codes = codesAt(reading, 3, 4);
  readPool(reading);
  lastOp(reading).output.codes = codes;
}

export function readQLinearAdd(reading: Reading): void {
  const views = [viewAt(reading, 0), viewAt(reading, 3)];
  views.forEach((view, i) => setCodes(reading, view, codesAt(reading, 3 * i + 1, 3 * i + 2)));
  addSum(reading, views);
  lastOp(reading).output.codes = codesAt(reading, 6, 7);
}

export function readQLinearConcat(reading: Reading): void {
  const { node } = reading;
  const views: View[] = [];
  for (let i = 2; i < node.inputs.length; i += 3) {
    const view = viewAt(reading, i);
    setCodes(reading, view, codesAt(reading, i + 1, i + 2));
    views.push(view);
  }
  addConcat(reading, views);
  lastOp(reading).output.codes = codesAt(reading, 0, 1);
}

function lastOp({ lowering, node }: Reading): Op {
  const op = lowering.ops.at(-1);
  if (op === undefined) throw new Error(`${placeOf(node)} added no operator`);
  return op;
}

/** QONNX: x is rounded to `bits` integers of a scale; of constants, those are the weights. */
export function readQuant(reading: Reading): void {
  const { node, lowering } = reading;
  const bipolar = node.opType === 'BipolarQuant';
  const scales = neededConstant(reading, 1, 'its scale').values;
  const zero = bipolar ? 0 : (constantAt(reading, 2)?.values[0] ?? 0);
  const bits = bipolar ? 1 : (constantAt(reading, 3)?.values[0] ?? 8);
  const signed = bipolar || intAttribute(node, 'signed', 1) === 1;
  const narrow = bipolar || intAttribute(node, 'narrow', 0) === 1;
  const half = 2 ** (bits - 1);
  const min = bipolar ? -1 : signed ? (narrow ? 1 - half : -half) : 0;
  const max = bipolar ? 1 : signed ? half - 1 : 2 ** bits - 1 - (narrow ? 1 : 0);
  const constant = lowering.constants.get(node.inputs[0] ?? '');
  if (constant === undefined) {
    const view = viewAt(reading, 0);
    if (scales.length !== 1) throw unsupported(reading, 'activations have one scale for all channels');
    setCodes(reading, view, { scale: Math.fround(scales[0] ?? 0), zeroPoint: zero, min, max });
    pass(reading, view);
    return;
  }
  if (zero !== 0) throw unsupported(reading, 'weights with a zero point are not in the template');
  const { dims } = constant;
  const scaleDims = constantAt(reading, 1)?.dims ?? [];
  const axis = scales.length === 1 ? 0 : dims.length - scaleDims.length + scaleDims.findIndex((d) => d !== 1);
  const inner = dims.slice(axis + 1).reduce((product, d) => product * d, 1);
  const scaleOf = (i: number): number =>
    scales[scales.length === 1 ? 0 : Math.floor(i / inner) % (dims[axis] ?? 1)] ?? 1;
  const codes = mapped(constant.values, (value, i) => {
    const v = value / scaleOf(i);
    return bipolar ? (v >= 0 ? 1 : -1) : Math.min(Math.max(halfEven(v), min), max);
  });
  lowering.constants.set(node.outputs[0] ?? '', {
    ...constant,
    values: mapped(codes, (v, i) => v * scaleOf(i)),
    codes: { values: codes, scales, axis },
  });
}

function halfEven(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

/**
 * Integers whose scale is computed from each input stand for the real numbers that they are made from: the kernels
 * need fixed scales, which come from calibration as those of a float model do. So the scale counts as 1 and the zero
 * point as 0, and what they are multiplied by later is that of the weights alone.
 */
export function readDynamicQuantizeLinear(reading: Reading): void {
  const [, scale = '', zero = ''] = reading.node.outputs;
  const { constants } = reading.lowering;
  constants.set(scale, { names: [scale], type: dataType.float, dims: [], values: [1] });
  constants.set(zero, { names: [zero], type: dataType.uint8, dims: [], values: [0] });
  pass(reading, viewAt(reading, 0));
}

export function readConvInteger(reading: Reading): void {
  addConv(reading, { weights: centred(reading, 0), bias: undefined });
}

export function readMatMulInteger(reading: Reading): void {
  addDense(reading, { weights: turned(centred(reading, 1)), bias: undefined });
}

/** Integer weights without their zero point: one, or one for each index of `axis`. */
function centred(reading: Reading, axis: number): Constant {
  const weights = neededConstant(reading, 1, 'its weights');
  const zeros = constantAt(reading, 3)?.values ?? [0];
  const inner = weights.dims.slice(axis + 1).reduce((product, d) => product * d, 1);
  const channelOf = (i: number): number => Math.floor(i / inner) % (weights.dims[axis] ?? 1);
  const zeroOf = (i: number): number => zeros[zeros.length === 1 ? 0 : channelOf(i)] ?? 0;
  return {
    ...weights,
    values: mapped(weights.values, (v, i) => v - zeroOf(i)),
  };
}
