/**
 * Models that end early through `If`, as models that compute everything: what a branch leaves with becomes an output
 * of its own, so that every exit can be asked about every input.
 */
import {
  type OnnxAttribute,
  type OnnxGraph,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
  type OnnxValueInfo,
  graphAttribute,
  tensorAttribute,
  tensorNumbers,
} from '../../onnx/index';
import { reads } from './sort';
import { work } from './trace';

/**
 * The same model without its decisions: of each `If` the branch with more work goes on, as the importer reads it, and
 * the first output of the other one is an output of the model, in front of its own. A model without such an `If` is
 * returned as it is.
 */
export function withoutDecisions(model: OnnxModel): OnnxModel {
  if (!model.graph.nodes.some(isDecision)) return model;
  const unrolled = new Unrolled(model.graph);
  unrolled.inline(model.graph, new Map());
  const { nodes, initializers, early } = unrolled;
  const outputs = [...early, ...model.graph.outputs];
  const live = liveNodes(
    nodes,
    outputs.map((o) => o.name),
  );
  const used = new Set([...live.flatMap(reads), ...outputs.map((o) => o.name)]);
  const graph: OnnxGraph = {
    ...model.graph,
    nodes: live,
    initializers: new Map([...initializers].filter(([name]) => used.has(name))),
    outputs,
    // Of values inside, which a runtime finds by itself.
    valueInfos: new Map(),
  };
  return { ...model, graph };
}

type Scope = ReadonlyMap<string, string>;

class Unrolled {
  readonly nodes: OnnxNode[] = [];
  readonly initializers = new Map<string, OnnxTensor>();
  readonly early: OnnxValueInfo[] = [];
  private readonly taken: Set<string>;

  constructor(private readonly main: OnnxGraph) {
    // Names of the model itself are kept, whatever the branches call theirs.
    this.taken = new Set([
      ...main.inputs.map((i) => i.name),
      ...main.initializers.keys(),
      ...main.nodes.flatMap((n) => n.outputs),
    ]);
  }

  /** What the graph's names are called from now on. */
  inline(graph: OnnxGraph, outer: Scope): Scope {
    const scope = new Map(outer);
    const declare = (name: string): string => {
      let own = name;
      for (let i = 2; graph !== this.main && this.taken.has(own); i++) own = `${name}~${i}`;
      this.taken.add(own);
      scope.set(name, own);
      return own;
    };
    for (const [name, tensor] of graph.initializers) this.initializers.set(declare(name), tensor);
    for (const name of graph.nodes.flatMap((n) => n.outputs)) if (name !== '') declare(name);
    for (const node of graph.nodes) this.node(node, scope);
    return scope;
  }

  private node(node: OnnxNode, scope: Scope): void {
    const [yes, no] = branches(node);
    if (yes === undefined || no === undefined || !isDecision(node)) {
      this.nodes.push(renamed(node, scope));
      return;
    }
    const known = this.constant(scope.get(node.inputs[0] ?? '') ?? node.inputs[0] ?? '');
    const [longer, shorter] = (known ?? work(yes) > work(no)) ? [yes, no] : [no, yes];
    const [leaving] = shorter.outputs;
    if (known === undefined && leaving) {
      const inside = this.inline(shorter, scope);
      this.early.push({ ...leaving, name: inside.get(leaving.name) ?? leaving.name });
    }
    const inside = this.inline(longer, scope);
    longer.outputs.forEach(({ name }, i) => {
      const output = node.outputs[i] ?? '';
      if (output === '') return;
      this.nodes.push({
        ...node,
        name: '',
        opType: 'Identity',
        inputs: [inside.get(name) ?? name],
        outputs: [scope.get(output) ?? output],
        attributes: new Map(),
      });
    });
  }

  /** A condition that is written in the model. */
  private constant(name: string): boolean | undefined {
    const maker = this.nodes.find((n) => n.outputs.includes(name));
    const tensor =
      this.initializers.get(name) ??
      (maker?.opType === 'Constant' ? tensorAttribute(maker, 'value') : undefined);
    return tensor && tensorNumbers(tensor)[0] !== 0;
  }
}

function branches(node: OnnxNode): [OnnxGraph | undefined, OnnxGraph | undefined] {
  return [graphAttribute(node, 'then_branch'), graphAttribute(node, 'else_branch')];
}

/** One that only chooses between shapes has no work in its branches, and stays. */
function isDecision(node: OnnxNode): boolean {
  return (
    node.opType === 'If' && node.domain === '' && branches(node).some((b) => b !== undefined && work(b) > 0)
  );
}

/** Inner graphs of other nodes take values from outside by name. */
function renamed(node: OnnxNode, scope: Scope): OnnxNode {
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

/** In the same order, those that an output depends on. */
function liveNodes(nodes: readonly OnnxNode[], outputs: readonly string[]): OnnxNode[] {
  const makers = new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const live = new Set<OnnxNode>();
  const open = [...outputs];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const maker = makers.get(name);
    if (maker === undefined || live.has(maker)) continue;
    live.add(maker);
    open.push(...reads(maker));
  }
  return nodes.filter((node) => live.has(node));
}
