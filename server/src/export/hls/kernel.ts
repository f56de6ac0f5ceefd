/** Plans a module's kernel as processes and streams. */
import { type LayerNumbers, isWire, outputFloor } from '../../arithmetic';
import { isExported } from '../../arithmetic/index';
import type { QuantisedDesign, QuantisedList, Quantisation } from '../../arithmetic/index';
import type { Analysis, LayerList, ModuleFigures } from '../../analysis/analysis';
import { absolute } from '../../analysis/offsets';
import { branchStart } from '../../semantics/branch-start';
import { moduleStreams } from '../../analysis/refusals/streams';
import { type DecisionCost, decisionCost } from '../../cost';
import { type ModuleNode, type Wire, inputsApart } from '../../cost/index';
import { channels, elements, type ShapedLayer } from '../../network';
import { comment } from './cpp-text';
import { decisionProcesses, type DecisionRule } from './decision-unit';
import { identifiers, streamNames } from './identifiers';
import { type Channel, KernelBuilder, leastDepth, wordType } from './kernel-builder';
import { layerProcesses } from './kernel-kinds';
import type { LayerContext } from './layer-context';
import { cppType } from './numbers-type';
import { copies, repacked } from './repack';

/** A stream of a kernel: values that enter or leave a module for one input. */
export interface Port {
  /** Of the top function's parameter. */
  readonly name: string;
  readonly code: Quantisation;
  readonly bytes: 1 | 2;
  /** Number of values, and the layer that produces them; -1 for the input of a branch. */
  readonly count: number;
  readonly layer: number;
}

export interface KernelPlan {
  readonly module: ModuleFigures;
  /** Name of the top function, folder and IP. */
  readonly top: string;
  readonly parts: KernelBuilder;
  readonly inputs: readonly [Port, ...Port[]];
  /** First a stage's last values, or the logits that follow an exit's decision. */
  readonly outputs: readonly [Port, ...Port[]];
  readonly rule?: DecisionRule;
  /** Layer and code of a trained confidence, for the criterion `learned`. */
  readonly confidence?: { readonly layer: number; readonly code: Quantisation };
}

/** Bits of a logit in the cost model's decisions. */
const logitBits = 16;

/**
 * Plans a module as processes and streams. Unsupported modules have been refused before.
 *
 * @throws Error for one that has not
 */
export function planKernel(
  analysis: Analysis,
  numbers: QuantisedDesign,
  module: ModuleFigures,
  top: string,
): KernelPlan {
  const kernel = new KernelBuilder();
  const { list } = module;
  const own = numbersOf(numbers, list);
  const streams = moduleStreams(analysis, module);
  const { graph, leaving } = streams;
  const names = streamNames(module, streams, top);
  // Parameters of the top function keep their names.
  for (const name of [...names.inputs, ...names.outputs]) kernel.unique(name);
  const portOf = (name: string, layer: number, count: number): Port =>
    port(name, codeOf(analysis, numbers, list, layer), count, layer);
  const inputs = graph.sources.map((s, i) => portOf(names.inputs[i] ?? '', s.layer, elements(s.shape)));
  const identifier = identifiers(module, top);
  const readers = readerCounts(graph.nodes, graph.results);
  const channelsOf = new Map<string, Channel[]>();
  const offer = (wire: string, channel: Channel, name: string): void => {
    channelsOf.set(wire, copies(kernel, channel, readers.get(wire) ?? 1, name));
  };
  const take = (wire: Wire): Channel => {
    const channel = channelsOf.get(wireKey(wire))?.shift();
    if (channel === undefined) throw new Error(`a stream of ${module.name} is read too often`);
    return channel;
  };

  inputs.forEach((input, i) => {
    const shape = graph.sources[i]?.shape;
    const name = i === 0 ? 'input' : input.name.replace(/_in$/, '');
    if (shape) offer(`source${i}`, inputStream(kernel, input, channels(shape), name), name);
  });
  graph.nodes.forEach((node, index) => {
    const { spec } = node.layer;
    const numbers = own.layers.get(spec.index) ?? passing(node, channelsOf);
    const context: LayerContext = {
      kernel,
      layer: node.layer,
      cost: node.cost,
      numbers,
      id: identifier(spec.index),
      title: comment(sourceText(analysis, node.layer)),
      floor: 0,
      // A layer may interpret integers by another code than its producer; use the reader's.
      inputs: node.inputs.map((wire, i) => ({ ...take(wire), ...codeAt(numbers, i) })),
      fifo: (each) => {
        const fifo = module.cost?.fifos.find((f) => f.reader === node.position && f.input === each);
        return { depth: fifo?.depth ?? leastDepth, ...(fifo?.rejoins && { slack: fifo.slack }) };
      },
    };
    const shaped = list.layers.map((l) => l.shaped);
    const floor = outputFloor(node.layer, shaped, context.numbers);
    kernel.begin(spec.origin);
    offer(`node${index}`, layerProcesses({ ...context, floor }), context.id);
  });

  kernel.begin(module.spec.origin);
  const results = leaving.map((result) => ({ ...result, channel: take(result.from) }));
  const outputs = results.map(({ layer, channel }, i) =>
    port(names.outputs[i] ?? '', channel.code, channel.count, layer),
  );
  const [first] = results;
  if (!hasFirst(inputs) || !hasFirst(outputs) || first === undefined)
    throw new Error(`${module.name} reads or makes nothing`);
  const plan = { module, top, parts: kernel, inputs, outputs };
  if (module.kind === 'stage') {
    results.forEach(({ channel }, i) => writeOut(kernel, channel, outputs[i]?.name ?? '', i));
    return plan;
  }
  const rule = ruleOf(module);
  const sure = rule.layer === undefined ? undefined : graph.results.find((r) => r.layer === rule.layer);
  const from = sure && take(sure.from);
  const trained = from && { channel: from, apart: inputsApart(graph) };
  decisionProcesses(kernel, first.channel, rule, decisionOf(rule, first.channel.count), 'out_r', trained);
  const confidence = sure && from && { layer: sure.layer, code: from.code };
  return { ...plan, rule, ...(confidence && { confidence }) };
}

function hasFirst<T>(all: readonly T[]): all is readonly [T, ...T[]] {
  return all.length > 0;
}

export function numbersOf(numbers: QuantisedDesign, list: LayerList): QuantisedList {
  const own = numbers.lists.find((l) => l.kind === list.kind && l.name === list.name);
  return own ?? { kind: list.kind, name: list.name, layers: new Map() };
}

/** The code of a layer's value; wires have their source's code, and -1 the trunk's. */
export function codeOf(
  analysis: Analysis,
  numbers: QuantisedDesign,
  list: LayerList,
  index: number,
): Quantisation {
  if (index < 0) {
    const start = branchStart(list.spec);
    const trunk = analysis.lists.find((l) => l.kind === 'network' && l.name === start?.network);
    if (trunk === undefined || start === undefined) throw new Error(`${list.name} branches from nothing`);
    return codeOf(analysis, numbers, trunk, start.layer);
  }
  const layer = list.layers[index]?.shaped;
  if (layer === undefined || layer.spec.kind === 'input') return inputCode(numbers, list.name);
  if (isWire(layer)) return codeOf(analysis, numbers, list, layer.fusedInto ?? layer.spec.inputs[0] ?? -1);
  const own = numbersOf(numbers, list).layers.get(index);
  return own?.output ?? codeOf(analysis, numbers, list, layer.spec.inputs[0] ?? -1);
}

/** @throws Error for a network without numbers, which has been refused before */
export function inputCode({ inputs }: QuantisedDesign, network: string): Quantisation {
  const code = inputs.get(network);
  if (code === undefined) throw new Error(`the input of ${network} has no numbers`);
  return code;
}

/** A layer that only repeats values keeps its input's numbers. */
function passing(node: ModuleNode, streams: ReadonlyMap<string, readonly Channel[]>): LayerNumbers {
  const codes = node.inputs.flatMap((wire) => streams.get(wireKey(wire))?.[0]?.code ?? []);
  const [code] = codes;
  if (code === undefined) throw new Error(`${node.layer.spec.label} has no numbers`);
  return { inputs: codes, output: code };
}

function codeAt({ inputs }: LayerNumbers, index: number): { readonly code?: Quantisation } {
  const code = inputs[index];
  return code === undefined ? {} : { code };
}

function wireKey(wire: Wire): string {
  return `${wire.kind}${wire.index}`;
}

function readerCounts(
  nodes: readonly ModuleNode[],
  results: readonly { readonly from: Wire }[],
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const wire of [...nodes.flatMap((n) => n.inputs), ...results.map((r) => r.from)]) {
    counts.set(wireKey(wire), (counts.get(wireKey(wire)) ?? 0) + 1);
  }
  return counts;
}

function port(name: string, code: Quantisation, count: number, layer: number): Port {
  const type = cppType(code);
  if (type === undefined) throw new Error('a port has no C++ type');
  return { name, code, bytes: type.bytes, count, layer };
}

function inputStream(kernel: KernelBuilder, from: Port, packet: number, name: string): Channel {
  const type = cppType(from.code);
  if (type === undefined) throw new Error('the input has no C++ type');
  const lanes = 8 / type.bytes;
  const { count, code } = from;
  const to = kernel.channel(name, { type, lanes, packet: count, count, code });
  kernel.process({
    name: kernel.unique(`read_${name}`),
    comment: [`// ${count} values per input, ${packet} per position, ${lanes} per beat.`],
    parameters: [
      ['exeunt::beat', 'in'],
      [wordType(type, lanes), 'out'],
    ],
    pragmas: [],
    body: [`exeunt::read_beats<${type.name}, ${type.bytes}, ${count}>(in, out, inputs);`],
    arguments: [from.name, to.name],
  });
  return to;
}

function writeOut(kernel: KernelBuilder, last: Channel, out: string, index: number): void {
  const { type, count } = last;
  const lanes = 8 / type.bytes;
  const name = index === 0 ? 'output' : out.replace(/_out$/, '');
  const beats = repacked(kernel, last, lanes, count, name);
  kernel.process({
    name: kernel.unique(`write_${name}`),
    comment: [`// ${count} values per result, ${lanes} per beat.`],
    parameters: [
      [wordType(type, lanes), 'in'],
      ['exeunt::beat', 'out'],
    ],
    pragmas: [],
    body: [`exeunt::write_beats<${type.name}, ${type.bytes}, ${count}>(in, out, inputs);`],
    arguments: [beats.name, out],
  });
}

function ruleOf({ name, spec }: ModuleFigures): DecisionRule {
  const when = 'when' in spec ? spec.when : undefined;
  if (when === undefined) return { criterion: 'argmax', comparison: '>=', threshold: 0 };
  const { criterion } = when;
  if (!isExported(criterion)) throw new Error(`${name} decides over positions`);
  return { ...when, criterion };
}

function decisionOf({ criterion }: DecisionRule, classes: number): DecisionCost {
  return decisionCost(criterion, classes, logitBits);
}

/** The layer's text in the design. */
function sourceText(analysis: Analysis, layer: ShapedLayer): string {
  const at = absolute(analysis, layer.spec.origin);
  const text = analysis.files.find((f) => f.uri === at?.uri)?.text;
  return at && text !== undefined ? text.slice(at.start, at.end) : `${layer.spec.kind} ${layer.spec.label}`;
}
