/**
 * Models that end early through `If`, as models that compute everything: what a branch leaves with becomes an output
 * of its own, so that every exit can be asked about every input.
 */
import { OnnxError, type OnnxGraph, type OnnxModel, type OnnxNode, graphAttribute } from '../../onnx/index';
import { inputsOf } from '../inputs';
import { reads } from './sort';
import { traceGraph, work } from './trace';

/**
 * The same model without its decisions and functions: of each `If` the branch with more work goes on, as the importer
 * reads it, and the first output of the other one is an output of the model, in front of its own. Values have the names
 * that the importer gives them. A model without either is returned as it is.
 *
 * @throws OnnxError
 */
export function withoutDecisions(model: OnnxModel): OnnxModel {
  const isInside = (node: OnnxNode): boolean =>
    isDecision(node) || (node.opType === 'Loop' && node.domain === '');
  if (!model.graph.nodes.some(isInside) && model.functions.size === 0) return model;
  const traced = traceGraph(model, inputsOf(model, {}).dims);
  const { written, early } = traced;
  const [other] = traced.otherVersions;
  if (other !== undefined) {
    throw new OnnxError(
      `function ${other} has operators of another version (opset) than the model; export the model without functions`,
    );
  }
  const outputs = [...early.map((e) => e.info), ...model.graph.outputs];
  const live = liveNodes(
    written,
    outputs.map((o) => o.name),
  );
  const used = new Set([...live.flatMap(reads), ...outputs.map((o) => o.name)]);
  const initializers = [...traced.values].flatMap(([name, { tensor }]) =>
    tensor && used.has(name) ? [[name, { ...tensor, name }] as const] : [],
  );
  const made = new Set(live.flatMap((node) => node.outputs));
  const graph: OnnxGraph = {
    ...model.graph,
    nodes: withOwnNames(live),
    initializers: new Map(initializers.filter(([name]) => !made.has(name))),
    outputs,
    // Of values inside, which a runtime finds by itself.
    valueInfos: new Map(),
  };
  return { ...model, graph, functions: new Map() };
}

/** What stands in a function or loop stands several times; a runtime wants one name a node. */
function withOwnNames(nodes: readonly OnnxNode[]): OnnxNode[] {
  const taken = new Set<string>();
  return nodes.map((node) => {
    let name = node.name;
    for (let i = 2; name !== '' && taken.has(name); i++) name = `${node.name}~${i}`;
    taken.add(name);
    return name === node.name ? node : { ...node, name };
  });
}

/** One that only chooses between shapes has no work in its branches, and stays. */
function isDecision(node: OnnxNode): boolean {
  if (node.opType !== 'If' || node.domain !== '') return false;
  const branches = [graphAttribute(node, 'then_branch'), graphAttribute(node, 'else_branch')];
  return branches.some((branch) => branch !== undefined && work(branch) > 0);
}

/** In the same order, those that an output depends on. */
function liveNodes(nodes: readonly OnnxNode[], outputs: readonly string[]): OnnxNode[] {
  const makers = new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const live = new Set<OnnxNode>();
  const open = [...outputs];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const maker = makers.get(name);
    if (maker === undefined || live.has(maker)) continue;
    live.add(maker);
    for (const read of reads(maker)) open.push(read);
  }
  return nodes.filter((node) => live.has(node));
}
