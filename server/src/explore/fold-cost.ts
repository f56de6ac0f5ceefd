/** Costs of layers in the foldings that searches try, each computed once. */
import { createMemo } from '../base/memo';
import { type CostOptions, type LayerCost, costKey, freshLayerCost } from '../cost/index';
import type { ShapedLayer } from '../network/index';
import type { Parallelism } from '../semantics/design';

/** The cost of one layer in a folding. */
export type FoldCost = (parallel: Parallelism) => LayerCost;

/** A network's fronts, its exhaustive search and its bounds ask for the same foldings, and so do layers that repeat. */
export function foldCosts(layer: ShapedLayer, options: CostOptions): FoldCost {
  const { known } = remembered(costKey(layer, options), () => ({
    known: new Map<number | string, LayerCost>(),
  }));
  return (parallel) => {
    const { pe, simd, window, order } = parallel;
    const lanes = pe * MOST_LANES + simd;
    const key =
      window === undefined && order === undefined ? lanes : `${lanes} ${window ?? ''} ${order ?? ''}`;
    const found = known.get(key);
    if (found) return found;
    const made = freshLayerCost(layer, parallel, options);
    known.set(key, made);
    return made;
  };
}

/** Above every legal factor. */
const MOST_LANES = 2 ** 24;

/** Of so many different layers at least. A layer of 512 channels has some hundred foldings of a few kilobytes each. */
const remembered = createMemo<{ readonly known: Map<number | string, LayerCost> }>(32);
