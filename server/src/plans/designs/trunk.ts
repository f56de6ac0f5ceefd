/** What a design's network lets a search choose: where it can be cut, and its exits. */
import type { LayerFigures, LayerList, ModuleFigures, Target } from '../../analysis/analysis';
import { costOptions } from '../../analysis/figures/modules';
import { absolute } from '../../analysis/offsets';
import { crossingCounts } from '../../analysis/refusals/other-cut';
import { kindSpecs } from '../../../../grammar/src/index';
import type { LayerCost } from '../../cost/index';
import { legalFolds } from '../../explore/folds/legal-folds';
import type { ExitSpec, LayerSpec } from '../../semantics/design';
import type { State } from '../trial';

export interface TrunkExit {
  readonly spec: ExitSpec;
  readonly module: ModuleFigures;
  /** Position of the first layer of the stage behind it; undefined if it is on the network's input. */
  readonly cut: number | undefined;
}

export interface Trunk {
  readonly list: LayerList;
  /** Positions of layers that a stage may begin with, beside the first: named, and with one value in front. */
  readonly boundaries: readonly number[];
  /** In path order. */
  readonly exits: readonly TrunkExit[];
}

/** The single network of a design, all in its own file; or what the design lacks. */
export function trunkOf({ analysis }: State): Trunk | { readonly missing: string } {
  const { design, lists, modules, timeline, missing, target } = analysis;
  const [gate] = design.switches;
  if (gate) return { missing: `a single path: a switch such as '${gate.name}' is not supported` };
  const [network, another] = design.networks;
  if (another) return { missing: `one network: '${another.name}' is a second one` };
  const list = lists.find((l) => l.spec === network);
  if (target.part === undefined) return { missing: 'a known device: write `device { board pynq-z2 }`' };
  if (network === undefined || list === undefined) return { missing: 'a network' };
  if (timeline === undefined) return { missing: `a timeline: ${missing[0] ?? 'the design has errors'}` };
  const varied = design.stages.find((s) => s.variant.length > 0);
  if (varied) return { missing: `stages without settings of their own: '${varied.name}' has some` };
  const blocks = [network, ...design.exits, ...design.regions, ...design.stages.filter((s) => !s.implied)];
  const elsewhere = blocks.find(({ origin }) => absolute(analysis, origin)?.uri !== analysis.uri);
  if (elsewhere) return { missing: `everything in one file: '${elsewhere.name}' is in an imported one` };
  const unknown = list.layers.find(({ cost }) => cost === undefined || cost.cyclesAtLeast);
  if (unknown) return { missing: `layers that are modelled: '${unknown.shaped.spec.label}' is not` };
  const crossing = crossingCounts(list);
  const begins = list.specs.flatMap((spec, i) =>
    i >= 2 && spec.name !== undefined && list.layers[i]?.shaped.fusedInto === undefined ? [i] : [],
  );
  const exits = design.exits.flatMap((spec): TrunkExit[] => {
    const module = modules.find((m) => m.spec === spec);
    const { after } = spec;
    if (module === undefined || after === undefined) return [];
    const isAtInput = list.specs[after.layer]?.kind === 'input';
    return [{ spec, module, cut: isAtInput ? undefined : begins.find((b) => b > after.layer) }];
  });
  exits.sort((a, b) => (a.spec.after?.layer ?? 0) - (b.spec.after?.layer ?? 0));
  return { list, boundaries: begins.filter((b) => crossing[b] === 1), exits };
}

/** Whether a layer's weights may come from memory. */
export function mayStream({ kind }: Pick<LayerSpec, 'kind'>): boolean {
  return kindSpecs[kind].attributes.includes('weights-in');
}

/** Every legal folding of a layer, its weights where the file has them. */
export function foldsOf({ shaped }: LayerFigures, target: Target): readonly LayerCost[] {
  return legalFolds(shaped, costOptions(target));
}

/** The same, and those with its weights in memory. */
export function foldsAnywhere(layer: LayerFigures, target: Target): readonly LayerCost[] {
  const { shaped } = layer;
  const here = foldsOf(layer, target);
  if (!mayStream(shaped.spec) || shaped.spec.weightsIn !== undefined) return here;
  const streamed = { ...shaped, spec: { ...shaped.spec, weightsIn: 'ddr' as const } };
  return [...here, ...legalFolds(streamed, costOptions(target))];
}
