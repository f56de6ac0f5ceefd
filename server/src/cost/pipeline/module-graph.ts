/** The layers of a module as a graph of hardware. */
import { channels, elements, isImage, type Shape, type ShapedLayer } from '../../network';
import { isUnknown, type LayerCost } from '../layer-cost';

export interface ModuleLayer {
  readonly layer: ShapedLayer;
  readonly cost: LayerCost;
}

/** A value that a module reads from memory. */
export interface ModuleSource {
  readonly shape: Shape;
  readonly bits: number;
}

/** The layers of a module that are hardware, without wires and fused layers. */
export interface ModuleGraph {
  /** Values that enter, in the order in which layers read them. */
  readonly sources: readonly ModuleEntry[];
  /** In topological order. */
  readonly nodes: readonly ModuleNode[];
  /** Values that leave the module: their producers and shapes. */
  readonly results: readonly ModuleResult[];
}

/** A value that enters, with the position in its list of the layer that it is the value of; -1 for `inflow`. */
export interface ModuleEntry extends ModuleSource {
  readonly layer: number;
}

export interface ModuleResult extends ModuleEntry {
  readonly from: Wire;
  /** Every layer whose value it is: a flatten only repeats the one before it. */
  readonly layers: readonly number[];
}

export interface ModuleNode extends ModuleLayer {
  /** Position in the list from which the module was made. */
  readonly position: number;
  readonly inputs: readonly Wire[];
}

export interface Wire {
  readonly kind: 'source' | 'node';
  readonly index: number;
  readonly shape: Shape;
  /** Set if layers about which nothing is known are in between, so that it is not known when rows arrive. */
  readonly open?: boolean;
}

/**
 * The graph of one module. Values from outside the list are read from memory, once each. Layers without a shape are left
 * out, except for what they read. `leaving` are positions in the list whose values others read; -1 is that of what the
 * module branches from, `inflow`. A module that `decides` reads its results itself, so that each counts for itself.
 */
export function moduleGraph(
  layers: readonly ModuleLayer[],
  leaving: readonly number[] = [],
  inflow?: ModuleSource,
  decides = false,
): ModuleGraph {
  const sources: EnteringValue[] = [];
  const nodes: ModuleNode[] = [];
  const wires = new Map<number, Wire>();
  const outside = new Map<number, Wire>();
  const read = new Set<number>();
  const inside = new Set(layers.map(({ layer }) => layer.spec.index));

  const source = (of: number, shape: Shape, reader: number, bits?: number): Wire => {
    sources.push({ layer: of, shape, reader, bits });
    return { kind: 'source', index: sources.length - 1, shape };
  };
  layers.forEach(({ layer, cost }, position) => {
    const { spec, outShape } = layer;
    if (outShape === undefined) {
      for (const index of spec.inputs) if (inside.has(index)) read.add(index);
      return;
    }
    if (spec.kind === 'input') {
      wires.set(spec.index, source(spec.index, outShape, spec.activations.bits, spec.activations.bits));
      return;
    }
    const computes = cost.processes.length > 0 || isUnknown(cost);
    const inputs = spec.inputs.flatMap((index, each) => {
      const shape = layer.inputs[each];
      if (inside.has(index)) read.add(index);
      const wire =
        wires.get(index) ?? outside.get(index) ?? (shape && source(index, shape, spec.activations.bits));
      // The first layer that computes with it has its type.
      const entering = wire?.kind === 'source' ? sources[wire.index] : undefined;
      if (entering !== undefined && computes) entering.bits ??= spec.activations.bits;
      if (wire !== undefined && !wires.has(index)) outside.set(index, wire);
      return wire === undefined ? [] : [wire];
    });
    const [first] = inputs;
    if (first === undefined) return;
    if (cost.processes.length === 0) {
      wires.set(spec.index, isUnknown(cost) ? { ...first, shape: outShape, open: true } : { ...first });
      return;
    }
    nodes.push({ layer, cost, position, inputs });
    wires.set(spec.index, { kind: 'node', index: nodes.length - 1, shape: outShape });
  });

  const results = layers.flatMap(({ layer: { spec, outShape } }) => {
    const from = wires.get(spec.index);
    const leaves = !read.has(spec.index) || leaving.includes(spec.index);
    if (from === undefined || outShape === undefined || !leaves) return [];
    const bits = bitsOf(from, nodes, sources) ?? spec.activations.bits;
    return [{ layer: spec.index, layers: [spec.index], from, shape: outShape, bits }];
  });
  if (inflow !== undefined && leaving.includes(-1)) {
    const from = outside.get(-1) ?? source(-1, inflow.shape, inflow.bits, inflow.bits);
    results.push({ layer: -1, layers: [-1], from, ...inflow });
  }
  const entries = sources.map(({ layer, shape, reader, bits = reader }) => ({ layer, shape, bits }));
  const graph = { sources: entries, nodes, results };
  return decides ? graph : withoutCrossing({ ...graph, results: merged(results) });
}

/** One result for each value, whichever layers repeat it. */
function merged(results: readonly ModuleResult[]): ModuleResult[] {
  const found: ModuleResult[] = [];
  for (const result of results) {
    const { kind, index, open } = result.from;
    const at = found.findIndex(
      ({ from }) => open !== true && from.open !== true && from.kind === kind && from.index === index,
    );
    const same = found[at];
    if (same === undefined) found.push(result);
    else found[at] = { ...same, layers: [...same.layers, ...result.layers] };
  }
  return found;
}

/**
 * Leaves out what enters a module with hardware only to leave it as it is: it stays in memory. What the module's last
 * layer hands on leaves it in any case.
 */
function withoutCrossing({ sources, nodes, results }: ModuleGraph): ModuleGraph {
  const isPassed = ({ from }: ModuleResult): boolean => from.kind === 'source' && from.open !== true;
  const last = Math.max(-1, ...results.flatMap((r) => r.layers));
  const kept = results.filter((result) => !isPassed(result) || result.layers.includes(last));
  const used = new Set(
    [...nodes.flatMap((n) => n.inputs), ...kept.map((r) => r.from)].flatMap((w) =>
      w.kind === 'source' ? w.index : [],
    ),
  );
  if (kept.length === results.length && used.size === sources.length) return { sources, nodes, results };
  const places = new Map([...used].sort((a, b) => a - b).map((index, place) => [index, place]));
  const moved = (wire: Wire): Wire =>
    wire.kind === 'source' ? { ...wire, index: places.get(wire.index) ?? 0 } : wire;
  return {
    sources: sources.filter((_, i) => used.has(i)),
    nodes: nodes.map((node) => ({ ...node, inputs: node.inputs.map(moved) })),
    results: kept.map((result) => ({ ...result, from: moved(result.from) })),
  };
}

interface EnteringValue {
  readonly layer: number;
  readonly shape: Shape;
  /** Bits of the first layer that reads it, and of the first that computes with it. */
  readonly reader: number;
  bits: number | undefined;
}

/** Of what leaves: the type of the layer that made it, not of what is fused into that or hands it on. */
function bitsOf(
  from: Wire,
  nodes: readonly ModuleNode[],
  sources: readonly EnteringValue[],
): number | undefined {
  if (from.open === true) return undefined;
  return from.kind === 'node' ? nodes[from.index]?.layer.spec.activations.bits : sources[from.index]?.bits;
}

/** Bytes of a value in memory, with each element in whole bytes. */
export function bytesOf({ shape, bits }: ModuleSource): number {
  return elements(shape) * Math.ceil(bits / 8);
}

/** Words of one row, with `lanes` values each. */
export function rowWords(shape: Shape, lanes: number): number {
  const columns = isImage(shape) ? shape.w : 1;
  return columns * Math.ceil(channels(shape) / lanes);
}
