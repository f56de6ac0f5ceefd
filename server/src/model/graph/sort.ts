/** Order in which the nodes of a graph can run. */
import { OnnxError, type OnnxGraph, type OnnxNode, nodeLabel } from '../../onnx/index';

/** All values that a node reads, those that its subgraphs take from outside included. */
export function reads(node: OnnxNode): string[] {
  const found = node.inputs.filter((name) => name !== '');
  for (const attribute of node.attributes.values()) {
    const graphs =
      attribute.kind === 'graph' ? [attribute.value] : attribute.kind === 'graphs' ? attribute.value : [];
    // Not by `push(...)`, which puts all the names of a large branch on the stack.
    for (const graph of graphs) for (const name of captured(graph)) found.push(name);
  }
  return found;
}

function captured(graph: OnnxGraph): string[] {
  const own = new Set([...graph.initializers.keys(), ...graph.inputs.map((i) => i.name)]);
  for (const node of graph.nodes) for (const output of node.outputs) own.add(output);
  const all = [...graph.nodes.flatMap(reads), ...graph.outputs.map((o) => o.name)];
  return all.filter((name) => !own.has(name));
}

/** The nodes in their own order where that one works, else in one that does. Throws an OnnxError on a cycle. */
export function sorted(nodes: readonly OnnxNode[]): readonly OnnxNode[] {
  const makers = new Map<string, OnnxNode>();
  for (const node of nodes) {
    for (const output of node.outputs) {
      if (output === '') continue;
      const other = makers.get(output);
      if (other) throw new OnnxError(`${nodeLabel(other)} and ${nodeLabel(node)} both make \`${output}\``);
      makers.set(output, node);
    }
  }
  const order: OnnxNode[] = [];
  const state = new Map<OnnxNode, 'open' | 'done'>();
  for (const root of nodes) {
    // A stack of its own: a chain may be longer than the engine's.
    const stack = [{ node: root, waits: waitsFor(root, makers) }];
    if (state.has(root)) continue;
    state.set(root, 'open');
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const next = top.waits.pop();
      if (next === undefined) {
        state.set(top.node, 'done');
        order.push(top.node);
        stack.pop();
      } else if (state.get(next) === 'open') {
        throw new OnnxError(
          `the model has a cycle through ${nodeLabel(next)} and ${nodeLabel(top.node)}; ONNX wants none`,
        );
      } else if (!state.has(next)) {
        state.set(next, 'open');
        stack.push({ node: next, waits: waitsFor(next, makers) });
      }
    }
  }
  return order;
}

function waitsFor(node: OnnxNode, makers: ReadonlyMap<string, OnnxNode>): OnnxNode[] {
  return reads(node)
    .flatMap((name) => makers.get(name) ?? [])
    .reverse();
}
