/** What each operator of a model becomes, and when kernels can have its weights: the one table of what is read. */
import { stringAttribute } from '../../onnx/index';
import type { TracedNode } from '../graph/trace';
import { readClip, readRelu, readSigmoid, readSoftmax } from './activations';
import type { Builder } from './builder';
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
import { readBatchNorm } from './scaling';
import { readArithmetic } from './sums';
import { readConvolution, readGlobalPool, readPool } from './windows';

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

export interface OperatorReading {
  readonly read: Reader;
  /** In the design's words. */
  readonly becomes: string;
  /** When quantise and export can have its numbers. */
  readonly weights: string;
}

/** By operator. What stands in none of them becomes `operator`, which has a cost and no numbers. */
export const readings: Readonly<Record<string, OperatorReading>> = {
  Identity: { becomes: 'nothing: the value goes on', weights: 'yes', read: alias },
  Dropout: { becomes: 'nothing: the value goes on', weights: 'yes', read: alias },
  Cast: { becomes: 'nothing: the value goes on', weights: 'yes', read: alias },
  CastLike: { becomes: 'nothing: the value goes on', weights: 'yes', read: alias },
  QuantizeLinear: {
    becomes: 'a number type',
    weights:
      'with one constant scale for all channels; a value that is rounded twice is rounded once, which the export says',
    read: readRounding,
  },
  DequantizeLinear: {
    becomes: 'a number type',
    weights: 'as QuantizeLinear; weights have scales by filter or one',
    read: readRounding,
  },
  Quant: {
    becomes: 'a number type',
    weights: 'with one constant scale, rounding ROUND or FLOOR; weights with any rounding',
    read: readQuant,
  },
  IntQuant: { becomes: 'a number type', weights: 'as Quant', read: readQuant },
  BipolarQuant: { becomes: '`binary`', weights: 'yes', read: readQuant },
  Trunc: { becomes: 'a number type', weights: 'no', read: readQuant },
  DynamicQuantizeLinear: {
    becomes: 'a number type',
    weights: 'yes; `quantise` gives it a fixed scale',
    read: readDynamicQuantisation,
  },
  Conv: {
    becomes: '`conv` or `depthwise`',
    weights: 'of one or two dimensions, with constant weights',
    read: conv,
  },
  FusedConv: {
    becomes: '`conv` or `depthwise`, and its activation',
    weights: 'as Conv; the activation is a relu',
    read: fused(conv),
  },
  ConvInteger: {
    becomes: '`conv` or `depthwise`',
    weights: 'as Conv',
    read: (builder, site) => {
      const [x, w = ''] = site.node.inputs;
      readConvolution(builder, site, { x, w, weights: centredWeights(site, 0), bias: undefined });
    },
  },
  QLinearConv: {
    becomes: '`conv` or `depthwise`',
    weights: 'as Conv',
    read: rounded(
      (builder, site) => {
        const [x, , , w = ''] = site.node.inputs;
        const weights = integerWeights(site, 3, 0);
        readConvolution(builder, site, { x, w, weights, bias: integerBias(site, 8, weights) });
      },
      [6, 7],
    ),
  },
  Gemm: { becomes: '`dense`', weights: 'with constant weights, A not transposed', read: gemm },
  FusedGemm: {
    becomes: '`dense`, and its activation',
    weights: 'as Gemm; the activation is a relu',
    read: fused(gemm),
  },
  QGemm: {
    becomes: '`dense`',
    weights: 'as Gemm',
    read: rounded(
      (builder, site) => {
        const [x, , , w = ''] = site.node.inputs;
        const weights = integerWeights(site, 3, isTurned(site) ? 0 : 1);
        readGemm(builder, site, { x, w, weights, bias: integerBias(site, 6, weights) });
      },
      [7, 8],
    ),
  },
  MatMul: {
    becomes: '`dense`, or `conv` of 1x1 over several vectors',
    weights: 'with constant weights',
    read: (builder, site) => {
      const [x, w = ''] = site.node.inputs;
      readMatMul(builder, site, { x, w, weights: turned(constant(w)), bias: undefined });
    },
  },
  MatMulInteger: {
    becomes: '`dense`, or `conv` of 1x1 over several vectors',
    weights: 'with constant weights',
    read: (builder, site) => {
      const [x, w = ''] = site.node.inputs;
      readMatMul(builder, site, { x, w, weights: turned(centredWeights(site, 1)), bias: undefined });
    },
  },
  QLinearMatMul: {
    becomes: '`dense`, or `conv` of 1x1 over several vectors',
    weights: 'with constant weights',
    read: rounded(
      (builder, site) => {
        const [x, , , w = ''] = site.node.inputs;
        readMatMul(builder, site, { x, w, weights: turned(integerWeights(site, 3, 1)), bias: undefined });
      },
      [6, 7],
    ),
  },
  MaxPool: {
    becomes: '`maxpool`',
    weights: 'of one or two dimensions, without dilation or indices',
    read: (builder, site) => readPool(builder, site, 'maxpool'),
  },
  AveragePool: {
    becomes: '`avgpool`',
    weights: 'of one or two dimensions, without dilation',
    read: (builder, site) => readPool(builder, site, 'avgpool'),
  },
  QLinearAveragePool: {
    becomes: '`avgpool`',
    weights: 'as AveragePool, channels first',
    read: rounded((builder, site) => readPool(builder, site, 'avgpool'), [3, 4]),
  },
  GlobalAveragePool: {
    becomes: '`globalpool`',
    weights: 'yes',
    read: (builder, site) => readGlobalPool(builder, site, 'globalpool'),
  },
  QLinearGlobalAveragePool: {
    becomes: '`globalpool`',
    weights: 'yes, channels first',
    read: rounded((builder, site) => readGlobalPool(builder, site, 'globalpool'), [3, 4]),
  },
  GlobalMaxPool: {
    becomes: '`maxpool`',
    weights: 'yes',
    read: (builder, site) => readGlobalPool(builder, site, 'maxpool'),
  },
  BatchNormalization: {
    becomes:
      '`batchnorm` behind a layer with weights, else `depthwise` of 1x1; part of the preparation at the input',
    weights: 'in inference; behind vectors, in front of their layer only',
    read: readBatchNorm,
  },
  Relu: { becomes: '`relu`', weights: 'yes', read: readRelu },
  Clip: { becomes: '`relu`', weights: 'from 0 on; the cap is kept', read: readClip },
  Softmax: {
    becomes: 'nothing at the end of a network or exit, `softmax` elsewhere',
    weights: 'at an end only',
    read: readSoftmax,
  },
  LogSoftmax: {
    becomes: 'nothing at the end of a network or exit, `softmax` elsewhere',
    weights: 'at an end only',
    read: readSoftmax,
  },
  Sigmoid: {
    becomes: 'nothing at the end of a network or exit with scores, `operator` elsewhere',
    weights: 'at an end only',
    read: readSigmoid,
  },
  Add: {
    becomes: '`add`, a bias, or `depthwise` of 1x1',
    weights: 'of values of one shape, or a constant with one value a channel',
    read: readArithmetic,
  },
  Sub: {
    becomes: 'a bias, or `depthwise` of 1x1',
    weights: 'with a constant with one value a channel',
    read: readArithmetic,
  },
  Mul: {
    becomes: 'a part of the weights, of the scale, or `depthwise` of 1x1',
    weights: 'with a constant with one value a channel',
    read: readArithmetic,
  },
  Div: {
    becomes: 'a part of the weights, of the scale, or `depthwise` of 1x1',
    weights: 'by a constant with one value a channel',
    read: readArithmetic,
  },
  Sum: { becomes: '`add`', weights: 'of values of one shape', read: readArithmetic },
  QLinearAdd: {
    becomes: '`add`',
    weights: 'yes',
    read: rounded(
      (builder, site) => {
        const { node } = site;
        const [a = '', , , b = ''] = node.inputs;
        readArithmetic(builder, { node: { ...node, opType: 'Add', inputs: [a, b] }, inputs: [], opset: 1 });
      },
      [6, 7],
      [0, 3],
    ),
  },
  Concat: {
    becomes: '`concat`',
    weights: 'along the channels, or of vectors',
    read: (builder, { node }) => readConcat(builder, node, node.inputs),
  },
  QLinearConcat: {
    becomes: '`concat`',
    weights: 'along the channels, or of vectors',
    read: (builder, site) => {
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
  },
  Reshape: {
    becomes: '`flatten`, or nothing',
    weights: 'where it flattens, adds or takes away sizes of 1, or shapes the input',
    read: readReshape,
  },
  Flatten: { becomes: '`flatten`', weights: 'yes', read: readReshape },
  Squeeze: { becomes: 'nothing', weights: 'yes', read: readReshape },
  Unsqueeze: { becomes: 'nothing', weights: 'yes', read: readReshape },
  Transpose: {
    becomes: 'nothing',
    weights: 'where a layer behind it can read its weights in that order',
    read: readTranspose,
  },
  Pad: {
    becomes: 'the padding of what reads it',
    weights: 'zeros around rows and columns, in front of convolutions and means, and of maxima behind a relu',
    read: readPad,
  },
  ReduceMean: {
    becomes: '`globalpool` or `avgpool`',
    weights: 'over rows, columns or both',
    read: readReduceMean,
  },
  Resize: {
    becomes: '`upsample`',
    weights: 'where its modes repeat each pixel by a whole factor',
    read: readResize,
  },
  Upsample: {
    becomes: '`upsample`',
    weights: 'where it repeats each pixel by a whole factor',
    read: readResize,
  },
};

function isTurned({ node }: TracedNode): boolean {
  const transB = node.attributes.get('transB');
  return transB?.kind === 'int' && transB.value === 1;
}
