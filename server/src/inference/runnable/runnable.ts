/** A model in operators that onnxruntime has. */
import { intsAttribute } from '../../onnx/index';
import type { OnnxGraph, OnnxModel, OnnxNode } from '../../onnx/index';
import { channelsFirst, channelsLastDomain, isChannelsLast } from '../../model/graph/channels-last';
import { quantisers } from './quantisers';
import { StandardNodes } from './standard-nodes';

/**
 * The same model with QONNX's operators written in standard ones; values keep their names. A model without any is
 * returned as it is.
 *
 * @throws OnnxError for one of them that cannot be written so
 */
export function runnableModel(model: OnnxModel): OnnxModel {
  const isForeign = (node: OnnxNode): boolean =>
    !model.functions.has(`${node.domain}:${node.opType}`) &&
    (Object.hasOwn(quantisers, node.opType) || isChannelsLast(node));
  const { graph } = model;
  if (!graph.nodes.some(isForeign)) return model;
  const nodes = new StandardNodes(graph, model.opsets.get('') ?? 1);
  for (const node of graph.nodes) {
    const quantiser = Object.hasOwn(quantisers, node.opType) ? quantisers[node.opType] : undefined;
    if (!isForeign(node)) nodes.nodes.push(node);
    else if (isChannelsLast(node)) nodes.nodes.push(...channelsFirst(node, rankOf(graph, node)));
    else quantiser?.(nodes, node, graph);
  }
  const opsets = new Map([...model.opsets].filter(([domain]) => !domains.has(domain)));
  return { ...model, opsets, graph: { ...graph, nodes: nodes.nodes, initializers: nodes.initializers } };
}

const domains: ReadonlySet<string> = new Set([
  'qonnx.custom_op.general',
  'onnx.brevitas',
  channelsLastDomain,
]);

/** A window has as many sizes as the image has rows and columns; otherwise it is one of both. */
function rankOf(graph: OnnxGraph, node: OnnxNode): number {
  const weights =
    node.opType === 'Conv' ? graph.initializers.get(node.inputs[1] ?? '')?.dims.length : undefined;
  const window = intsAttribute(node, 'kernel_shape')?.length;
  return weights ?? (window === undefined ? 4 : window + 2);
}
