import { withoutDecisions } from '../graph/decisions';
import { type OnnxGraph, type OnnxModel, type OnnxNode, OnnxError } from '../../onnx/index';
import { constantOf, foldedConstant } from './constants';
import { type Lowering, type Reading, pass, placeOf, unpaddedAt, viewAt } from './context';
import { fuse } from './fuse';
import { readPad, readReshape, readTranspose } from './layout';
import type { LoweredModel, Op, Value } from './lowered';
import { readConv, readGemm, readMatMul } from './matrices';
import {
  addConcat,
  readArithmetic,
  readBatchNorm,
  readPool,
  readReduceMean,
  readRelu,
  readResize,
  readSoftmax,
} from './others';
import {
  readConvInteger,
  readDequantizeLinear,
  readDynamicQuantizeLinear,
  readMatMulInteger,
  readQGemm,
  readQLinearAdd,
  readQLinearConcat,
  readQLinearConv,
  readQLinearMatMul,
  readQLinearPool,
  readQuant,
  readQuantizeLinear,
} from './quantised';
import { topological } from './topological';

const through = (reading: Reading): void => pass(reading, viewAt(reading, 0));

const readers: Readonly<Record<string, (reading: Reading) => void>> = {
  Conv: readConv,
  Gemm: readGemm,
  MatMul: readMatMul,
  MaxPool: readPool,
  AveragePool: readPool,
  GlobalAveragePool: readPool,
  GlobalMaxPool: readPool,
  ReduceMean: readReduceMean,
  Relu: readRelu,
  Clip: readRelu,
  BatchNormalization: readBatchNorm,
  Add: readArithmetic,
  Sub: readArithmetic,
  Mul: readArithmetic,
  Div: readArithmetic,
  Concat: (reading) =>
    addConcat(
      reading,
      reading.node.inputs.map((_, i) => unpaddedAt(reading, i)),
    ),
  Resize: readResize,
  Upsample: readResize,
  Softmax: readSoftmax,
  LogSoftmax: readSoftmax,
  Transpose: readTranspose,
  Flatten: readReshape,
  Reshape: readReshape,
  Squeeze: readReshape,
  Unsqueeze: readReshape,
  Pad: readPad,
  Identity: through,
  Dropout: through,
  Cast: through,
  QuantizeLinear: readQuantizeLinear,
  DequantizeLinear: readDequantizeLinear,
  QLinearConv: readQLinearConv,
  QLinearMatMul: readQLinearMatMul,
  QGemm: readQGemm,
  QLinearAdd: readQLinearAdd,
  QLinearConcat: readQLinearConcat,
  QLinearAveragePool: readQLinearPool,
  QLinearGlobalAveragePool: readQLinearPool,
  DynamicQuantizeLinear: readDynamicQuantizeLinear,
  ConvInteger: readConvInteger,
  MatMulInteger: readMatMulInteger,
  Quant: readQuant,
  BipolarQuant: readQuant,
};

/**
 * Brings a model down to the layers that the integer template has.
 *
 * @param isHeader the model was opened by `openHeader`: values of its weights stay away, and are none in what comes out
 * @throws OnnxError for the first node that the template cannot compute, or that is wrong
 */
export function lowerModel(model: OnnxModel, isHeader = false): LoweredModel {
  const { graph } = withoutDecisions(model);
  const input = inputOf(graph);
  const lowering: Lowering = {
    isHeader,
    constants: new Map(),
    views: new Map([
      [input.name, { value: input, channels: 'first', flat: input.shape.length === 1, scores: 'logits' }],
    ]),
    ops: [],
    inputName: input.name,
    channelsLast: false,
  };
  // Values of large weights are looked at only where they are used.
  for (const node of topological(graph)) readNode(lowering, graph, node);
  const outputs = graph.outputs.map(({ name }) => {
    const view = lowering.views.get(name);
    if (view) return { name, view };
    throw new OnnxError(`the output ${name} is made by nothing in the model`);
  });
  const { ops, replaced, preparation } = fuse(
    lowering.ops,
    input,
    outputs.map((o) => o.view.value),
  );
  spreadCodes(ops);
  return {
    input,
    channelsLast: lowering.channelsLast,
    ...(preparation && { preparation }),
    ops,
    outputs: outputs.map(({ name, view }) => ({
      name,
      value: replaced.get(view.value) ?? view.value,
      scores: view.scores,
    })),
  };
}

function readNode(lowering: Lowering, graph: OnnxGraph, node: OnnxNode): void {
  for (const name of node.inputs) {
    const tensor = graph.initializers.get(name);
    if (tensor && !lowering.constants.has(name))
      lowering.constants.set(name, constantOf(tensor, name, lowering.isHeader));
  }
  const constant = foldedConstant(
    node,
    node.inputs.map((name) => lowering.constants.get(name)),
    lowering.isHeader,
  );
  if (constant) {
    lowering.constants.set(node.outputs[0] ?? '', constant);
    return;
  }
  const read = Object.hasOwn(readers, node.opType) ? readers[node.opType] : undefined;
  if (read) {
    read({ lowering, node });
    return;
  }
  // What prepares a shape is looked at where the shape is used.
  if (['Shape', 'Gather', 'Slice', 'ConstantOfShape'].includes(node.opType) && !isUsedAsValue(node)) return;
  throw new OnnxError(
    `${placeOf(node)}: the integer template has no \`${node.domain ? `${node.domain}.` : ''}${node.opType}\`; replace it in the model, or keep its layers on the CPU`,
  );
}

/** Slices of images are values; those of shapes are not. */
function isUsedAsValue(node: OnnxNode): boolean {
  return node.opType === 'Slice' && !node.outputs.some((name) => /shape/i.test(name));
}

function inputOf(graph: OnnxGraph): Value {
  const inputs = graph.inputs.filter((i) => !graph.initializers.has(i.name));
  const [input, ...more] = inputs;
  if (input === undefined) throw new OnnxError('the model has no input');
  if (more.length > 0) {
    throw new OnnxError(
      `the model has ${inputs.length} inputs (${inputs.map((i) => i.name).join(', ')}); networks with one are supported`,
    );
  }
  const [, ...shape] = input.dims ?? [];
  if (shape.length !== 1 && shape.length !== 3) {
    throw new OnnxError(
      `input ${input.name} has ${input.dims?.length ?? 'an unknown number of'} dimensions; N x C x H x W or N x features is asked for`,
    );
  }
  const sizes = shape.map((d) => {
    if (typeof d === 'number' && d > 0) return d;
    throw new OnnxError(
      `input ${input.name} has a size that is known at run time only (${String(d)}); export the model with fixed sizes`,
    );
  });
  return { name: input.name, shape: sizes };
}

/** A pool or joint whose integers nobody names has those of its neighbour. */
function spreadCodes(ops: readonly Op[]): void {
  for (const op of [...ops].reverse()) {
    const keeps =
      op.kind === 'maxpool' || op.kind === 'upsample' || op.kind === 'relu' || op.kind === 'concat';
    if (keeps && op.output.codes) for (const input of op.inputs) input.codes ??= op.output.codes;
  }
  for (const op of ops) {
    const [first, ...others] = op.inputs;
    const codes = first?.codes;
    const same = others.every(
      (o) => o.codes?.scale === codes?.scale && o.codes?.zeroPoint === codes?.zeroPoint,
    );
    const keeps = !('matrix' in op) && op.kind !== 'add';
    if (keeps && same && codes) op.output.codes ??= codes;
  }
}
