/** Tells the trunk of a model from the heads through which inputs leave early. */
import type { LayerKind } from '../../semantics/design';
import { elementCount } from '../../onnx/index';
import type { TracedGraph } from '../graph/trace';
import type { Builder } from '../layers/builder';
import { type ModelLayer, weightedKinds } from '../layers/layer';
import { type Criterion, criterionOf } from './criterion';

export interface ImportedExit {
  /** Name of the model's output, where it has one of its own. */
  readonly output: string;
  /** The trunk's layer that the head reads. */
  readonly after: number;
  /** The head's layers, in order. */
  readonly layers: readonly number[];
  readonly when: Criterion;
}

export interface Parts {
  readonly trunk: readonly number[];
  readonly exits: readonly ImportedExit[];
  readonly notes: readonly string[];
}

/** What a head has at least one of. */
const classifying: ReadonlySet<LayerKind> = new Set([...weightedKinds, 'globalpool', 'avgpool', 'maxpool']);

interface Output {
  readonly name: string;
  readonly layer: number;
  /** All layers that it depends on, itself included. */
  readonly behind: ReadonlySet<number>;
  readonly macs: number;
  /** Of an `If` that ends early. */
  readonly condition?: string;
}

/** The deepest output is the end of the network; others that answer the same question are exits. */
export function partsOf(builder: Builder): Parts {
  const { traced, layers } = builder;
  const candidates = outputsOf(builder, traced);
  const ends = candidates.filter((o) => o.condition === undefined);
  const final = ends.reduce<Output | undefined>(
    (best, o) => (best && best.macs > o.macs ? best : o),
    undefined,
  );
  if (final === undefined) return { trunk: layers.map((_, i) => i), exits: [], notes: [] };
  const notes: string[] = [];
  const exits: ImportedExit[] = [];
  const kept = new Set(final.behind);
  const asked = candidates.filter((o) => o !== final && !isSameAnswer(layers, o, candidates));
  for (const output of asked.sort((a, b) => a.macs - b.macs)) {
    const head = [...output.behind].filter((i) => !final.behind.has(i)).sort((a, b) => a - b);
    const reason = output.condition === undefined ? reasonAgainst(layers, output, final, head) : undefined;
    const sources = new Set(head.flatMap((i) => layers[i]?.inputs ?? []).filter((i) => final.behind.has(i)));
    const [after] = sources;
    const [first] = head;
    const rereads = head.some((i) => i !== first && layers[i]?.inputs.some((k) => sources.has(k)));
    const problem =
      reason ?? (sources.size !== 1 || rereads ? 'it reads the network in more than one place' : undefined);
    if (problem !== undefined || after === undefined || first === undefined) {
      for (const i of output.behind) kept.add(i);
      if (head.length > 0) notes.push(`output ${output.name} is no exit: ${problem ?? 'it has no layers'}.`);
      continue;
    }
    // The criterion itself takes the softmax of the scores.
    const last = layers[output.layer];
    const scores =
      last?.kind === 'softmax' && head.length > 1 ? head.filter((i) => i !== output.layer) : head;
    const start = layers[after];
    const [source] = start?.inputs ?? [];
    // A vector that trunk and head share is laid out in both: that costs nothing and reads better.
    const isShared = start?.kind === 'flatten' && source !== undefined;
    exits.push({
      output: output.name,
      after: isShared ? source : after,
      layers: isShared ? [after, ...scores] : scores,
      when: criterionOf(traced, output.condition),
    });
  }
  for (const exit of exits) for (const i of exit.layers) if (!final.behind.has(i)) kept.delete(i);
  const trunk = layers.map((_, i) => i).filter((i) => kept.has(i));
  return { trunk, exits, notes };
}

function outputsOf(builder: Builder, traced: TracedGraph): Output[] {
  const named = [
    ...traced.early.map(({ output, condition }) => ({ name: output, condition })),
    ...traced.outputs.map((name) => ({ name, condition: undefined })),
  ];
  const seen = new Set<number>();
  return named.flatMap(({ name, condition }) => {
    const layer = builder.placed.get(name)?.layer ?? endBehind(builder, name);
    if (layer === undefined || seen.has(layer)) return [];
    seen.add(layer);
    const behind = ancestors(builder.layers, layer);
    const macs = [...behind].reduce((sum, i) => sum + (builder.layers[i]?.macs ?? 0), 0);
    return [{ name, layer, behind, macs, ...(condition !== undefined && { condition }) }];
  });
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

/** Logits beside their softmax are one answer told twice: the one that more follows from goes. */
function isSameAnswer(layers: readonly ModelLayer[], output: Output, all: readonly Output[]): boolean {
  return all.some((other) => {
    if (other === output || !other.behind.has(output.layer)) return false;
    const between = [...other.behind].filter((i) => !output.behind.has(i));
    return between.every((i) => !weightedKinds.has(layers[i]?.kind ?? 'input'));
  });
}

function reasonAgainst(
  layers: readonly ModelLayer[],
  output: Output,
  final: Output,
  head: readonly number[],
) {
  const shape = layers[output.layer]?.shape ?? [];
  const end = layers[final.layer]?.shape ?? [];
  const isVector = shape.slice(1).every((d) => d === 1) && elementCount(shape) > 1;
  if (head.length === 0) return 'the network goes through it';
  const computes = head.some((i) => classifying.has(layers[i]?.kind ?? 'input'));
  if (output.macs === 0 || !computes) return 'no layer with weights leads to it';
  if (!isVector) return `it gives ${shape.join('x') || 'nothing'}, which are no scores of classes`;
  if (elementCount(shape) !== elementCount(end)) {
    return `it gives ${elementCount(shape)} values where the network's end gives ${elementCount(end)}`;
  }
  return undefined;
}
