/**
 * QONNX's quantisers (qonnx, src/qonnx/custom_op/general), which onnxruntime does not have, as what they mean: a value
 * in steps of its scale, cut off at the limits of its integers, rounded, and brought back to a real number.
 */
import {
  OnnxError,
  floatAttribute,
  nodeLabel,
  stringAttribute,
  tensorAttribute,
  tensorNumbers,
} from '../../onnx/index';
import type { OnnxGraph, OnnxNode } from '../../onnx/index';
import { isBipolar, limitsOf } from '../../model/layers/quantisers';
import { ROUND_SINCE, roundingOf } from './rounding';
import type { StandardNodes } from './standard-nodes';

/** Writes a node in standard operators. */
export type Rewrite = (nodes: StandardNodes, node: OnnxNode, graph: OnnxGraph) => void;

/** By operator. */
export const quantisers: Readonly<Record<string, Rewrite>> = {
  Quant: writeQuant,
  IntQuant: writeQuant,
  BipolarQuant: writeBipolarQuant,
  Trunc: writeTrunc,
  MultiThreshold: writeMultiThreshold,
};

function writeQuant(nodes: StandardNodes, node: OnnxNode, graph: OnnxGraph): void {
  const [x, scale, zero, bits] = inputsOf(node, 4);
  const stem = outputOf(node);
  const width = constantOf(graph, node, bits, 'its bit width');
  const steps = nodes.add('Add', [nodes.add('Div', [x, scale], { stem: `${stem}~scaled` }), zero], {
    stem: `${stem}~steps`,
  });
  const whole = isBipolar(node, width)
    ? signs(nodes, steps, stem)
    : roundingOf(stringAttribute(node, 'rounding_mode', 'ROUND'), nodeLabel(node))(
        nodes,
        clamped(nodes, steps, stem, runnableLimits(nodes, node, width)),
        stem,
      );
  const level = nodes.add('Sub', [whole, zero], { stem: `${stem}~level` });
  nodes.add('Mul', [level, scale], { output: stem });
}

function writeBipolarQuant(nodes: StandardNodes, node: OnnxNode): void {
  const [x, scale] = inputsOf(node, 2);
  const stem = outputOf(node);
  const steps = nodes.add('Div', [x, scale], { stem: `${stem}~steps` });
  nodes.add('Mul', [signs(nodes, steps, stem), scale], { output: stem });
}

/** The older form has the widths of input and output, the newer one the output's scale, zero point and width. */
function writeTrunc(nodes: StandardNodes, node: OnnxNode, graph: OnnxGraph): void {
  const stem = outputOf(node);
  const [x, scale, zero] = inputsOf(node, 5);
  const nearest = roundingOf('ROUND', nodeLabel(node));
  const cut = roundingOf(stringAttribute(node, 'rounding_mode', 'FLOOR'), nodeLabel(node));
  const steps = nodes.add('Add', [nodes.add('Div', [x, scale], { stem: `${stem}~scaled` }), zero], {
    stem: `${stem}~steps`,
  });
  const whole = nearest(nodes, steps, `${stem}~in`);
  if (node.inputs.length <= 5) {
    const widthOf = (at: number): number => constantOf(graph, node, node.inputs[at] ?? '', 'its bit width');
    const factor = nodes.floats(`${stem}~factor`, [2 ** (widthOf(3) - widthOf(4))]);
    const shifted = nodes.add('Div', [whole, factor], { stem: `${stem}~shifted` });
    const level = nodes.add('Sub', [cut(nodes, shifted, stem), zero], { stem: `${stem}~level` });
    nodes.add('Mul', [level, scale], { output: stem });
    return;
  }
  const [, , , , outScale = '', , outBits = ''] = node.inputs;
  const ratio =
    constantOf(graph, node, outScale, 'its output scale') / constantOf(graph, node, scale, 'its scale');
  const factor = nodes.floats(`${stem}~factor`, [2 ** Math.round(Math.log2(ratio))]);
  const shifted = nodes.add('Div', [whole, factor], { stem: `${stem}~shifted` });
  const limits = runnableLimits(nodes, node, constantOf(graph, node, outBits, 'its bit width'));
  const levels = cut(nodes, clamped(nodes, shifted, stem, limits), stem);
  const outZero = nodes.add('Div', [zero, factor], { stem: `${stem}~zero` });
  const level = nodes.add('Sub', [levels, outZero], { stem: `${stem}~level` });
  nodes.add('Mul', [level, outScale], { output: stem });
}

/** How many of its channel's thresholds a value reaches, times a scale, plus a bias. */
function writeMultiThreshold(nodes: StandardNodes, node: OnnxNode, graph: OnnxGraph): void {
  const [x, thresholds] = inputsOf(node, 2);
  const stem = outputOf(node);
  const tensor = graph.initializers.get(thresholds);
  const [channels, levels] = tensor?.dims ?? [];
  if (channels === undefined || levels === undefined)
    throw new OnnxError(`${nodeLabel(node)}: its thresholds are no constant of channels x levels`);
  const layout = stringAttribute(node, 'data_layout', 'NCHW');
  // Dimensions behind the channels' own.
  const behind = layout.length - 1 - layout.indexOf('C');
  const shape = nodes.integers(`${stem}~shape`, [channels, ...Array<number>(behind).fill(1), levels]);
  const limits = nodes.add('Reshape', [thresholds, shape], { stem: `${stem}~thresholds` });
  const last = -1;
  const wide = axesOf(nodes, 'Unsqueeze', x, [layout.length], `${stem}~column`);
  const below = nodes.add('Not', [nodes.add('Less', [wide, limits], { stem: `${stem}~below` })], {
    stem: `${stem}~reached`,
  });
  const ones = nodes.add('Cast', [below], { stem: `${stem}~ones` }, { to: 1 });
  const count = axesOf(nodes, 'ReduceSum', ones, [last], `${stem}~count`);
  const scaled = nodes.add(
    'Mul',
    [count, nodes.floats(`${stem}~scale`, [floatAttribute(node, 'out_scale', 1)])],
    { stem: `${stem}~scaled` },
  );
  nodes.add('Add', [scaled, nodes.floats(`${stem}~bias`, [floatAttribute(node, 'out_bias', 0)])], {
    output: stem,
  });
}

/** Axes became an input in opset 13. */
function axesOf(
  nodes: StandardNodes,
  opType: 'Unsqueeze' | 'ReduceSum',
  x: string,
  axes: readonly number[],
  stem: string,
): string {
  const keep = opType === 'ReduceSum' ? { keepdims: 0 } : {};
  return nodes.opset >= 13
    ? nodes.add(opType, [x, nodes.integers(`${stem}_axes`, axes)], { stem }, keep)
    : nodes.add(opType, [x], { stem }, { axes, ...keep });
}

function signs(nodes: StandardNodes, steps: string, stem: string): string {
  const below = nodes.add('Less', [steps, nodes.floats(`${stem}~zero`, [0])], { stem: `${stem}~negative` });
  const [minus, plus] = [nodes.floats(`${stem}~minus`, [-1]), nodes.floats(`${stem}~plus`, [1])];
  return nodes.add('Where', [below, minus, plus], { stem: `${stem}~signs` });
}

function clamped(
  nodes: StandardNodes,
  steps: string,
  stem: string,
  [least, most]: readonly [number, number],
): string {
  const above = nodes.add('Max', [steps, nodes.floats(`${stem}~least`, [least])], { stem: `${stem}~above` });
  return nodes.add('Min', [above, nodes.floats(`${stem}~most`, [most])], { stem: `${stem}~inside` });
}

/** Without `Round`, a float32 has to hold every integer and its halves. */
const mostBits = (opset: number): number => (opset >= ROUND_SINCE ? 32 : 22);

/** QONNX, min_int and max_int. */
function runnableLimits({ opset }: StandardNodes, node: OnnxNode, bits: number): readonly [number, number] {
  const most = mostBits(opset);
  if (!(bits >= 1 && bits <= most))
    throw new OnnxError(
      `${nodeLabel(node)}: integers of ${bits} bits; 1 to ${most} can be run (opset ${opset})`,
    );
  const { min, max } = limitsOf(node, bits);
  return [min, max];
}

function constantOf(graph: OnnxGraph, node: OnnxNode, name: string, what: string): number {
  const maker = graph.nodes.find((n) => n.outputs.includes(name));
  const tensor =
    graph.initializers.get(name) ??
    (maker?.opType === 'Constant' ? tensorAttribute(maker, 'value') : undefined);
  const values = tensor && tensorNumbers(tensor);
  const number = maker?.opType === 'Constant' ? floatAttribute(maker, 'value_float', Number.NaN) : Number.NaN;
  const [first = number] = values ?? [];
  if (Number.isFinite(first) && (values ?? []).every((v) => v === first)) return first;
  throw new OnnxError(
    `${nodeLabel(node)}: ${what} is not one constant number; give it as an initializer of one value`,
  );
}

function inputsOf(node: OnnxNode, count: 2): [string, string];
function inputsOf(node: OnnxNode, count: 4 | 5): [string, string, string, string];
function inputsOf(node: OnnxNode, count: number): string[] {
  const given = node.inputs.slice(0, count);
  if (given.length === count && given.every((name) => name !== '')) return given;
  throw new OnnxError(`${nodeLabel(node)}: it has ${node.inputs.length} inputs, ${count} are asked for`);
}

function outputOf({ outputs }: OnnxNode): string {
  return outputs[0] ?? '';
}
