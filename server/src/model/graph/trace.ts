/**
 * Walks a model's graph in the order in which it runs: shapes and constants are found on the way, functions are
 * expanded, and an `If` becomes plain nodes, with the output that its shorter branch leaves through kept beside.
 */
import {
  OnnxError,
  type OnnxAttribute,
  type OnnxFunction,
  type OnnxGraph,
  type OnnxModel,
  type OnnxNode,
  type OnnxValueInfo,
  calledFunction,
  dataType,
  graphAttribute,
  nodeLabel,
  tensorAttribute,
  tensorNumbers,
} from '../../onnx/index';
import { channelsFirst, isChannelsLast } from './channels-last';
import { Expansion } from './expansion';
import { constantValue, folded } from './fold';
import { isKnown, outputsOf } from './operators';
import { type Scope, renamed } from './renamed';
import { withoutSequences } from './sequences';
import { sorted } from './sort';
import { type Dims, type Site, type Value, constantOf, fail, tensorValue } from './value';

/** A node that depends on the model's input, with what is known of the values that it reads. */
export type TracedNode = Site;

/** A node that depends on constants alone, and which of its outputs is meant. */
export interface ConstantNode extends Site {
  readonly output: number;
}

/** Where an `If` ends early: the value that leaves, and the condition that decides. */
export interface EarlyOutput {
  readonly output: string;
  readonly info: OnnxValueInfo;
  readonly condition: string;
}

export interface TracedGraph {
  readonly nodes: readonly TracedNode[];
  readonly values: ReadonlyMap<string, Value>;
  /** Inputs of the model that are no weights. */
  readonly inputs: readonly string[];
  /** The graph's outputs, in the file's order. */
  readonly outputs: readonly string[];
  readonly early: readonly EarlyOutput[];
  /** All nodes, those of constants too, as one graph without functions and decisions. */
  readonly written: readonly OnnxNode[];
  /** Functions whose operators are of another version than the model's. */
  readonly otherVersions: ReadonlySet<string>;
  /** By a constant's name, the node that makes it; tensors of the file have none. */
  readonly constantNodes: ReadonlyMap<string, ConstantNode>;
}

/** `inputDims` are the dimensions to take for each input. Throws an OnnxError where the graph makes no sense. */
export function traceGraph(given: OnnxModel, inputDims: ReadonlyMap<string, Dims>): TracedGraph {
  const model = withoutSequences(given);
  const walk = new Walk(model);
  const { graph } = model;
  const inputs = graph.inputs.filter((input) => !graph.initializers.has(input.name));
  for (const { name, type } of inputs) {
    walk.values.set(name, { type, dims: inputDims.get(name), constant: false });
  }
  walk.graph(graph, new Map());
  const outputs = graph.outputs.map((output) => output.name);
  for (const output of outputs) {
    if (!walk.values.has(output)) throw new OnnxError(`nothing makes the model's output \`${output}\``);
  }
  const { nodes, values, early, written, otherVersions, constantNodes } = walk;
  const names = inputs.map((i) => i.name);
  return { nodes, values, early, written, otherVersions, inputs: names, outputs, constantNodes };
}

class Walk {
  readonly nodes: TracedNode[] = [];
  readonly values = new Map<string, Value>();
  readonly early: EarlyOutput[] = [];
  readonly constantNodes = new Map<string, ConstantNode>();
  readonly written: OnnxNode[] = [];
  readonly otherVersions = new Set<string>();
  /** Names of the model itself are kept, whatever inner graphs call theirs. */
  private readonly taken: Set<string>;
  private readonly expansion: Expansion;

  constructor(private readonly model: OnnxModel) {
    const { inputs, initializers, nodes } = model.graph;
    this.expansion = new Expansion(model);
    this.taken = new Set([
      ...inputs.map((i) => i.name),
      ...initializers.keys(),
      ...nodes.flatMap((n) => n.outputs),
    ]);
  }

  graph(graph: OnnxGraph, outer: Scope): Scope {
    return this.expansion.inGraph(() => this.inner(graph, outer));
  }

  private inner(graph: OnnxGraph, outer: Scope): Scope {
    const scope = new Map(outer);
    const declare = (name: string): string => {
      const own = this.expansion.freeName(name, (n) => graph !== this.model.graph && this.taken.has(n));
      this.taken.add(own);
      scope.set(name, own);
      return own;
    };
    for (const [name, tensor] of graph.initializers) this.values.set(declare(name), tensorValue(tensor));
    for (const node of sorted(graph.nodes)) {
      for (const name of node.outputs) if (name !== '') declare(name);
      this.node(renamed(node, scope), scope, graph);
    }
    return scope;
  }

  private node(node: OnnxNode, scope: Scope, graph: OnnxGraph): void {
    this.expansion.countNode();
    const called = calledFunction(this.model, node);
    if (called) {
      this.call(called, node);
      return;
    }
    if (isChannelsLast(node)) {
      const rank = this.value(node.inputs[0] ?? '', node).dims?.length;
      if (rank === undefined) fail(node, 'the number of dimensions of its input is not known');
      for (const each of channelsFirst(node, rank)) this.node(each, scope, graph);
      return;
    }
    const inputs = node.inputs.map((name) => (name === '' ? undefined : this.value(name, node)));
    const site: Site = { node, inputs, opset: this.expansion.opset(node.domain) };
    if (node.opType === 'Constant' && node.domain === '') {
      this.written.push(node);
      const value = constantValue(site);
      if (value && node.outputs[0] !== undefined) this.values.set(node.outputs[0], value);
      return;
    }
    this.refuseUnknown(node);
    if (node.opType === 'If' && node.domain === '' && this.branch(site, scope)) return;
    if (node.opType === 'Loop' && node.domain === '' && this.repeat(site, scope)) return;
    this.written.push(node);
    const live =
      inputs.some((value) => value !== undefined && !value.constant) || this.capturesLive(node, scope);
    const isSize = node.domain === '' && (node.opType === 'Shape' || node.opType === 'Size');
    outputsOf(site).forEach(({ type, dims }, i) => {
      const name = node.outputs[i];
      if (name === undefined || name === '') return;
      const written = graph.valueInfos.get(name) ?? graph.outputs.find((o) => o.name === name);
      const known = dims ?? concrete(written?.dims);
      if (live && !(isSize && known !== undefined)) {
        this.values.set(name, {
          type: type === dataType.undefined ? (written?.type ?? type) : type,
          dims: known,
          constant: false,
        });
        return;
      }
      this.constantNodes.set(name, { ...site, output: i });
      let list: readonly number[] | undefined | null = null;
      const numbers = () => (list === null ? (list = folded(site, i, known)) : list);
      this.values.set(name, { type, dims: known, constant: true, numbers });
    });
    if (live && !isSize) this.nodes.push(site);
  }

  private value(name: string, reader: OnnxNode): Value {
    const found = this.values.get(name);
    if (found === undefined)
      throw new OnnxError(`${nodeLabel(reader)} reads \`${name}\`, which nothing makes`);
    return found;
  }

  private refuseUnknown(node: OnnxNode): void {
    const known = isKnown(node.domain, node.opType);
    if (known === true) return;
    const way = 'export the model with standard operators';
    throw new OnnxError(
      known === undefined
        ? `${nodeLabel(node)}: the operators of domain \`${node.domain}\` are not known; ${way}`
        : `${nodeLabel(node)}: there is no such operator in ${node.domain === '' ? `ONNX opset ${this.expansion.opset('')}` : node.domain}; ${way}`,
    );
  }

  /** Loop and Scan take what they compute with from outside. */
  private capturesLive(node: OnnxNode, scope: Scope): boolean {
    const graphs = [...node.attributes.values()].flatMap((a) => (a.kind === 'graph' ? [a.value] : []));
    return graphs.some((graph) =>
      graph.nodes.some((inner) =>
        inner.inputs.some((name) => this.values.get(scope.get(name) ?? name)?.constant === false),
      ),
    );
  }

  /**
   * An `If` whose condition is a constant is its chosen branch. Any other is taken for a decision: the branch with
   * more work goes on, what the other one gives is an early output. Nothing where it is neither.
   */
  private branch({ node, inputs }: Site, scope: Scope): boolean {
    const yes = graphAttribute(node, 'then_branch');
    const no = graphAttribute(node, 'else_branch');
    if (yes === undefined || no === undefined) return false;
    const chosen = inputs[0]?.constant ? constantOf(inputs[0])?.[0] : undefined;
    if (chosen !== undefined) {
      this.enter(node, chosen ? yes : no, scope);
      return true;
    }
    const [longer, shorter] = work(yes) > work(no) ? [yes, no] : [no, yes];
    if (work(longer) === 0) return false;
    this.enter(node, longer, scope);
    const inside = this.graph(shorter, scope);
    const [leaving] = shorter.outputs;
    if (leaving) {
      const output = inside.get(leaving.name) ?? leaving.name;
      this.value(output, node);
      const info = { ...leaving, name: output };
      this.early.push({ output, info, condition: node.inputs[0] ?? '' });
    }
    return true;
  }

  /**
   * A `Loop` of a constant count that never ends early is its body, so many times. Nothing where it is another, or
   * gathers a result of each step.
   */
  private repeat({ node, inputs }: Site, scope: Scope): boolean {
    const body = graphAttribute(node, 'body');
    const [count, condition] = inputs;
    const times = count?.constant ? constantOf(count)?.[0] : undefined;
    const starts = condition === undefined || (condition.constant && constantOf(condition)?.[0] === 1);
    if (body === undefined || times === undefined || times < 1 || times > MOST_STEPS || !starts) return false;
    const [step, going, ...carried] = body.inputs.map((input) => input.name);
    if (step === undefined || going === undefined || body.outputs.length !== carried.length + 1) return false;
    if (!staysTrue(body, going)) return false;
    let values = node.inputs.slice(2);
    for (let i = 0; i < times; i++) {
      const inside = new Map(scope);
      inside.set(step, this.literal(`${node.outputs[0] ?? ''}~step${i}`, dataType.int64, i));
      inside.set(going, this.literal(`${node.outputs[0] ?? ''}~going${i}`, dataType.bool, 1));
      carried.forEach((name, k) => inside.set(name, values[k] ?? ''));
      const found = this.graph(body, inside);
      values = body.outputs.slice(1).map(({ name }) => found.get(name) ?? name);
    }
    values.forEach((value, k) => this.rename(value, node.outputs[k], node));
    return true;
  }

  /** A number of the file's own, though none of the file has it. */
  private literal(name: string, type: number, value: number): string {
    const bytes = type === dataType.bool ? Uint8Array.of(value) : new Uint8Array(8);
    if (type === dataType.int64) new DataView(bytes.buffer).setBigInt64(0, BigInt(value), true);
    this.taken.add(name);
    this.values.set(name, tensorValue({ name, type, dims: [], data: { kind: 'raw', bytes } }));
    return name;
  }

  /** The nodes of an inner graph, and what they give under the names of the node's outputs. */
  private enter(node: OnnxNode, graph: OnnxGraph, scope: Scope): void {
    const inside = this.graph(graph, scope);
    graph.outputs.forEach(({ name }, i) => this.rename(inside.get(name) ?? name, node.outputs[i], node));
  }

  private rename(from: string, to: string | undefined, owner: OnnxNode): void {
    if (to === undefined || to === '') return;
    const value = this.value(from, owner);
    this.values.set(to, value);
    const node: OnnxNode = {
      ...owner,
      opType: 'Identity',
      domain: '',
      inputs: [from],
      outputs: [to],
      attributes: new Map(),
    };
    this.written.push(node);
    const site = { node, inputs: [value], opset: this.expansion.opset('') };
    if (value.constant) this.constantNodes.set(to, { ...site, output: 0 });
    else this.nodes.push(site);
  }

  /** A function's body with the caller's inputs and attributes in place. */
  private call(called: OnnxFunction, caller: OnnxNode): void {
    const attributeOf = (a: OnnxAttribute): OnnxAttribute | undefined =>
      a.kind === 'reference' ? (caller.attributes.get(a.value) ?? called.defaults.get(a.value)) : a;
    const nodes = called.nodes.map((node) => ({
      ...withAttributes(node, attributeOf),
      name: node.name === '' ? caller.name : `${caller.name}/${node.name}`,
    }));
    const given = new Map(called.inputs.map((name, i) => [name, caller.inputs[i] ?? '']));
    const empty = new Map<string, never>();
    const body = {
      name: called.name,
      nodes,
      initializers: empty,
      inputs: [],
      outputs: [],
      valueInfos: called.valueInfos,
    };
    const inside = this.expansion.inFunction(called, () => {
      if (this.expansion.opset('') !== (this.model.opsets.get('') ?? 1)) this.otherVersions.add(called.name);
      return this.graph(body, given);
    });
    called.outputs.forEach((name, i) => this.rename(inside.get(name) ?? name, caller.outputs[i], caller));
  }
}

/** A node of a function with the attributes of its caller, inner graphs included; those that are not given are left out. */
function withAttributes(node: OnnxNode, of: (a: OnnxAttribute) => OnnxAttribute | undefined): OnnxNode {
  const inner = (graph: OnnxGraph): OnnxGraph => ({
    ...graph,
    nodes: graph.nodes.map((n) => withAttributes(n, of)),
  });
  const attributes = [...node.attributes].flatMap(([key, attribute]): [string, OnnxAttribute][] => {
    const found = of(attribute);
    if (found === undefined) return [];
    if (found.kind === 'graph') return [[key, { kind: 'graph', value: inner(found.value) }]];
    if (found.kind === 'graphs') return [[key, { kind: 'graphs', value: found.value.map(inner) }]];
    return [[key, found]];
  });
  return { ...node, attributes: new Map(attributes) };
}

/** Steps of a loop that are written out; a network has no more. */
const MOST_STEPS = 256;

/** Whether the body of a loop hands its condition on, or says yes. */
function staysTrue({ nodes, initializers, outputs }: OnnxGraph, going: string): boolean {
  const [out] = outputs;
  const maker = nodes.find((n) => out !== undefined && n.outputs.includes(out.name));
  if (out === undefined || out.name === going) return out !== undefined;
  const tensor = initializers.get(out.name) ?? (maker && tensorAttribute(maker, 'value'));
  if (tensor && (maker === undefined || maker.opType === 'Constant')) return tensorNumbers(tensor)[0] === 1;
  return maker?.opType === 'Identity' && maker.inputs[0] === going;
}

/** Operators with weights in a graph and the graphs inside it: which branch of an `If` the network goes on in. */
export function work(graph: OnnxGraph): number {
  return graph.nodes.reduce((sum, node) => {
    const inner = [...node.attributes.values()].flatMap((a) => (a.kind === 'graph' ? [a.value] : []));
    return sum + (weighted.test(node.opType) ? 1 : 0) + inner.reduce((s, g) => s + work(g), 0);
  }, 0);
}

const weighted = /Conv|Gemm|MatMul|LSTM|GRU|RNN/;

function concrete(dims: readonly (number | string | null)[] | undefined): Dims | undefined {
  return dims?.every((d) => typeof d === 'number') ? dims.map(Number) : undefined;
}
