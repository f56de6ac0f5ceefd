/** The code action that hands over all taps of a window at once. */
import type { BlockSlot, Layer } from '../../../grammar/src/index';
import type { Analysis, LayerFigures } from '../analysis/analysis';
import { costOptions } from '../analysis/figures/modules';
import { placed } from '../analysis/offsets';
import { formatCount } from '../base/format';
import { resourceKinds, resourceNames } from '../base/resources';
import { windowChoice } from '../cost/index';
import { ownFile } from './cursor';
import { layerByNode } from './figures';
import type { Refactoring } from './threshold-action';

type Priced = Choice['serial'];
type Choice = NonNullable<ReturnType<typeof windowChoice>>;

/** On a layer that waits for its window: `window parallel`, if that makes it faster. */
export function windowActions(analysis: Analysis, from: number, to: number): Refactoring[] {
  const file = ownFile(analysis);
  const known = layerByNode(analysis);
  return (file?.tree.slots ?? []).flatMap((slot) => {
    const { block } = slot;
    if (file === undefined || block === undefined || !('layers' in block)) return [];
    if (slot.end < from || slot.start > to) return [];
    return block.layers.flatMap((layer) => {
      const { start, end } = placed(slot, layer.span);
      const figures = start <= to && from <= end ? known.get(layer) : undefined;
      return figures ? windowAction(analysis, file.uri, slot, layer, figures) : [];
    });
  });
}

function windowAction(
  analysis: Analysis,
  uri: string,
  slot: BlockSlot,
  layer: Layer,
  { shaped, parallel, cost }: LayerFigures,
): Refactoring[] {
  const { spec } = shaped;
  // With `auto` the folding search has weighed it.
  if (cost?.bottleneck !== 'window' || parallel.window !== undefined || spec.parallel === 'auto') return [];
  if (layer.settings.some(({ keyword }) => keyword.text === 'window')) return [];
  const choice = windowChoice(shaped, parallel, costOptions(analysis.target));
  if (choice === undefined || choice.atOnce.cycles >= choice.serial.cycles) return [];
  const { serial, atOnce } = choice;
  const written = layer.settings.find(({ keyword }) => keyword.text === 'parallel');
  const { end } = placed(slot, written?.span ?? layer.span);
  const cycles = `${formatCount(serial.cycles)} → ${formatCount(atOnce.cycles)} cycles`;
  return [
    {
      title: `Read all taps of the window at once (${cycles}, ${windowPrice(choice)})`,
      edits: [{ uri, start: end, end, text: ' window parallel' }],
    },
  ];
}

/** More or less than with a serial window. */
export function windowPrice({ serial, atOnce }: Choice): string {
  return priceOf(serial, atOnce);
}

/** `+412 FF, +180 LUT, −1 BRAM18`: what `is` takes beyond `was`. */
export function priceOf(was: Priced, is: Priced): string {
  const parts = resourceKinds.flatMap((kind) => {
    const more = is.resources[kind] - was.resources[kind];
    if (more === 0) return [];
    return `${more > 0 ? '+' : '−'}${formatCount(Math.abs(more))} ${resourceNames[kind]}`;
  });
  return parts.length === 0 ? 'at no cost' : parts.join(', ');
}
