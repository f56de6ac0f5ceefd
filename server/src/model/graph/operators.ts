/** What each operator of ONNX puts out. Names and rules: onnx/docs/Operators.md up to opset 21, and ONNX Runtime's ContribOperators.md. */
import { type OnnxNode, dataType, elementCount, intAttribute, stringAttribute } from '../../onnx/index';
import { type Dims, type Site, type Value, constantOf, dimsOf, fail } from './value';
import { axisIn, broadcast } from './shapes/broadcast';
import {
  concat,
  depthToSpace,
  expand,
  flatten,
  gather,
  gatherNd,
  pad,
  reshape,
  resize,
  slice,
  split,
  squeeze,
  tile,
  transpose,
  unsqueeze,
} from './shapes/layout';
import { einsum, gemm, product } from './shapes/matrices';
import { recurrent } from './shapes/recurrent';
import { argReduce, reduce, topK } from './shapes/reductions';
import { convolution, globalPool, pool, transposedConvolution } from './shapes/windows';

/** Dimensions of the outputs; one for all where they are alike. */
type Rule = (site: Site) => Dims | undefined | readonly (Dims | undefined)[];

const words = (text: string): string[] => text.trim().split(/\s+/);

const same: Rule = (site) => dimsOf(site, 0);
const unknown: Rule = () => undefined;
const scalar: Rule = () => [];
const all: Rule = (site) =>
  broadcast(
    site.node,
    site.inputs.map((v) => v?.dims),
  );
const matmul =
  (a: number, b: number): Rule =>
  (site) =>
    product(site.node, dimsOf(site, a), dimsOf(site, b));
/** Quantised elementwise operators: A, its scale and zero, B, its scale and zero, those of the result. */
const twoQuantised: Rule = (site) => broadcast(site.node, [dimsOf(site, 0), dimsOf(site, 3)]);
/** The first output like the first input, the others of one value a channel. */
const normalisation: Rule = (site) => site.node.outputs.map((_, i) => dimsOf(site, i === 0 ? 0 : 1));
/** Mean and deviation behind the normalised value lose the axes that they are taken over. */
const layerNorm: Rule = (site) => {
  const dims = dimsOf(site, 0);
  if (dims === undefined) return undefined;
  const axis = axisIn(site.node, intAttribute(site.node, 'axis', -1), dims.length);
  return site.node.outputs.map((_, i) => (i === 0 ? dims : dims.map((d, k) => (k < axis ? d : 1))));
};
const fromShape: Rule = (site) => constantOf(site.inputs[0]);

const rules = new Map<string, Rule>();
const put = (names: string, rule: Rule): void => {
  for (const name of words(names)) rules.set(name, rule);
};

put(
  `Abs Acos Acosh Asin Asinh Atan Atanh BitwiseNot Cast CastLike Ceil Celu Clip Cos Cosh CumSum DequantizeLinear
  Dropout Elu Erf Exp Floor Gelu HardSigmoid HardSwish Hardmax Identity InstanceNormalization IsInf IsNaN LRN
  LeakyRelu Log LogSoftmax LpNormalization MeanVarianceNormalization Mish Neg Not QuantizeLinear RandomNormalLike
  RandomUniformLike Reciprocal Relu ReverseSequence Round ScaledTanh ScatterElements ScatterND Scatter Selu Shrink
  Sigmoid Sign Sin Sinh Softmax Softplus Softsign Sqrt Swish Tan Tanh ThresholdedRelu TensorScatter Trilu EyeLike
  Bernoulli GroupNormalization RMSNormalization Affine ParametricSoftplus ImageScaler Binarizer RotaryEmbedding`,
  same,
);
put('Add Sub Mul Div Pow Mod Max Min Sum Mean And Or Xor BitShift BitwiseAnd BitwiseOr BitwiseXor', all);
put('Equal Greater GreaterOrEqual Less LessOrEqual Where', all);
put('PRelu', same);
put('BatchNormalization', normalisation);
put('LayerNormalization', layerNorm);
put('Conv', (site) => convolution(site, 1));
put('ConvInteger', (site) => convolution(site, 1));
put('QLinearConv', (site) => convolution(site, 3));
put('ConvTranspose', transposedConvolution);
put('MaxPool AveragePool LpPool', pool);
put('GlobalAveragePool GlobalMaxPool GlobalLpPool', globalPool);
put('Gemm', gemm);
put('MatMul MatMulInteger', matmul(0, 1));
put('QLinearMatMul', matmul(0, 3));
put('Einsum', einsum);
put('Reshape', reshape);
put('Flatten', flatten);
put('Squeeze', squeeze);
put('Unsqueeze', unsqueeze);
put('Transpose', transpose);
put('Concat', concat);
put('Split', split);
put('Slice', slice);
put('Expand', expand);
put('Tile', tile);
put('Pad', pad);
put('Gather', gather);
put('GatherElements', (site) => dimsOf(site, 1));
put('GatherND', gatherNd);
put('DepthToSpace', (site) => depthToSpace(site, 1));
put('SpaceToDepth', (site) => depthToSpace(site, -1));
put('Resize Upsample', resize);
put(
  'ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum ReduceSumSquare',
  reduce,
);
put('ArgMax ArgMin', argReduce);
put('TopK', topK);
put('LSTM GRU RNN', recurrent);
put('Det', (site) => dimsOf(site, 0)?.slice(0, -2));
put('Shape', (site) => {
  const rank = dimsOf(site, 0)?.length;
  if (rank === undefined) return undefined;
  const within = (n: number) => Math.min(Math.max(n < 0 ? n + rank : n, 0), rank);
  const start = within(intAttribute(site.node, 'start', 0));
  return [Math.max(0, within(intAttribute(site.node, 'end', rank)) - start)];
});
put('Size', scalar);
put('ConstantOfShape', fromShape);
put('RandomNormal RandomUniform', (site) => {
  const shape = site.node.attributes.get('shape');
  return shape?.kind === 'ints' ? shape.value : undefined;
});
put('Range', (site) => {
  const [start, limit, delta] = site.inputs.map((v) => constantOf(v)?.[0]);
  if (start === undefined || limit === undefined || delta === undefined) return undefined;
  return [Math.max(0, Math.ceil((limit - start) / delta))];
});
put('OneHot', (site) => {
  const dims = dimsOf(site, 0);
  const depth = constantOf(site.inputs[1])?.[0];
  if (dims === undefined || depth === undefined) return undefined;
  const axis = axisIn(site.node, intAttribute(site.node, 'axis', -1), dims.length + 1);
  return [...dims.slice(0, axis), depth, ...dims.slice(axis)];
});
put('GridSample', (site) => {
  const image = dimsOf(site, 0);
  const grid = dimsOf(site, 1);
  return image && grid && [...image.slice(0, 2), ...grid.slice(1, -1)];
});
put('RoiAlign', (site) => {
  const rois = dimsOf(site, 1);
  const { node } = site;
  const height = intAttribute(node, 'output_height', 1);
  return rois && [rois[0] ?? 0, dimsOf(site, 0)?.[1] ?? 1, height, intAttribute(node, 'output_width', 1)];
});
put('MaxRoiPool', (site) => {
  const shape = site.node.attributes.get('pooled_shape');
  const rois = dimsOf(site, 1);
  return rois && shape?.kind === 'ints'
    ? [rois[0] ?? 0, dimsOf(site, 0)?.[1] ?? 1, ...shape.value]
    : undefined;
});
put('DynamicQuantizeLinear', (site) => [dimsOf(site, 0), [], []]);
put('NegativeLogLikelihoodLoss', (site) =>
  stringAttribute(site.node, 'reduction', 'mean') === 'none' ? dimsOf(site, 1) : [],
);
put('SoftmaxCrossEntropyLoss', (site) => [
  stringAttribute(site.node, 'reduction', 'mean') === 'none' ? dimsOf(site, 1) : [],
  dimsOf(site, 0),
]);
put('HannWindow HammingWindow BlackmanWindow', (site) => {
  const length = constantOf(site.inputs[0])?.[0];
  return length === undefined ? undefined : [length];
});
put('Attention', (site) => dimsOf(site, 0));
put(
  `Adagrad Adam Momentum AffineGrid ArrayFeatureExtractor CategoryMapper Col2Im Compress ConcatFromSequence DeformConv
  DFT MelWeightMatrix STFT CenterCropPad ImageDecoder If Loop Scan MaxUnpool NonMaxSuppression NonZero Optional
  OptionalGetElement OptionalHasElement RegexFullMatch SequenceAt SequenceConstruct SequenceEmpty SequenceErase
  SequenceInsert SequenceLength SequenceMap SplitToSequence StringConcat StringNormalizer StringSplit TfIdfVectorizer
  Unique Multinomial BitCast Gradient CausalConvWithState LinearAttention`,
  unknown,
);
put('Constant', unknown);
// Deeploy writes its requantisation into the standard domain.
put('RequantShift', same);

/** Operators of other domains that models in circulation use, as `domain:name`. */
const foreign = new Map<string, Rule>();
const putForeign = (domains: readonly string[], names: string, rule: Rule): void => {
  for (const domain of domains) for (const name of words(names)) foreign.set(`${domain}:${name}`, rule);
};

const microsoft = ['com.microsoft'];
putForeign(microsoft, 'FusedConv', (site) => convolution(site, 1));
putForeign(microsoft, 'FusedGemm', gemm);
putForeign(microsoft, 'FusedMatMul', matmul(0, 1));
putForeign(microsoft, 'DynamicQuantizeMatMul MatMulIntegerToFloat', matmul(0, 1));
putForeign(microsoft, 'QLinearAdd QLinearMul', twoQuantised);
putForeign(microsoft, 'QLinearAveragePool', pool);
putForeign(microsoft, 'QLinearGlobalAveragePool', globalPool);
putForeign(microsoft, 'QLinearReduceMean', (site) => reduce({ ...site, inputs: site.inputs.slice(0, 1) }));
putForeign(microsoft, 'QGemm', (site) => gemm({ ...site, inputs: [site.inputs[0], site.inputs[3]] }));
putForeign(microsoft, 'QLinearConcat', (site) =>
  concat({ ...site, inputs: site.inputs.slice(2).filter((_, i) => i % 3 === 0) }),
);
putForeign(
  microsoft,
  `Gelu FastGelu BiasGelu QuickGelu QLinearSigmoid QLinearLeakyRelu QLinearSoftmax QuantizeLinear DequantizeLinear
  SkipLayerNormalization SkipSimplifiedLayerNormalization SimplifiedLayerNormalization GroupNorm`,
  same,
);
putForeign(
  ['qonnx.custom_op.general', 'onnx.brevitas', 'finn.custom_op.general'],
  'Quant BipolarQuant Trunc IntQuant FloatQuant',
  same,
);
putForeign(['qonnx.custom_op.general', 'finn.custom_op.general'], 'MultiThreshold', same);
putForeign(['ai.onnx.preview.training'], 'Adagrad Adam Momentum Gradient', unknown);
putForeign(
  ['ai.onnx.ml'],
  'ArrayFeatureExtractor Binarizer CastMap CategoryMapper DictVectorizer FeatureVectorizer Imputer LabelEncoder LinearClassifier LinearRegressor Normalizer OneHotEncoder SVMClassifier SVMRegressor Scaler TreeEnsemble TreeEnsembleClassifier TreeEnsembleRegressor ZipMap',
  unknown,
);

/** Whether there is such an operator; `undefined` where its domain is not known either. */
export function isKnown(domain: string, name: string): boolean | undefined {
  if (domain === '') return rules.has(name);
  if (foreign.has(`${domain}:${name}`)) return true;
  return [...foreign.keys()].some((key) => key.startsWith(`${domain}:`)) ? false : undefined;
}

/** All operators whose outputs are known, the standard ones first. */
export const knownOperators: readonly string[] = [
  ...rules.keys(),
  ...[...foreign.keys()].map((key) => key.slice(key.lastIndexOf(':') + 1)),
];

/** Type and dimensions of a node's outputs, without their contents. */
export function outputsOf(site: Site): Omit<Value, 'constant' | 'numbers'>[] {
  const { node } = site;
  const rule = node.domain === '' ? rules.get(node.opType) : foreign.get(`${node.domain}:${node.opType}`);
  const found = rule?.(site);
  return node.outputs.map((_, i) => ({
    type: typeOf(site, i),
    dims: checked(node, isPerOutput(found) ? found[i] : found),
  }));
}

/** What a rule gives is only as good as the numbers that the model writes for it. */
function checked(node: OnnxNode, dims: Dims | undefined): Dims | undefined {
  const isSize = (n: number) => Number.isSafeInteger(n) && n >= 0;
  if (dims === undefined || (dims.every(isSize) && isSize(elementCount(dims)))) return dims;
  return fail(
    node,
    `its result would be ${dims.join('x')}, which is no size that memory has; correct the sizes that the model gives it`,
  );
}

function isPerOutput(found: ReturnType<Rule>): found is readonly (Dims | undefined)[] {
  return found !== undefined && found.some((entry) => typeof entry !== 'number') && found.length > 0;
}

/** Types matter for telling integers from floats and for reading what a quantised model says of itself. */
function typeOf({ node, inputs }: Site, output: number): number {
  const first = inputs[0]?.type ?? dataType.undefined;
  switch (node.opType) {
    case 'Shape':
    case 'Size':
    case 'ArgMax':
    case 'ArgMin':
    case 'NonZero':
    case 'NonMaxSuppression':
      return dataType.int64;
    case 'Cast':
      return intAttribute(node, 'to', first);
    case 'Equal':
    case 'Greater':
    case 'GreaterOrEqual':
    case 'Less':
    case 'LessOrEqual':
    case 'Not':
    case 'And':
    case 'Or':
      return dataType.bool;
    case 'QuantizeLinear':
      return inputs[2]?.type ?? intAttribute(node, 'output_dtype', dataType.uint8);
    case 'DynamicQuantizeLinear':
      return output === 1 ? dataType.float : dataType.uint8;
    case 'DequantizeLinear':
      return inputs[1]?.type ?? dataType.float;
    case 'ConvInteger':
    case 'MatMulInteger':
      return dataType.int32;
    case 'QLinearConv':
    case 'QLinearMatMul':
      return inputs[7]?.type ?? first;
    case 'TopK':
      return output === 1 ? dataType.int64 : first;
    case 'Where':
    case 'OneHot':
      return inputs[node.opType === 'Where' ? 1 : 2]?.type ?? first;
    case 'ConstantOfShape': {
      const value = node.attributes.get('value');
      return value?.kind === 'tensor' ? value.value.type : dataType.float;
    }
    default:
      return first;
  }
}
