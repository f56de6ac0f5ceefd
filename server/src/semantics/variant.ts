/** Settings behind a stage's braces: the same layers once more, in another precision, with fewer filters, another kernel. */
import { kindSpecs, withSettings, type Setting } from '../../../grammar/src/index';
import type { LayerSpec, NetworkSpec, Origin, StageSpec, StageVariant } from './design';
import { readMeaning } from './layer-meaning';
import type { SemanticProblem } from './problem';
import { type Reader, blockReader } from './reader';

interface Kept {
  readonly network: readonly LayerSpec[];
  readonly variant: StageVariant;
  readonly problems: readonly SemanticProblem[];
}

/** The same layers stay the same objects, so that their shapes and costs are found again. */
const cache = new WeakMap<StageSpec, Kept>();

/** A network's layers as the stages with settings of their own run them. */
export function variantsOf(
  stages: readonly StageSpec[],
  networks: readonly NetworkSpec[],
  problems: SemanticProblem[],
): ReadonlyMap<StageSpec, StageVariant> {
  const found = new Map<StageSpec, StageVariant>();
  for (const stage of stages) {
    const network = networks.find((n) => n.name === stage.network)?.layers;
    if (stage.variant.length === 0 || network === undefined) continue;
    let kept = cache.get(stage);
    if (kept?.network !== network) cache.set(stage, (kept = read(stage, network)));
    problems.push(...kept.problems);
    found.set(stage, kept.variant);
  }
  return found;
}

function read({ origin, layers, variant }: StageSpec, network: readonly LayerSpec[]): Kept {
  const problems: SemanticProblem[] = [];
  const loud = blockReader(origin.uri, origin.block, problems);
  const quiet: Reader = { ...loud, report: () => undefined };
  const told = new Set<string>();
  const varied = [...network];
  for (const index of layers) {
    const spec = network[index];
    if (spec === undefined) continue;
    const takes = variant.filter((s) => kindSpecs[spec.kind].attributes.includes(s.keyword.text));
    // A wrong value is wrong in every layer, and told once.
    const isNew = takes.some((s) => !told.has(s.keyword.text));
    takes.forEach((s) => told.add(s.keyword.text));
    varied[index] = variedBy(isNew ? loud : quiet, origin, spec, takes);
  }
  const idle = variant.filter((s) => !told.has(s.keyword.text));
  return { network, variant: { layers: varied, idle }, problems };
}

/** A layer with other settings than it was written with; those that its kind does not take change nothing. */
function variedBy(stage: Reader, origin: Origin, spec: LayerSpec, own: readonly Setting[]): LayerSpec {
  if (own.length === 0) return spec;
  const isReplaced = (s: Setting): boolean => own.some((o) => o.keyword.text === s.keyword.text);
  const kept = spec.node.settings.filter((s) => !isReplaced(s));
  // What is wrong with the layer's own words has been told of the layer.
  const layer: Reader = { ...blockReader(spec.origin.uri, spec.origin.block, []), report: () => undefined };
  const meaning = readMeaning(layer, withSettings(spec.node, kept), spec.kind, undefined, {
    reader: stage,
    settings: own,
  });
  // Types that are not written here follow from where the layer stands.
  const typed = (keyword: string): boolean => own.some((o) => o.keyword.text === keyword);
  return {
    ...spec,
    ...meaning,
    // Shapes are remembered by node: the changed layer is another one.
    node: withSettings(spec.node, [...kept, ...own]),
    varied: { origin, settings: own },
    weights: typed('weights') ? meaning.weights : spec.weights,
    activations: typed('activations') ? meaning.activations : spec.activations,
  };
}
