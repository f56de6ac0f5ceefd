/** Stage variants: settings after a stage's braces run the same layers in another precision, with fewer filters, and so on. */
import { takesValue, withSettings, type Setting } from '../../../grammar/src/index';
import type { LayerSpec, NetworkSpec, Origin, StageSpec, StageVariant } from './design';
import { readMeaning } from './layer-meaning';
import type { SemanticProblem } from './problem';
import { type Reader, blockReader } from './reader';

interface Kept {
  readonly network: readonly LayerSpec[];
  readonly variant: StageVariant;
  readonly problems: readonly SemanticProblem[];
}

/** Keeps the same objects for the same layers, so that their cached shapes and costs are found. */
const cache = new WeakMap<StageSpec, Kept>();

/** The layers of each network as run by the stages that have settings of their own. */
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
  const reporting = blockReader(origin.uri, origin.block, problems);
  const silent: Reader = { ...reporting, report: () => undefined };
  const taken = new Set<string>();
  const varied = [...network];
  for (const index of layers) {
    const spec = network[index];
    if (spec === undefined) continue;
    const takes = variant.filter((s) => takesValue(spec.kind, s.keyword.text, s.values[0]));
    // Report an invalid value once, not once per layer.
    const isNew = takes.some((s) => !taken.has(s.keyword.text));
    takes.forEach((s) => taken.add(s.keyword.text));
    varied[index] = variedBy(isNew ? reporting : silent, origin, spec, takes);
  }
  const idle = variant.filter((s) => !taken.has(s.keyword.text));
  return { network, variant: { layers: varied, idle }, problems };
}

/** A layer with some settings overridden; settings that its kind does not take are ignored. */
function variedBy(stage: Reader, origin: Origin, spec: LayerSpec, own: readonly Setting[]): LayerSpec {
  if (own.length === 0) return spec;
  const isReplaced = (s: Setting): boolean => own.some((o) => o.keyword.text === s.keyword.text);
  const kept = spec.node.settings.filter((s) => !isReplaced(s));
  // Errors in the layer's own words are reported where the layer is read.
  const layer: Reader = { ...blockReader(spec.origin.uri, spec.origin.block, []), report: () => undefined };
  const meaning = readMeaning(layer, withSettings(spec.node, kept), spec.kind, undefined, {
    reader: stage,
    settings: own,
  });
  // A type that the stage does not set stays that of the layer, which may come from its block.
  const typed = (keyword: string): boolean => own.some((o) => o.keyword.text === keyword);
  return {
    ...spec,
    ...meaning,
    // Shapes are cached by node, so the varied layer needs a node of its own.
    node: withSettings(spec.node, [...kept, ...own]),
    varied: { origin, settings: own },
    weights: typed('weights') ? meaning.weights : spec.weights,
    activations: typed('activations') ? meaning.activations : spec.activations,
  };
}
