/** Figures of layers, list by list, reused across edits. */
import { type CostOptions, type ModuleSource, layerCost, writtenParallelism } from '../../cost/index';
import {
  type Inflow,
  type InferredShapes,
  type ShapedLayer,
  inferShapes,
  makerOf,
  reinferShapes,
  sameShape,
} from '../../network/index';
import { branchStart } from '../../semantics/branch-start';
import type {
  Design,
  ExitSpec,
  LayerSpec,
  NetworkSpec,
  Parallelism,
  StageSpec,
  SwitchSpec,
} from '../../semantics/design';
import type { LayerFigures, LayerList } from '../analysis';

/** Shapes and costs of every network, and of the branches that start from them. */
export function layerLists(
  design: Design,
  options: CostOptions,
  choices: ReadonlyMap<LayerSpec, Parallelism>,
): LayerList[] {
  const networks = design.networks.map((spec) => trunkOf(spec, design.cuts.get(spec.name), options, choices));
  const byName = new Map(networks.map((list) => [list.name, list]));
  const outOf = (network: string, layer: number): Inflow =>
    byName.get(network)?.layers[layer]?.shaped.outShape ?? 'unknown';
  const bitsOf = (network: string, layer: number): number => {
    const layers = byName.get(network)?.layers ?? [];
    const maker = makerOf((i) => layers[i]?.shaped, layer) ?? layers[layer]?.shaped;
    return maker?.spec.activations.bits ?? 8;
  };
  const inflow = (spec: ExitSpec | SwitchSpec): Entering => {
    const start = branchStart(spec);
    return start
      ? entering(outOf(start.network, start.layer), bitsOf(start.network, start.layer))
      : 'unknown';
  };
  const exits = design.exits.map((spec) => branchOf('exit', spec, inflow(spec), options, choices));
  const switches = design.switches.map((spec) => branchOf('switch', spec, inflow(spec), options, choices));
  return [...networks, ...exits, ...switches];
}

/** The value that a branch starts from. */
type Entering = ModuleSource | 'unknown';

function entering(shape: Inflow, bits: number): Entering {
  return shape === 'unknown' ? shape : { shape, bits };
}

/** For each stage with its own settings, its network with those settings applied. */
export type Variants = ReadonlyMap<StageSpec, LayerList>;

export function variantLists(
  { networks, variants, cuts }: Design,
  options: CostOptions,
  choices: ReadonlyMap<LayerSpec, Parallelism>,
): Variants {
  const found = new Map<StageSpec, LayerList>();
  for (const [stage, { layers: specs }] of variants) {
    const spec = networks.find((n) => n.name === stage.network);
    if (spec === undefined) continue;
    const shapes = variantShapes(specs, cuts.get(spec.name));
    found.set(stage, {
      kind: 'network',
      name: spec.name,
      spec,
      specs,
      layers: figuresOf(shapes, options, choices, undefined),
      shapeProblems: shapes.problems,
    });
  }
  return found;
}

/** The layers of a variant are the same object until the text of the network or the stage changes. */
const shapesBySpecs = new WeakMap<
  readonly LayerSpec[],
  { readonly tapped: Tapped; readonly shapes: InferredShapes }
>();

function variantShapes(specs: readonly LayerSpec[], tapped: Tapped): InferredShapes {
  const last = shapesBySpecs.get(specs);
  if (last && last.tapped === tapped) return last.shapes;
  const shapes = inferShapes(specs, undefined, tapped);
  shapesBySpecs.set(specs, { tapped, shapes });
  return shapes;
}

/** Layers with an exit or switch behind them. */
type Tapped = ReadonlySet<number> | undefined;

interface Kept {
  readonly options: CostOptions;
  readonly shapes: InferredShapes;
  readonly list: LayerList;
}

/** The last result of each network, by its names: most edits change one layer. */
const lastTrunks = new WeakMap<NetworkSpec['names'], Kept & { readonly tapped: Tapped }>();

function trunkOf(
  spec: NetworkSpec,
  tapped: Tapped,
  options: CostOptions,
  choices: ReadonlyMap<LayerSpec, Parallelism>,
): LayerList {
  const last = lastTrunks.get(spec.names);
  const shapes =
    (last && last.tapped === tapped ? reinferShapes(last.shapes, last.list.specs, spec.layers) : undefined) ??
    inferShapes(spec.layers, undefined, tapped);
  const figures = figuresOf(shapes, options, choices, last);
  const list: LayerList = {
    kind: 'network',
    name: spec.name,
    spec,
    specs: spec.layers,
    layers: figures,
    shapeProblems: shapes.problems,
  };
  if (choices.size === 0) lastTrunks.set(spec.names, { options, shapes, list, tapped });
  return list;
}

interface KeptBranch extends Kept {
  readonly inflow: Entering;
}

const lastBranches = new WeakMap<ExitSpec | SwitchSpec, KeptBranch>();

function branchOf(
  kind: 'exit' | 'switch',
  spec: ExitSpec | SwitchSpec,
  inflow: Entering,
  options: CostOptions,
  choices: ReadonlyMap<LayerSpec, Parallelism>,
): LayerList {
  const last = lastBranches.get(spec);
  const isSame = last && isSameInflow(last.inflow, inflow) && sameOptions(last.options, options);
  if (isSame && choices.size === 0) return last.list;
  const shapes = inferShapes(spec.layers, inflow === 'unknown' ? inflow : inflow.shape);
  const list: LayerList = {
    kind,
    name: spec.name,
    spec,
    specs: spec.layers,
    layers: figuresOf(shapes, options, choices, undefined),
    shapeProblems: shapes.problems,
    ...(inflow !== 'unknown' && { inflow }),
  };
  if (choices.size === 0) lastBranches.set(spec, { inflow, options, shapes, list });
  return list;
}

function isSameInflow(a: Entering, b: Entering): boolean {
  return a === b || (a !== 'unknown' && b !== 'unknown' && a.bits === b.bits && sameShape(a.shape, b.shape));
}

/** Reuses the figures in `last` of unchanged layers. */
function figuresOf(
  { layers }: InferredShapes,
  options: CostOptions,
  choices: ReadonlyMap<LayerSpec, Parallelism>,
  last: Kept | undefined,
): LayerFigures[] {
  const kept = last && choices.size === 0 && sameOptions(last.options, options) ? last : undefined;
  return layers.map((shaped, i) => {
    const same = kept?.shapes.layers[i] === shaped ? kept.list.layers[i] : undefined;
    return same ?? figuresOfLayer(shaped, options, choices.get(shaped.spec));
  });
}

/** Last figures of layers, since an edit leaves most layers unchanged. */
const lastFigures = new WeakMap<
  ShapedLayer,
  { readonly options: CostOptions; readonly figures: LayerFigures }
>();

function figuresOfLayer(
  shaped: ShapedLayer,
  options: CostOptions,
  choice: Parallelism | undefined,
): LayerFigures {
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
