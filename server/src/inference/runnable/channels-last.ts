/** QONNX's operators on images with their channels last, between transpositions of the standard ones. */
import type { OnnxNode } from '../../onnx/index';
import type { StandardNodes } from './standard-nodes';

export const channelsLastDomain = 'qonnx.custom_op.channels_last';

/** Operators of that domain; all read one image and constants. */
const operators: ReadonlySet<string> = new Set(['Conv', 'MaxPool', 'AveragePool', 'BatchNormalization']);

export function isChannelsLast({ domain, opType }: OnnxNode): boolean {
  return domain === channelsLastDomain && operators.has(opType);
}

/** @param rank of the image, the batch included */
export function writeChannelsLast(nodes: StandardNodes, node: OnnxNode, rank: number): void {
  const [x = '', ...constants] = node.inputs;
  const [y = '', ...others] = node.outputs;
  const space = Array.from({ length: rank - 2 }, (_, i) => i);
  const first = nodes.add(
    'Transpose',
    [x],
    { stem: `${y}~channels_first` },
    {
      perm: [0, rank - 1, ...space.map((i) => i + 1)],
    },
  );
  const result = nodes.fresh(`${y}~result`);
  nodes.nodes.push({ ...node, domain: '', inputs: [first, ...constants], outputs: [result, ...others] });
  nodes.add('Transpose', [result], { output: y }, { perm: [0, ...space.map((i) => i + 2), 1] });
}
