/** QONNX's operators on images with their channels last, between transpositions of the standard ones. */
import type { OnnxAttribute, OnnxNode } from '../../onnx/index';

export const channelsLastDomain = 'qonnx.custom_op.channels_last';

/** Operators of that domain; all read one image and constants. */
const operators: ReadonlySet<string> = new Set(['Conv', 'MaxPool', 'AveragePool', 'BatchNormalization']);

export function isChannelsLast({ domain, opType }: Pick<OnnxNode, 'domain' | 'opType'>): boolean {
  return domain === channelsLastDomain && operators.has(opType);
}

/** @param rank of the image, the batch included */
export function channelsFirst(node: OnnxNode, rank: number): readonly OnnxNode[] {
  const [x = '', ...constants] = node.inputs;
  const [y = '', ...others] = node.outputs;
  const [first, result] = [`${y}~channels_first`, `${y}~result`];
  const space = Array.from({ length: rank - 2 }, (_, i) => i);
  return [
    transpose(x, first, [0, rank - 1, ...space.map((i) => i + 1)]),
    { ...node, domain: '', inputs: [first, ...constants], outputs: [result, ...others] },
    transpose(result, y, [0, ...space.map((i) => i + 2), 1]),
  ];
}

function transpose(from: string, to: string, perm: readonly number[]): OnnxNode {
  const attributes = new Map<string, OnnxAttribute>([['perm', { kind: 'ints', value: perm }]]);
  return { name: '', opType: 'Transpose', domain: '', inputs: [from], outputs: [to], attributes };
}
