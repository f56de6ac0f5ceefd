/** Products of matrices: dense layers, and convolutions of 1×1 where there is more than one vector. */
import { type OnnxNode, elementCount, floatAttribute, intAttribute } from '../../onnx/index';
import type { Site } from '../graph/value';
import type { Builder } from './builder';
import { reshaped } from './constants';
import type { ModelLayer, Placed } from './layer';
import { readOperator } from './operator';
import { times, turned } from './quantised';
import type { Operands } from './windows';

/** Gemm and its quantised kin: one vector for each input of the batch. */
export function readGemm(builder: Builder, site: Site, operands: Operands): void {
  const { node } = site;
  const { x, w, bias, weights } = operands;
  const alpha = floatAttribute(node, 'alpha', 1);
  const beta = floatAttribute(node, 'beta', 1);
  const isPlain = intAttribute(node, 'transA', 0) === 0 && builder.isConstant(w) && alpha !== 0;
  const [rows] = builder.dims(node, x);
  if (!isPlain || !builder.placed.has(x ?? '') || rows !== builder.batch) {
    readOperator(builder, site);
    return;
  }
  const rowsFirst = intAttribute(node, 'transB', 0) === 1 ? weights : turned(weights);
  dense(builder, node, {
    ...operands,
    weights: times(rowsFirst, alpha),
    bias: bias && beta !== 0 ? times(bias, beta) : undefined,
  });
}

/** MatMul with weights on the right, given as `[units][inputs]`. */
export function readMatMul(builder: Builder, site: Site, operands: Operands): void {
  const { node } = site;
  const { x, w, weights } = operands;
  const sizes = builder.value(w)?.dims ?? [];
  if (!builder.isConstant(w) || builder.isConstant(x) || sizes.length !== 2) {
    readOperator(builder, site);
    return;
  }
  const dims = builder.dims(node, x);
  const [y] = node.outputs;
  const out = builder.dims(node, y);
  const [width = 1, units = 1] = sizes;
  const vectors = elementCount(dims) / width / builder.batch;
  if (vectors === 1 || dims.length < 2) {
    dense(builder, node, operands);
    return;
  }
  if (dims.length > 4 || dims.length < 3 || dims[0] !== builder.batch) {
    readOperator(builder, site);
    return;
  }
  const [, a = 1, b = 1] = dims;
  const axes: Placed['axes'] = dims.length === 3 ? [null, 2, 0] : [null, 1, 2, 0];
  const [h, columns] = dims.length === 3 ? [1, a] : [a, b];
  const image = builder.along(node, builder.at(node, x), axes, [width, h, columns]);
  const layer = builder.add(node, {
    kind: 'conv',
    inputs: [image.layer],
    shape: [units, h, columns],
    attributes: ['kernel 1x1', `filters ${units}`],
    macs: h * columns * width * units,
    params: width * units,
    weights: builder.header(weights),
    biasOff: true,
    computation: {
      kind: 'conv',
      weights: (constants) => reshaped(weights(constants), [units, width, 1, 1]),
      window: { kernel: [1, 1], strides: [1, 1], dilations: [1, 1], pads: [0, 0, 0, 0] },
      groups: 1,
    },
  });
  builder.putResult(y, { layer, dims: out, axes });
}

function dense(builder: Builder, node: OnnxNode, { x, w, weights, bias }: Operands): void {
  const placed = builder.at(node, x);
  const [y] = node.outputs;
  const width = (builder.dims(node, w)[0] ?? 1) * (builder.dims(node, w)[1] ?? 1);
  const biases = bias ? elementCount(builder.header(bias).dims) : 0;
  const out = builder.dims(node, y);
  const units = out.at(-1) ?? 1;
  const layer = builder.add(node, {
    kind: 'dense',
    inputs: [placed.layer],
    shape: [units],
    attributes: [`units ${units}`],
    macs: width,
    params: width + biases,
    weights: builder.header(weights),
    biasOff: biases === 0,
    computation: { kind: 'dense', weights, bias, order: placed.order },
  });
  if (bias) builder.layer({ layer }).names.push(...builder.header(bias).names);
  if (placed.scores)
    builder.refuse({ layer }, node, 'it reads what a softmax gives, which kernels decide by only');
  builder.putResult(y, { layer, dims: out, axes: out.map((_, i) => (i === out.length - 1 ? 0 : null)) });
}

/** A constant added behind a layer with weights is its bias. */
export function takeBias(layer: ModelLayer, count: number): void {
  layer.biasOff = false;
  layer.params += count;
}
