/** The values that cross the border of a module: each has a stream of the kernel, a DMA and a buffer in memory. */
import { isWire } from '../../arithmetic/index';
import { type ModuleEntry, type ModuleGraph, type ModuleResult, moduleGraph } from '../../cost/index';
import type { Design } from '../../semantics/design';
import { decidingLayers } from '../../semantics/exit-head';
import type { Analysis, LayerList, ModuleFigures } from '../analysis';
import { scoresAt } from '../figures/scores';

export interface ModuleStreams {
  readonly graph: ModuleGraph;
  readonly entering: readonly ModuleEntry[];
  /** A stage's last layer comes first. An exit or switch has its scores, behind the decision, and layers without a reader. */
  readonly leaving: readonly ModuleResult[];
}

export function moduleStreams(analysis: Pick<Analysis, 'design'>, module: ModuleFigures): ModuleStreams {
  const { kind, list, layers } = module;
  const costed = layers.flatMap((i) => {
    const figures = list.layers[i];
    return figures?.cost === undefined ? [] : [{ layer: figures.shaped, cost: figures.cost }];
  });
  const decides = kind !== 'stage';
  const read = leavingLayers(analysis, module);
  const graph = moduleGraph(costed, read, list.inflow, decides);
  const end = resultLayer(module);
  const first = graph.results.find((r) => r.layers.includes(end)) ?? graph.results[0];
  const others = graph.results.filter((r) => r !== first && !(decides && read.includes(r.layer)));
  return { graph, entering: graph.sources, leaving: first ? [first, ...others] : [] };
}

/** The layer whose value is a module's first result: of an exit, its scores; -1 for what it branches from. */
export function resultLayer({ kind, layers, list }: Pick<ModuleFigures, 'kind' | 'layers' | 'list'>): number {
  return kind === 'stage' ? (layers.at(-1) ?? -1) : scoresAt(list);
}

/** Layers of a stage whose values other modules read, and of a head those that its decision reads, if several. */
export function leavingLayers(
  { design }: Pick<Analysis, 'design'>,
  { kind, list, layers }: ModuleFigures,
): number[] {
  if (kind !== 'stage')
    return [...decidingLayers({ layers: list.specs, ...('when' in list.spec && { when: list.spec.when }) })];
  const inside = new Set(layers);
  const read = tapped(design, list);
  list.specs.forEach((spec, index) => {
    if (!inside.has(index)) for (const from of spec.inputs) read.add(from);
  });
  return layers.filter((l) => read.has(l));
}

/** Layers of a network that exits and switches read. */
function tapped({ exits, switches }: Design, list: LayerList): Set<number> {
  const read = new Set<number>();
  for (const { after } of [...exits, ...switches]) {
    // The network's input is in memory as it is.
    if (after?.network === list.name && list.specs[after.layer]?.kind !== 'input') read.add(after.layer);
  }
  return read;
}

/** The layer that makes the value of another, which only repeats it; its own position for a layer that computes. */
export function makerAt({ layers }: Pick<LayerList, 'layers'>, index: number): number {
  const shaped = layers[index]?.shaped;
  if (shaped === undefined || shaped.spec.kind === 'input' || !isWire(shaped)) return index;
  return makerAt({ layers }, shaped.fusedInto ?? shaped.spec.inputs[0] ?? -1);
}
