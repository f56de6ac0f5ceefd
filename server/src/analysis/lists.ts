import { type CostOptions, layerCost, writtenParallelism } from '../cost/index';
import { type Inflow, type InferredShapes, inferShapes } from '../network/index';
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
    layers: layers.map((shaped): LayerFigures => {
      const choice = choices.get(shaped.spec);
      const parallel = choice ?? writtenParallelism(shaped);
      const known = shaped.outShape !== undefined;
      return {
        shaped,
        parallel,
        chosen: choice !== undefined,
        ...(known && { cost: layerCost(shaped, parallel, options) }),
      };
    }),
    shapeProblems: problems,
  };
}

/** A network's layers are the same object until its text changes. */
const trunkShapes = new WeakMap<readonly LayerSpec[], InferredShapes>();

function shapesOf(specs: readonly LayerSpec[], inflow: Inflow | undefined): InferredShapes {
  if (inflow !== undefined) return inferShapes(specs, inflow);
  let shapes = trunkShapes.get(specs);
  if (shapes === undefined) trunkShapes.set(specs, (shapes = inferShapes(specs)));
  return shapes;
}
