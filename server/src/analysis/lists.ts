import { type CostOptions, layerCost, writtenParallelism } from '../cost/index';
import { type Inflow, type InferredShapes, type ShapedLayer, inferShapes } from '../network/index';
import type { Design, ExitSpec, LayerSpec, NetworkSpec, Parallelism, SwitchSpec } from '../semantics/design';
import type { LayerFigures, LayerList } from './analysis';

/** Shapes and costs of every network, and of the branches that start from them. */
export function layerLists(
  design: Design,
  options: CostOptions,
  choices: ReadonlyMap<LayerSpec, Parallelism>,
): LayerList[] {
  const networks = design.networks.map((spec) =>
    listOf('network', spec, spec.layers, undefined, options, choices),
  );
  const outOf = (network: string, layer: number): Inflow =>
    networks.find((n) => n.name === network)?.layers[layer]?.shaped.outShape ?? 'unknown';
  const inflow = ({ after }: ExitSpec | SwitchSpec): Inflow =>
    after ? outOf(after.network, after.layer) : 'unknown';
  const exits = design.exits.map((spec) => listOf('exit', spec, spec.layers, inflow(spec), options, choices));
  const switches = design.switches.map((spec) => {
    // A switch before networks decides on their input.
    const first = spec.before?.[0];
    const from = first === undefined ? inflow(spec) : outOf(first, 0);
    return listOf('switch', spec, spec.layers, from, options, choices);
  });
  return [...networks, ...exits, ...switches];
}

function listOf(
  kind: LayerList['kind'],
  spec: NetworkSpec | ExitSpec | SwitchSpec,
  specs: readonly LayerSpec[],
  inflow: Inflow | undefined,
  options: CostOptions,
  choices: ReadonlyMap<LayerSpec, Parallelism>,
): LayerList {
  const { layers, problems } = shapesOf(specs, inflow);
  return {
    kind,
    name: spec.name,
    spec,
    specs,
    layers: layers.map((shaped) => figuresOf(shaped, options, choices.get(shaped.spec))),
    shapeProblems: problems,
  };
}

/** Of layers that are as they were: an edit leaves most of them alone. */
const lastFigures = new WeakMap<
  ShapedLayer,
  { readonly options: CostOptions; readonly figures: LayerFigures }
>();

function figuresOf(shaped: ShapedLayer, options: CostOptions, choice: Parallelism | undefined): LayerFigures {
  const last = choice === undefined ? lastFigures.get(shaped) : undefined;
  if (last && sameOptions(last.options, options)) return last.figures;
  const parallel = choice ?? writtenParallelism(shaped);
  const known = shaped.outShape !== undefined;
  const figures: LayerFigures = {
    shaped,
    parallel,
    chosen: choice !== undefined,
    ...(known && { cost: layerCost(shaped, parallel, options) }),
  };
  if (choice === undefined) lastFigures.set(shaped, { options, figures });
  return figures;
}

function sameOptions(a: CostOptions, b: CostOptions): boolean {
  return (
    a.family === b.family &&
    a.pack === b.pack &&
    a.clockHz === b.clockHz &&
    a.ddrBytesPerSecond === b.ddrBytesPerSecond
  );
}

/** A network's layers are the same object until its text changes. */
const trunkShapes = new WeakMap<readonly LayerSpec[], InferredShapes>();

function shapesOf(specs: readonly LayerSpec[], inflow: Inflow | undefined): InferredShapes {
  if (inflow !== undefined) return inferShapes(specs, inflow);
  let shapes = trunkShapes.get(specs);
  if (shapes === undefined) trunkShapes.set(specs, (shapes = inferShapes(specs)));
  return shapes;
}
