/** The layers of modules, shared by all that looks at them with each keystroke. */
import { perObject } from '../../base/memo';
import type { LayerFigures, LayerList, ModuleFigures } from '../analysis';

/** The last array that begins with a layer. */
const lastOwn = new WeakMap<LayerFigures, readonly LayerFigures[]>();

/**
 * Figures of some layers of a list: the same array as long as all of them are unchanged, so that what follows from them
 * can be remembered by it.
 */
export function ownLayers({ layers: all }: LayerList, layers: readonly number[]): readonly LayerFigures[] {
  const own: LayerFigures[] = [];
  for (const index of layers) {
    const layer = all[index];
    if (layer !== undefined) own.push(layer);
  }
  const [first] = own;
  if (first === undefined) return none;
  const last = lastOwn.get(first);
  if (last?.length === own.length && own.every((layer, i) => layer === last[i])) return last;
  lastOwn.set(first, own);
  return own;
}

const none: readonly LayerFigures[] = [];

/** The same for a module. */
export const layersOf = perObject(({ list, layers }: ModuleFigures): readonly LayerFigures[] =>
  ownLayers(list, layers),
);
