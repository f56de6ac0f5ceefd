/** The values by which an exit or switch decides. */
import type { Shape } from '../../network/index';
import { scoresLayer } from '../../semantics/exit-head';
import type { LayerList } from '../analysis';

/** Position of the scores in the list of an exit or switch, see `scoresLayer`. */
export function scoresAt({ spec, specs }: Pick<LayerList, 'spec' | 'specs'>): number {
  return scoresLayer({ layers: specs, ...('when' in spec && { when: spec.when }) });
}

/** Undefined where it is not known. */
export function scoresShape(list: LayerList): Shape | undefined {
  const at = scoresAt(list);
  return at < 0 ? list.inflow?.shape : list.layers[at]?.shaped.outShape;
}

/** Position of the layer that is a trained confidence. */
export function confidenceAt({ spec }: Pick<LayerList, 'spec'>): number | undefined {
  return 'when' in spec ? spec.when.layer : undefined;
}
