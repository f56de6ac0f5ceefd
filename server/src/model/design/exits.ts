/** Tells the trunk of a model from the heads through which inputs leave early. */
import type { LayerKind } from '../../semantics/design';
import { formatCount } from '../../base/format';
import { elementCount } from '../../onnx/index';
import type { Builder } from '../layers/builder';
import { type ModelLayer, weightedKinds } from '../layers/layer';
import { type Criterion, criterionOf } from './criterion';
import { type Output, depthOf, endOf, outputsOf } from './outputs';

export interface ImportedExit {
  /** Name of the model's output, or of what a branch of an `If` leaves with. */
  readonly output: string;
  readonly isOutput: boolean;
  /** The trunk's layer that the head reads, or whose values are the scores of a head without layers. */
  readonly after: number;
  /** The head's layers, in order. */
  readonly layers: readonly number[];
  /** The layer of the head that is a trained confidence, and the model's output that gives it. */
  readonly confidence?: { readonly layer: number; readonly output: string };
  readonly when: Criterion;
}

export interface Parts {
  readonly trunk: readonly number[];
  readonly exits: readonly ImportedExit[];
  /** Outputs that are neither exits nor the end: their layers stay in the trunk. */
  readonly others: readonly { readonly output: string; readonly layer: number }[];
  /** The output that is the end of the network. */
  readonly end?: string;
  readonly notes: readonly string[];
}

/** What a head has at least one of. */
const classifying: ReadonlySet<LayerKind> = new Set([...weightedKinds, 'globalpool', 'avgpool', 'maxpool']);

/**
 * The deepest output is the end of the network; others that answer the same question are exits: with a head of their
 * own, or with the scores of a layer that the trunk goes on reading. An output of one value that shares its way with
 * an exit is that one's trained confidence.
 */
export function partsOf(builder: Builder): Parts {
  const { traced, layers } = builder;
  const candidates = outputsOf(builder);
  const ends = candidates.filter((o) => o.condition === undefined);
  const final = endOf(ends);
  if (final === undefined) return { trunk: layers.map((_, i) => i), exits: [], others: [], notes: [] };
  const notes = endNotes(ends, final);
  const exits: ImportedExit[] = [];
  const others: { output: string; layer: number }[] = [];
  const kept = new Set(final.behind);
  const asked = candidates.filter((o) => o !== final && !isSameAnswer(layers, o, candidates));
  const pairs = confidencesOf(layers, asked, final);
  const paired = new Set(pairs.values());
  for (const output of asked.sort((a, b) => a.macs - b.macs)) {
    if (paired.has(output)) continue;
    const sure = pairs.get(output);
    const found = exitOf(layers, output, sure, final);
    if ('problem' in found) {
      for (const each of [output, ...(sure ? [sure] : [])]) {
        for (const i of each.behind) kept.add(i);
        others.push({ output: each.name, layer: each.layer });
        notes.push(`output ${each.name} is no exit: ${found.problem}.`);
      }
      continue;
    }
    const when = criterionOf(traced, output.condition);
    const image = isImage(layers[output.scores]);
    exits.push({
      output: output.name,
      isOutput: output.condition === undefined,
      ...found,
      when: image ? { ...when, measure: 'mean confidence' } : when,
    });
    if (image)
      notes.push(
        `exit ${output.name} gives ${layers[output.scores]?.shape.join('x') ?? ''}, taken as scores at every position: no profile, quantised model or kernel is made with such an exit.`,
      );
  }
  notes.push(...sharedNotes(exits));
  return {
    trunk: endLast(
      layers,
      layers.map((_, i) => i).filter((i) => kept.has(i) && !isDecoration(final, i)),
      final.scores,
    ),
    exits,
    others,
    end: final.name,
    notes,
  };
}

/** A network ends with its last layer: those of other outputs stand in front of it. */
function endLast(layers: readonly ModelLayer[], trunk: readonly number[], end: number): readonly number[] {
  const isRead = trunk.some((i) => layers[i]?.inputs.includes(end));
  return isRead ? trunk : [...trunk.filter((i) => i !== end), end];
}

/** Behind the scores only what tells what they are: decisions take the softmax themselves. */
function isDecoration({ layer, scores }: Output, index: number): boolean {
  return index > scores && index <= layer;
}

function endNotes(ends: readonly Output[], final: Output): string[] {
  const costly = ends.reduce((most, o) => (o.macs > most.macs ? o : most), final);
  return costly === final
    ? []
    : [
        `the end of the network is output ${final.name}, which most layers with weights lead to (${final.depth}); ${costly.name} has more MACs (${formatCount(costly.macs)} against ${formatCount(final.macs)}), but lies less deep (${costly.depth}).`,
      ];
}

type Found = Pick<ImportedExit, 'after' | 'layers' | 'confidence'>;

function exitOf(
  layers: readonly ModelLayer[],
  output: Output,
  sure: Output | undefined,
  final: Output,
): Found | { readonly problem: string } {
  const isOwn = (i: number): boolean => !final.behind.has(i);
  const own = [output, ...(sure ? [sure] : [])].flatMap((o) =>
    [...o.behind].filter((i) => isOwn(i) && i <= o.scores),
  );
  const head = [...new Set(own)].sort((a, b) => a - b);
  const scoring = head.filter((i) => output.behind.has(i));
  const reason = output.condition === undefined ? reasonAgainst(layers, output, final, scoring) : undefined;
  if (reason !== undefined) return { problem: reason };
  const confidence = sure && { confidence: { layer: sure.scores, output: sure.name } };
  if (scoring.length === 0) {
    const isRead = head.every((i) =>
      layers[i]?.inputs.every((k) => !final.behind.has(k) || k === output.scores),
    );
    if (!isRead) return { problem: 'its confidence reads another layer than its scores' };
    return { after: output.scores, layers: head, ...confidence };
  }
  const sources = new Set(head.flatMap((i) => layers[i]?.inputs ?? []).filter((i) => !isOwn(i)));
  const [after] = sources;
  const [first] = head;
  const rereads = head.some((i) => i !== first && layers[i]?.inputs.some((k) => sources.has(k)));
  const start = after === undefined ? undefined : layers[after];
  const [source] = start?.inputs ?? [];
  // A vector that trunk and head share is laid out in both: that costs nothing and reads better.
  const isShared = start?.kind === 'flatten' && source !== undefined;
  if (after === undefined || sources.size !== 1 || (rereads && !isShared))
    return { problem: 'it reads the network in more than one place' };
  return { after: isShared ? source : after, layers: isShared ? [after, ...head] : head, ...confidence };
}

/** Heads that begin together are written out in each exit. */
function sharedNotes(exits: readonly ImportedExit[]): string[] {
  return exits.flatMap(({ output, layers }, i) =>
    exits.slice(0, i).flatMap((other) => {
      const shared = layers.filter((l, k) => other.layers[k] === l).length;
      return shared > 1
        ? [
            `exits ${other.output} and ${output} share ${shared} layers, which each of them computes for itself.`,
          ]
        : [];
    }),
  );
}

/** Logits beside their softmax are one answer told twice: the one that more follows from goes. */
function isSameAnswer(layers: readonly ModelLayer[], output: Output, all: readonly Output[]): boolean {
  return all.some((other) => {
    if (other === output || !other.behind.has(output.layer)) return false;
    const between = [...other.behind].filter((i) => !output.behind.has(i));
    return between.every((i) => !weightedKinds.has(layers[i]?.kind ?? 'input'));
  });
}

/**
 * Outputs of one value in a model of several classes, by the output with scores that they speak for: the one with
 * which they share most of their way.
 */
function confidencesOf(
  layers: readonly ModelLayer[],
  asked: readonly Output[],
  final: Output,
): ReadonlyMap<Output, Output> {
  const pairs = new Map<Output, Output>();
  const sizeOf = ({ scores }: Output): number => elementCount(layers[scores]?.shape ?? []);
  if (sizeOf(final) < 2) return pairs;
  const scoring = asked.filter((o) => sizeOf(o) === sizeOf(final));
  for (const sure of asked.filter((o) => sizeOf(o) === 1 && o.condition === undefined)) {
    const beside = scoring
      .filter((o) => !pairs.has(o))
      .map((o) => ({
        o,
        shared: depthOf(
          layers,
          [...sure.behind].filter((i) => o.behind.has(i)),
        ),
      }));
    const most = Math.max(...beside.map((b) => b.shared));
    // Of those, the one that has the least beside what is shared.
    const [best] = beside.filter((b) => b.shared === most).sort((a, b) => a.o.behind.size - b.o.behind.size);
    if (best) pairs.set(best.o, sure);
  }
  return pairs;
}

function isImage(layer: ModelLayer | undefined): boolean {
  return (layer?.shape ?? []).slice(1).some((d) => d !== 1);
}

function reasonAgainst(
  layers: readonly ModelLayer[],
  output: Output,
  final: Output,
  head: readonly number[],
): string | undefined {
  const shape = layers[output.scores]?.shape ?? [];
  const end = layers[final.scores]?.shape ?? [];
  if (output.scores === final.scores) return 'it is the end of the network once more';
  const computes = head.length === 0 || head.some((i) => classifying.has(layers[i]?.kind ?? 'input'));
  if (output.macs === 0 || !computes) return 'no layer with weights leads to it';
  if (isImage(layers[output.scores])) {
    return isImage(layers[final.scores]) && shape[0] === end[0]
      ? undefined
      : `it gives ${shape.join('x') || 'nothing'}, which are no scores of classes`;
  }
  if (elementCount(shape) !== elementCount(end)) {
    return `it gives ${elementCount(shape)} values where the network's end gives ${elementCount(end)}`;
  }
  return undefined;
}
