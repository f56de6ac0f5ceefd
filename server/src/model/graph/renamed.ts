/** Nodes whose values are called otherwise than in their file: those of inner graphs and functions. */
import type { OnnxAttribute, OnnxGraph, OnnxNode } from '../../onnx/index';

/** What the names of an inner graph are called outside. */
export type Scope = ReadonlyMap<string, string>;

/** Inner graphs of other nodes take values from outside by name. */
export function renamed(node: OnnxNode, scope: Scope): OnnxNode {
  const of = (name: string): string => scope.get(name) ?? name;
  const attribute = (a: OnnxAttribute): OnnxAttribute => {
    if (a.kind === 'graph') return { kind: 'graph', value: inner(a.value, scope) };
    return a.kind === 'graphs' ? { kind: 'graphs', value: a.value.map((g) => inner(g, scope)) } : a;
  };
  return {
    ...node,
    inputs: node.inputs.map(of),
    outputs: node.outputs.map(of),
    attributes: new Map([...node.attributes].map(([key, a]) => [key, attribute(a)])),
  };
}

function inner(graph: OnnxGraph, outer: Scope): OnnxGraph {
  const own = [
    ...graph.initializers.keys(),
    ...graph.inputs.map((i) => i.name),
    ...graph.nodes.flatMap((n) => n.outputs),
  ];
  const scope = new Map(outer);
  for (const name of own) scope.delete(name);
  return {
    ...graph,
    nodes: graph.nodes.map((n) => renamed(n, scope)),
    outputs: graph.outputs.map((o) => ({ ...o, name: scope.get(o.name) ?? o.name })),
  };
}
