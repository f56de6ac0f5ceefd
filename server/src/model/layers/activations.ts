/** Relus, what is one in all but its upper end, and softmax. */
import { elementCount, floatAttribute, intAttribute, isIntegerType } from '../../onnx/index';
import { type Site, constantOf } from '../graph/value';
import { axisIn } from '../graph/shapes/broadcast';
import type { Builder } from './builder';
import { readOperator } from './operator';
import { codesOf } from './quantised';

export function readRelu(builder: Builder, site: Site): void {
  addRelu(builder, site, undefined);
}

function addRelu(builder: Builder, site: Site, cap: number | undefined): void {
  const { node } = site;
  const placed = builder.at(node, node.inputs[0]);
  if (placed.zeros || placed.scores) {
    readOperator(builder, site);
    return;
  }
  const layer = builder.add(node, {
    kind: 'relu',
    inputs: [placed.layer],
    shape: builder.layer(placed).shape,
    notes: cap === undefined ? [] : [`clips at ${cap} in the model`],
    computation: { kind: 'relu', cap },
  });
  builder.putResult(node.outputs[0], { ...placed, layer });
}

/** Softmax over the classes or channels; over anything else no layer does it. */
export function readSoftmax(builder: Builder, site: Site): void {
  const { node, opset } = site;
  const placed = builder.at(node, node.inputs[0]);
  const axis = axisIn(node, intAttribute(node, 'axis', opset < 13 ? 1 : -1), placed.dims.length);
  const isOverChannels = placed.axes[axis] === 0 || elementCount(placed.dims) === placed.dims[axis];
  if (!isOverChannels || placed.zeros || placed.scores) {
    readOperator(builder, site);
    return;
  }
  const isLog = node.opType === 'LogSoftmax';
  const layer = builder.add(node, {
    kind: 'softmax',
    inputs: [placed.layer],
    shape: builder.layer(placed).shape,
    notes: isLog ? ['logarithms in the model'] : [],
    computation: { kind: 'pass' },
  });
  builder.put(node.outputs[0], { ...placed, layer, scores: isLog ? 'log probabilities' : 'probabilities' });
}

/** Behind scores at the very end it tells what they are; anywhere else there is no kernel for it. */
export function readSigmoid(builder: Builder, site: Site): void {
  const { node } = site;
  const [y = ''] = node.outputs;
  const placed = builder.at(node, node.inputs[0]);
  const isVector = elementCount(builder.layer(placed).shape.slice(1)) === 1;
  const isEnd = builder.isOutput(y) && builder.readersOf(y).length === 0;
  if (!isVector || !isEnd || placed.zeros || placed.scores) {
    readOperator(builder, site);
    return;
  }
  const layer = builder.add(node, {
    kind: 'operator',
    inputs: [placed.layer],
    shape: builder.layer(placed).shape,
    attributes: ['onnx "Sigmoid"'],
    computation: { kind: 'pass' },
  });
  builder.put(y, { ...placed, layer, scores: 'sigmoids' });
}

/** ReLU and what is one in all but its upper end. */
export function readClip(builder: Builder, site: Site): void {
  const { node, inputs } = site;
  const low = inputs[1] ? constantOf(inputs[1])?.[0] : floatAttribute(node, 'min', -Infinity);
  const high = inputs[2] ? constantOf(inputs[2])?.[0] : floatAttribute(node, 'max', Infinity);
  const limit = inputs[1] ?? inputs[2];
  if (limit && isIntegerType(limit.type) && low !== undefined && high !== undefined) {
    clipIntegers(builder, site, low, high);
    return;
  }
  if (low !== 0 || high === undefined || high <= 0) {
    readOperator(builder, site, undefined, 'it clips otherwise than from 0 on');
    return;
  }
  addRelu(builder, site, high < 1e30 ? high : undefined);
}

/** Limits are integers of the value's own scale: a relu from its zero on, and fewer of them than its type has. */
function clipIntegers(builder: Builder, site: Site, low: number, high: number): void {
  const { node } = site;
  const placed = builder.at(node, node.inputs[0]);
  const codes = codesOf(builder, placed.layer);
  if (codes === undefined || placed.zeros || placed.scores) {
    readOperator(builder, site, undefined, 'it clips integers whose scale is not known there');
    return;
  }
  const narrowed = { ...codes, min: Math.max(codes.min, low), max: Math.min(codes.max, high) };
  if (narrowed.min < codes.zeroPoint) {
    builder.layer(placed).codes = narrowed;
    builder.put(node.outputs[0], placed);
    return;
  }
  // The zero stands in the design; below it the integers are those of the type.
  addRelu(builder, site, undefined);
  builder.layer(builder.at(node, node.outputs[0])).codes = { ...narrowed, min: codes.min };
}
