/** Products of matrices: dense layers, and convolutions of 1×1 where there is more than one vector. */
import { type OnnxNode, elementCount, floatAttribute, intAttribute } from '../../onnx/index';
import type { Builder } from './builder';
import type { ImportedLayer, Placed } from './layer';
import { lowerOperator } from './lower-operator';
import type { Operands } from './lower-windows';
import { weightSource } from './weights';

/** Gemm and its quantised kin: one vector for each input of the batch. */
export function lowerGemm(builder: Builder, node: OnnxNode, operands: Operands): void {
  const { x, w, bias, y } = operands;
  const isPlain =
    intAttribute(node, 'transA', 0) === 0 && builder.isConstant(w) && floatAttribute(node, 'alpha', 1) !== 0;
  const [rows] = builder.dims(node, x);
  if (!isPlain || !builder.placed.has(x ?? '') || rows !== builder.batch) {
    lowerOperator(builder, node);
    return;
  }
  const hasBias = bias !== undefined && bias !== '' && floatAttribute(node, 'beta', 1) !== 0;
  const biases = hasBias ? elementCount(builder.dims(node, bias)) : 0;
  dense(builder, node, operands, builder.dims(node, y).at(-1) ?? 1, biases);
}

/** MatMul with weights on the right. */
export function lowerMatMul(builder: Builder, node: OnnxNode, operands: Operands): void {
  const { x, w, y } = operands;
  const weights = builder.value(w)?.dims ?? [];
  if (!builder.isConstant(w) || builder.isConstant(x) || weights.length !== 2) {
    lowerOperator(builder, node);
    return;
  }
  const dims = builder.dims(node, x);
  const out = builder.dims(node, y);
  const [width = 1, units = 1] = weights;
  const vectors = elementCount(dims) / width / builder.batch;
  if (vectors === 1 || dims.length < 2) {
    dense(builder, node, operands, units, 0);
    return;
  }
  if (dims.length > 4 || dims.length < 3 || dims[0] !== builder.batch) {
    lowerOperator(builder, node);
    return;
  }
  const [, a = 1, b = 1] = dims;
  const axes: Placed['axes'] = dims.length === 3 ? [null, 2, 0] : [null, 1, 2, 0];
  const [h, columns] = dims.length === 3 ? [1, a] : [a, b];
  const image = builder.along(node, builder.at(node, x), axes, [width, h, columns]);
  const source = weightSource(builder.traced, w ?? '');
  const layer = builder.add(node, {
    kind: 'conv',
    inputs: [image.layer],
    shape: [units, h, columns],
    attributes: ['kernel 1x1', `filters ${units}`],
    macs: h * columns * width * units,
    params: width * units,
    tensor: source.tensor,
    weights: source.type,
    biasOff: true,
  });
  builder.put(y, { layer, dims: out, axes });
}

function dense(builder: Builder, node: OnnxNode, { x, w, y }: Operands, units: number, biases: number): void {
  const placed = builder.at(node, x);
  const width = (builder.dims(node, w)[0] ?? 1) * (builder.dims(node, w)[1] ?? 1);
  const source = weightSource(builder.traced, w ?? '');
  const out = builder.dims(node, y);
  const layer = builder.add(node, {
    kind: 'dense',
    inputs: [placed.layer],
    shape: [units],
    attributes: [`units ${units}`],
    macs: width,
    params: width + biases,
    tensor: source.tensor,
    weights: source.type,
    biasOff: biases === 0,
  });
  builder.put(y, { layer, dims: out, axes: out.map((_, i) => (i === out.length - 1 ? 0 : null)) });
}

/** A constant added behind a layer with weights is its bias. */
export function takeBias(layer: ImportedLayer, count: number): void {
  layer.biasOff = false;
  layer.params += count;
}
