/** The outputs of a model, how deep each lies, and which is the end of the network. */
import type { Builder } from '../layers/builder';
import { type ModelLayer, weightedKinds } from '../layers/layer';

export interface Output {
  readonly name: string;
  readonly layer: number;
  /** The layer that gives the scores: the last one but for a softmax or sigmoid at the very end. */
  readonly scores: number;
  /** All layers that it depends on, itself included. */
  readonly behind: ReadonlySet<number>;
  readonly macs: number;
  /** Layers with weights on the longest way to it. */
  readonly depth: number;
  /** Of an `If` that ends early. */
  readonly condition?: string;
}

export function outputsOf(builder: Builder): Output[] {
  const { traced, layers } = builder;
  const named = [
    ...traced.early.map(({ output, condition }) => ({ name: output, condition })),
    ...traced.outputs.map((name) => ({ name, condition: undefined })),
  ];
  const seen = new Set<number>();
  return named.flatMap(({ name, condition }) => {
    const layer = builder.placed.get(name)?.layer ?? endBehind(builder, name);
    if (layer === undefined || seen.has(layer)) return [];
    seen.add(layer);
    const behind = ancestors(layers, layer);
    const macs = [...behind].reduce((sum, i) => sum + (layers[i]?.macs ?? 0), 0);
    const depth = depthOf(layers, [...behind]);
    const scores = scoresBehind(builder, name, layer);
    return [{ name, layer, scores, behind, macs, depth, ...(condition !== undefined && { condition }) }];
  });
}

/**
 * The deepest; of equally deep ones the one that is not called as an exit is, then the one with more MACs, then the last. Exits may
 * have fat heads, and models list their outputs in any order.
 */
export function endOf(outputs: readonly Output[]): Output | undefined {
  return outputs.reduce<Output | undefined>((best, o) => (best && !isDeeper(o, best) ? best : o), undefined);
}

function isDeeper(a: Output, b: Output): boolean {
  if (a.depth !== b.depth) return a.depth > b.depth;
  const [isSide, isOtherSide] = [a, b].map(({ name }) => sideNames.test(name));
  if (isSide !== isOtherSide) return isOtherSide === true;
  return a.macs >= b.macs;
}

/** What early exits are called. */
const sideNames = /(^|[^a-z])(aux|exit|early|branch|side|ee)/i;

/** Most layers with weights on a way through some layers. */
export function depthOf(layers: readonly ModelLayer[], some: readonly number[]): number {
  const depths = new Map<number, number>();
  let deepest = 0;
  // Layers stand behind those that they read.
  for (const index of [...some].sort((a, b) => a - b)) {
    const layer = layers[index];
    const before = Math.max(0, ...(layer?.inputs ?? []).map((i) => depths.get(i) ?? 0));
    const isWeighted = layer !== undefined && (weightedKinds.has(layer.kind) || layer.macs > 0);
    const depth = before + (isWeighted ? 1 : 0);
    depths.set(index, depth);
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

function scoresBehind(builder: Builder, name: string, layer: number): number {
  if (builder.placed.get(name)?.scores === undefined) return layer;
  const found = builder.layers[layer];
  const [source] = found?.inputs ?? [];
  const isSaid = found?.computation?.kind === 'pass' && found.kind !== 'flatten';
  return isSaid && source !== undefined && (builder.layers[source]?.kind ?? 'input') !== 'input'
    ? source
    : layer;
}

/** Behind a value whose size depends on the data, the last layer that was made on its way. */
function endBehind(builder: Builder, name: string): number | undefined {
  return builder.lost.has(name) ? builder.layers.length - 1 : undefined;
}

function ancestors(layers: readonly ModelLayer[], from: number): Set<number> {
  const found = new Set<number>();
  const open = [from];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    open.push(...(layers[next]?.inputs ?? []));
  }
  return found;
}
