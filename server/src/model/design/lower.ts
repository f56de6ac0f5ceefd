/** Walks a traced graph and makes its layers: one short function an operator, everything else as `operator`. */
import { type OnnxNode, stringAttribute } from '../../onnx/index';
import type { TracedGraph, TracedNode } from '../graph/trace';
import { type Dims, constantOf } from '../graph/value';
import { Builder } from './builder';
import { lowerArithmetic, lowerBatchNorm, lowerClip, lowerSame, lowerSoftmax } from './lower-elementwise';
import {
  lowerAlias,
  lowerConcat,
  lowerPad,
  lowerReduceMean,
  lowerReshape,
  lowerResize,
  lowerTranspose,
} from './lower-layout';
import { lowerOperator } from './lower-operator';
import { lowerGemm, lowerMatMul } from './lower-products';
import { lowerConvolution, lowerGlobalPool, lowerPool } from './lower-windows';
import { bitsType, integerType } from './weights';

export interface MainInput {
  readonly name: string;
  /** Channels behind rows and columns, as TensorFlow lays images out. */
  readonly channelsLast: boolean;
}

/** The layers of a traced graph in its order, and where each value of the graph is. */
export function lower(traced: TracedGraph, main: MainInput): Builder {
  const dims = traced.values.get(main.name)?.dims ?? [];
  const builder = new Builder(traced, dims.length > 1 ? (dims[0] ?? 1) : 1);
  const { shape, axes } = inputLayout(builder, dims, main.channelsLast);
  const input = builder.add(nodeOf(main.name), { kind: 'input', inputs: [], shape });
  builder.put(main.name, { layer: input, dims, axes });
  for (const name of traced.inputs) {
    if (name === main.name) continue;
    const other = traced.values.get(name)?.dims ?? [];
    const side = builder.shapeOf(other);
    const layer = builder.add(nodeOf(name), {
      kind: 'operator',
      inputs: [input],
      shape: side.shape,
      attributes: ['onnx "Input"'],
      notes: [`${name} is a second input of the model`],
    });
    builder.put(name, { layer, dims: other, axes: side.axes });
  }
  for (const site of traced.nodes) lowerNode(builder, site);
  return builder;
}

function inputLayout(builder: Builder, dims: Dims, channelsLast: boolean) {
  const [, h = 1, w = 1, c = 1] = dims;
  if (channelsLast && dims.length === 4) return { shape: [c, h, w], axes: [null, 1, 2, 0] };
  return builder.shapeOf(dims);
}

function nodeOf(name: string): OnnxNode {
  return { name, opType: 'Input', domain: '', inputs: [], outputs: [name], attributes: new Map() };
}

type Lowering = (builder: Builder, site: TracedNode) => void;

const alias: Lowering = (builder, { node }) => lowerAlias(builder, node);

/** A value gets a number type: that of the layer that puts it out. */
const quantise: Lowering = (builder, { node, inputs }) => {
  const placed = builder.placed.get(node.inputs[0] ?? '');
  if (placed) {
    const layer = builder.layer(placed);
    const bits = node.opType.endsWith('Quant') ? bitsType(constantOf(inputs[3])?.[0]) : undefined;
    const type = node.opType === 'BipolarQuant' ? 'binary' : (bits ?? integerType(typeBehind(builder, node)));
    if (type !== undefined) layer.activations = type;
  }
  lowerAlias(builder, node);
};

function typeBehind(builder: Builder, node: OnnxNode): number {
  const name = node.opType === 'DequantizeLinear' ? node.inputs[0] : node.outputs[0];
  return builder.value(name)?.type ?? 0;
}

/** A layer of a quantised operator puts out what its zero point's type is. */
function typed(lowering: Lowering): Lowering {
  return (builder, site) => {
    lowering(builder, site);
    const placed = builder.placed.get(site.node.outputs[0] ?? '');
    const type = integerType(builder.value(site.node.outputs[0])?.type ?? 0);
    if (placed && type !== undefined) builder.layer(placed).activations = type;
  };
}

const withOperands = (lowering: typeof lowerConvolution, w: number, bias: number | undefined): Lowering => {
  return (builder, { node }) => {
    const { inputs, outputs } = node;
    lowering(builder, node, {
      x: inputs[0],
      w: inputs[w],
      bias: bias === undefined ? undefined : inputs[bias],
      y: outputs[0],
    });
  };
};

/** An activation inside a fused operator is a layer of its own. */
const fused =
  (lowering: Lowering): Lowering =>
  (builder, site) => {
    lowering(builder, site);
    const activation = stringAttribute(site.node, 'activation', '');
    const [y = ''] = site.node.outputs;
    if (activation === '' || !builder.placed.has(y)) return;
    const node = { ...site.node, name: '', opType: activation, inputs: [y] };
    if (activation === 'Relu') lowerSame(builder, node, 'relu');
    else lowerOperator(builder, node);
  };

const lowerings: Readonly<Record<string, Lowering>> = {
  Identity: alias,
  Dropout: alias,
  Cast: alias,
  CastLike: alias,
  QuantizeLinear: quantise,
  DequantizeLinear: quantise,
  Quant: quantise,
  IntQuant: quantise,
  BipolarQuant: quantise,
  Trunc: quantise,
  DynamicQuantizeLinear: (builder, site) => {
    quantise(builder, site);
    for (const name of site.node.outputs.slice(1)) builder.scales.add(name);
  },
  Conv: withOperands(lowerConvolution, 1, 2),
  FusedConv: fused(withOperands(lowerConvolution, 1, 2)),
  ConvInteger: withOperands(lowerConvolution, 1, undefined),
  QLinearConv: typed(withOperands(lowerConvolution, 3, 8)),
  Gemm: withOperands(lowerGemm, 1, 2),
  FusedGemm: fused(withOperands(lowerGemm, 1, 2)),
  QGemm: typed(withOperands(lowerGemm, 3, 6)),
  MatMul: withOperands(lowerMatMul, 1, undefined),
  MatMulInteger: withOperands(lowerMatMul, 1, undefined),
  QLinearMatMul: typed(withOperands(lowerMatMul, 3, undefined)),
  MaxPool: (builder, { node }) => lowerPool(builder, node, 'maxpool'),
  AveragePool: (builder, { node }) => lowerPool(builder, node, 'avgpool'),
  QLinearAveragePool: typed((builder, { node }) => lowerPool(builder, node, 'avgpool')),
  GlobalAveragePool: (builder, { node }) => lowerGlobalPool(builder, node, 'globalpool'),
  QLinearGlobalAveragePool: typed((builder, { node }) => lowerGlobalPool(builder, node, 'globalpool')),
  GlobalMaxPool: (builder, { node }) => lowerGlobalPool(builder, node, 'maxpool'),
  BatchNormalization: (builder, { node }) => lowerBatchNorm(builder, node),
  Relu: (builder, { node }) => lowerSame(builder, node, 'relu'),
  Clip: lowerClip,
  Softmax: lowerSoftmax,
  LogSoftmax: lowerSoftmax,
  Add: lowerArithmetic,
  Sub: lowerArithmetic,
  Mul: lowerArithmetic,
  Div: lowerArithmetic,
  Sum: lowerArithmetic,
  QLinearAdd: typed((builder, { node }) => {
    const [a = '', , , b = ''] = node.inputs;
    lowerArithmetic(builder, { node: { ...node, opType: 'Add', inputs: [a, b] }, inputs: [], opset: 1 });
  }),
  Concat: (builder, { node }) => lowerConcat(builder, node, node.inputs),
  QLinearConcat: typed((builder, { node }) =>
    lowerConcat(
      builder,
      node,
      node.inputs.slice(2).filter((_, i) => i % 3 === 0),
    ),
  ),
  Reshape: (builder, { node }) => lowerReshape(builder, node),
  Flatten: (builder, { node }) => lowerReshape(builder, node),
  Squeeze: (builder, { node }) => lowerReshape(builder, node),
  Unsqueeze: (builder, { node }) => lowerReshape(builder, node),
  Transpose: lowerTranspose,
  Pad: lowerPad,
  ReduceMean: lowerReduceMean,
  Resize: (builder, { node }) => lowerResize(builder, node),
  Upsample: (builder, { node }) => lowerResize(builder, node),
};

function lowerNode(builder: Builder, site: TracedNode): void {
  const { node } = site;
  const reads = node.inputs.filter((name) => name !== '' && !builder.isConstant(name));
  const isReady = reads.every((name) => builder.placed.has(name) || builder.scales.has(name));
  const sizes = [...reads, node.outputs[0] ?? ''].every((name) => builder.value(name)?.dims !== undefined);
  const lowering = Object.hasOwn(lowerings, node.opType) ? lowerings[node.opType] : undefined;
  if (lowering === undefined || !isReady || !sizes) lowerOperator(builder, node);
  else lowering(builder, site);
}
