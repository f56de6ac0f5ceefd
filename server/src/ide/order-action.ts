/** The code actions that fetch weights from memory once an input. */
import type { Analysis, LayerFigures, ModuleFigures } from '../analysis/analysis';
import { costOptions } from '../analysis/figures/modules';
import { placed } from '../analysis/offsets';
import { formatBytes } from '../base/format';
import { orderChoice } from '../cost/index';
import { ownFile } from './cursor';
import { layerByNode } from './figures';
import type { FileEdit } from './navigation';
import type { Refactoring } from './threshold-action';

/** A layer whose weights are fetched for each position and could be fetched once. */
interface Held {
  readonly figures: LayerFigures;
  readonly edits: readonly FileEdit[];
  readonly start: number;
  readonly end: number;
  /** Bytes of weights for one input, now and then. */
  readonly now: number;
  readonly then: number;
}

/** On a layer that waits for memory, alone or with the others of its module: `order weights`. */
export function orderActions(analysis: Analysis, from: number, to: number): Refactoring[] {
  const all = heldLayers(analysis);
  return all.flatMap((layer): Refactoring[] => {
    if (layer.end < from || layer.start > to) return [];
    const module = moduleOfLayer(analysis, layer.figures);
    if (!waits(layer, module)) return [];
    const own = module === undefined ? [layer] : all.filter((l) => holds(module, l.figures));
    const others = own.filter((l) => waits(l, module));
    const alone = { title: title('Fetch weights once an input', [layer]), edits: layer.edits };
    if (module === undefined || others.length < 2) return [alone];
    const together = title(
      `Fetch weights once an input in ${others.length} layers of ${module.name}`,
      others,
    );
    return [alone, { title: together, edits: others.flatMap(({ edits }) => edits) }];
  });
}

function title(what: string, layers: readonly Held[]): string {
  const sum = (of: (layer: Held) => number): string => formatBytes(layers.reduce((s, l) => s + of(l), 0));
  return `${what} (${sum((l) => l.now)} → ${sum((l) => l.then)} of weights)`;
}

/** Whether memory bounds the layer, or its module. */
function waits({ figures }: Held, module: ModuleFigures | undefined): boolean {
  return figures.cost?.bottleneck === 'memory' || module?.cost?.bottleneck === 'memory';
}

function moduleOfLayer({ modules }: Analysis, figures: LayerFigures): ModuleFigures | undefined {
  return modules.find((module) => holds(module, figures));
}

function holds({ list, layers }: ModuleFigures, { shaped }: LayerFigures): boolean {
  return layers.some((i) => list.specs[i] === shaped.spec);
}

function heldLayers(analysis: Analysis): Held[] {
  const file = ownFile(analysis);
  const known = layerByNode(analysis);
  if (file === undefined) return [];
  return file.tree.slots.flatMap((slot) => {
    const { block } = slot;
    if (block === undefined || !('layers' in block)) return [];
    return block.layers.flatMap((layer): Held[] => {
      const figures = known.get(layer);
      const written = layer.settings.find(({ keyword }) => keyword.text === 'weights-in');
      // With `auto` the folding search has weighed it.
      if (figures === undefined || written === undefined || figures.shaped.spec.parallel === 'auto')
        return [];
      if (layer.settings.some(({ keyword }) => keyword.text === 'order')) return [];
      const choice = orderChoice(figures.shaped, figures.parallel, costOptions(analysis.target));
      if (choice === undefined) return [];
      const at = placed(slot, written.span).end;
      return [
        {
          figures,
          ...placed(slot, layer.span),
          edits: [{ uri: file.uri, start: at, end: at, text: ' order weights' }],
          now: choice.positions.streamedBytes,
          then: choice.weights.streamedBytes,
        },
      ];
    });
  });
}
