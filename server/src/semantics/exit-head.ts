/** What of a head speaks for its exit: the scores, and a trained confidence beside them. */
import type { DecisionRule, ExitSpec, LayerSpec } from './design';

/**
 * Position in its head of the layer whose values are the scores of an exit or switch; -1 for a head whose scores are
 * what it branches from: one without layers, or with a confidence only.
 */
export function scoresLayer({ layers, when }: Pick<ExitSpec, 'layers'> & { when?: DecisionRule }): number {
  const confidence = when?.layer;
  if (confidence === undefined) return layers.length - 1;
  const read = new Set(layers.flatMap((l) => l.inputs));
  const behind = behindOf(layers, confidence);
  const end = layers.findLastIndex((l) => !behind.has(l.index) && !read.has(l.index));
  return end >= 0 ? end : (layers[confidence]?.inputs[0] ?? -1);
}

/** A layer and all that follows from it. */
function behindOf(layers: readonly LayerSpec[], from: number): ReadonlySet<number> {
  const found = new Set([from]);
  for (const { index, inputs } of layers) if (inputs.some((i) => found.has(i))) found.add(index);
  return found;
}

/** The layers of a head whose values its decision reads, where that is not the last one alone; -1 as in `scoresLayer`. */
export function decidingLayers(head: Parameters<typeof scoresLayer>[0]): readonly number[] {
  const scores = scoresLayer(head);
  const confidence = head.when?.layer;
  if (confidence !== undefined) return [scores, confidence];
  return scores < 0 ? [scores] : lastAlone;
}

const lastAlone: readonly number[] = [];
