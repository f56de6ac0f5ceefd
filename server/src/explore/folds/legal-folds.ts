/** Every folding that a search may give one layer. */
import {
  type CostOptions,
  canBeAtOnce,
  type LayerCost,
  legalParallelism,
  orderProblem,
  writtenParallelism,
} from '../../cost/index';
import type { ShapedLayer } from '../../network/index';
import type { Parallelism } from '../../semantics/design';
import { foldCosts } from '../fold-cost';

/**
 * The costs of a layer in every legal folding, fewest cycles first: each PE and SIMD; all taps at once where the
 * window is what the layer waits for; each loop order of weights from memory. A written window or order is kept.
 */
export function legalFolds(layer: ShapedLayer, options: CostOptions): readonly LayerCost[] {
  const written = writtenParallelism(layer);
  const { weightsIn, order } = layer.spec;
  const legal = legalParallelism(layer);
  const costOf = foldCosts(layer, options);
  const found: LayerCost[] = [];
  const add = (parallel: Parallelism): LayerCost => {
    const cost = costOf(parallel);
    found.push(cost);
    return cost;
  };
  for (const pe of legal.pe) {
    for (const simd of legal.simd) {
      const lanes: Parallelism = { pe, simd, ...(written.window && { window: written.window }) };
      const held: Parallelism = { ...lanes, order: 'weights' };
      const mayHold = weightsIn === 'ddr' && (order === undefined || order === 'weights');
      if (mayHold && orderProblem(layer, held) === undefined) add(held);
      if (order === 'weights') continue;
      const cost = add(lanes);
      if (cost.bottleneck === 'window' && written.window === undefined && canBeAtOnce(layer))
        add({ pe, simd, window: 'parallel' });
    }
  }
  // Of equal cycles the smaller one first.
  return found.sort(
    (a, b) => a.cycles - b.cycles || a.resources.lut - b.resources.lut || a.parallel.pe - b.parallel.pe,
  );
}
