/** Walks a traced graph and makes its layers: one short function an operator, everything else as `operator`. */
import { type OnnxNode, stringAttribute } from '../../onnx/index';
import type { TracedGraph, TracedNode } from '../graph/trace';
import type { Dims } from '../graph/value';
import { Builder } from './builder';
import { readClip, readRelu, readSoftmax } from './activations';
import { readBatchNorm } from './scaling';
import { readArithmetic } from './sums';
import {
  readAlias,
  readConcat,
  readPad,
  readReduceMean,
  readReshape,
  readResize,
  readTranspose,
} from './layout';
import { readOperator } from './operator';
import { readGemm, readMatMul } from './products';
import {
  centredWeights,
  constant,
  integerBias,
  integerWeights,
  readDynamicQuantisation,
  readQuant,
  readRounding,
  roundBy,
  turned,
  typeBy,
} from './quantised';
import { readConvolution, readGlobalPool, readPool } from './windows';

export interface MainInput {
  readonly name: string;
  /** Channels behind rows and columns, as TensorFlow lays images out. */
  readonly channelsLast: boolean;
  /** Samples at once: the first dimension, or 1 where that is none of samples. */
  readonly batch: number;
}

/** The layers of a traced graph in its order, and where each value of the graph is. */
export function layersOf(traced: TracedGraph, main: MainInput): Builder {
  const dims = traced.values.get(main.name)?.dims ?? [];
  const builder = new Builder(traced, main.batch);
  const { shape, axes } = inputLayout(builder, dims, main.channelsLast);
  builder.channelsLast = main.channelsLast && dims.length === 4;
  const input = builder.add(nodeOf(main.name), { kind: 'input', inputs: [], shape });
  builder.putResult(main.name, { layer: input, dims, axes });
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
      refusal: `input ${name}: it is a second input of the model, and kernels read one`,
    });
    builder.put(name, { layer, dims: other, axes: side.axes });
  }
  for (const site of traced.nodes) readNode(builder, site);
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

type Reader = (builder: Builder, site: TracedNode) => void;

const alias: Reader = (builder, { node }) => readAlias(builder, node);

/** The result's own scale and zero point, behind what the reader makes. */
function rounded(reader: Reader, at: readonly [number, number], inputs: readonly number[] = [0]): Reader {
  return (builder, site) => {
    const { node } = site;
    for (const i of inputs) {
      const placed = builder.placed.get(node.inputs[i] ?? '');
      if (placed) roundBy(builder, site, placed, [i + 1, i + 2]);
    }
    const before = builder.layers.length;
    reader(builder, site);
    typeBy(builder, node);
    const placed = builder.placed.get(node.outputs[0] ?? '');
    if (placed && builder.layers.length > before && site.inputs[at[0]]) roundBy(builder, site, placed, at);
  };
}

/** An activation inside a fused operator is a layer of its own. */
const fused =
  (reader: Reader): Reader =>
  (builder, site) => {
    reader(builder, site);
    const activation = stringAttribute(site.node, 'activation', '');
    const [y = ''] = site.node.outputs;
    if (activation === '' || !builder.placed.has(y)) return;
    const node = { ...site.node, name: '', opType: activation, inputs: [y] };
    const read = activation === 'Relu' ? readRelu : readOperator;
    read(builder, { ...site, node });
  };

const conv: Reader = (builder, site) => {
  const [x, w = '', bias = ''] = site.node.inputs;
  readConvolution(builder, site, {
    x,
    w,
    weights: constant(w),
    bias: bias === '' ? undefined : constant(bias),
  });
};

const gemm: Reader = (builder, site) => {
  const [x, w = '', bias = ''] = site.node.inputs;
  readGemm(builder, site, { x, w, weights: constant(w), bias: bias === '' ? undefined : constant(bias) });
};

/** By operator. What stands in none of them becomes `operator`, which has a cost and no numbers. */
export const readers: Readonly<Record<string, Reader>> = {
  Identity: alias,
  Dropout: alias,
  Cast: alias,
  CastLike: alias,
  QuantizeLinear: readRounding,
  DequantizeLinear: readRounding,
  Quant: readQuant,
  IntQuant: readQuant,
  BipolarQuant: readQuant,
  Trunc: readQuant,
  DynamicQuantizeLinear: readDynamicQuantisation,
  Conv: conv,
  FusedConv: fused(conv),
  ConvInteger: (builder, site) => {
    const [x, w = ''] = site.node.inputs;
    readConvolution(builder, site, { x, w, weights: centredWeights(site, 0), bias: undefined });
  },
  QLinearConv: rounded(
    (builder, site) => {
      const [x, , , w = ''] = site.node.inputs;
      const weights = integerWeights(site, 3, 0);
      readConvolution(builder, site, { x, w, weights, bias: integerBias(site, 8, weights) });
    },
    [6, 7],
  ),
  Gemm: gemm,
  FusedGemm: fused(gemm),
  QGemm: rounded(
    (builder, site) => {
      const [x, , , w = ''] = site.node.inputs;
      const weights = integerWeights(site, 3, isTurned(site) ? 0 : 1);
      readGemm(builder, site, { x, w, weights, bias: integerBias(site, 6, weights) });
    },
    [7, 8],
  ),
  MatMul: (builder, site) => {
    const [x, w = ''] = site.node.inputs;
    readMatMul(builder, site, { x, w, weights: turned(constant(w)), bias: undefined });
  },
  MatMulInteger: (builder, site) => {
    const [x, w = ''] = site.node.inputs;
    readMatMul(builder, site, { x, w, weights: turned(centredWeights(site, 1)), bias: undefined });
  },
  QLinearMatMul: rounded(
    (builder, site) => {
      const [x, , , w = ''] = site.node.inputs;
      readMatMul(builder, site, { x, w, weights: turned(integerWeights(site, 3, 1)), bias: undefined });
    },
    [6, 7],
  ),
  MaxPool: (builder, site) => readPool(builder, site, 'maxpool'),
  AveragePool: (builder, site) => readPool(builder, site, 'avgpool'),
  QLinearAveragePool: rounded((builder, site) => readPool(builder, site, 'avgpool'), [3, 4]),
  GlobalAveragePool: (builder, site) => readGlobalPool(builder, site, 'globalpool'),
  QLinearGlobalAveragePool: rounded((builder, site) => readGlobalPool(builder, site, 'globalpool'), [3, 4]),
  GlobalMaxPool: (builder, site) => readGlobalPool(builder, site, 'maxpool'),
  BatchNormalization: readBatchNorm,
  Relu: readRelu,
  Clip: readClip,
  Softmax: readSoftmax,
  LogSoftmax: readSoftmax,
  Add: readArithmetic,
  Sub: readArithmetic,
  Mul: readArithmetic,
  Div: readArithmetic,
  Sum: readArithmetic,
  QLinearAdd: rounded(
    (builder, site) => {
      const { node } = site;
      const [a = '', , , b = ''] = node.inputs;
      readArithmetic(builder, { node: { ...node, opType: 'Add', inputs: [a, b] }, inputs: [], opset: 1 });
    },
    [6, 7],
    [0, 3],
  ),
  Concat: (builder, { node }) => readConcat(builder, node, node.inputs),
  QLinearConcat: (builder, site) => {
    const { node } = site;
    const places = node.inputs.flatMap((_, i) => (i >= 2 && (i - 2) % 3 === 0 ? [i] : []));
    const read: Reader = (_, { node: own }) =>
      readConcat(
        builder,
        own,
        places.map((i) => own.inputs[i] ?? ''),
      );
    rounded(read, [0, 1], places)(builder, site);
  },
  Reshape: readReshape,
  Flatten: readReshape,
  Squeeze: readReshape,
  Unsqueeze: readReshape,
  Transpose: readTranspose,
  Pad: readPad,
  ReduceMean: readReduceMean,
  Resize: readResize,
  Upsample: readResize,
};

function isTurned({ node }: TracedNode): boolean {
  const transB = node.attributes.get('transB');
  return transB?.kind === 'int' && transB.value === 1;
}

function readNode(builder: Builder, site: TracedNode): void {
  const { node } = site;
  const reads = node.inputs.filter((name) => name !== '' && !builder.isConstant(name));
  const isReady = reads.every((name) => builder.placed.has(name) || builder.factors.has(name));
  const sizes = [...reads, node.outputs[0] ?? ''].every((name) => builder.value(name)?.dims !== undefined);
  const reader = Object.hasOwn(readers, node.opType) ? readers[node.opType] : undefined;
  if (reader === undefined || !isReady || !sizes) readOperator(builder, site);
  else reader(builder, site);
}
