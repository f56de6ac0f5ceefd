import { type Nanoseconds, cyclesToNs } from '../base/units';
import { noResources } from '../base/resources';
import {
  type CostOptions,
  type DecisionCost,
  type DecisionKind,
  type ModuleCost,
  type ModuleLayer,
  type ModuleOptions,
  cpuNs,
  decisionCost,
  moduleCost,
} from '../cost/index';
import type { FoldableModule } from '../explore/folding';
import { elements, successors } from '../network/index';
import type { DecisionRule, Design, LayerSpec, PlaceSpec } from '../semantics/design';
import type { LayerList, ModuleFigures, Target } from './analysis';

/**
 * From the controller's call to the first word: AXI4-Lite registers of a kernel and its DMA, bare metal.
 * Assumed until a load log of the user's own says better.
 */
export const INVOKE_OVERHEAD_NS: Nanoseconds = 5_000;

/** Logits are handed to the decision in 16 bit, as ATHEENA's unit takes them. */
const LOGIT_BITS = 16;

/** Operations to decide over one class on the processor: exponential, sum and comparison. Assumed. */
const CPU_DECISION_OPERATIONS = 40;

/** What each stage, exit and switch is as a piece of hardware, or of work for the processor. */
export function moduleFigures(design: Design, lists: readonly LayerList[], target: Target): ModuleFigures[] {
  const trunk = (name: string | undefined) => lists.find((l) => l.kind === 'network' && l.name === name);
  const stages = design.stages.flatMap((spec) => {
    const list = trunk(spec.network);
    if (list === undefined || spec.layers.length === 0) return [];
    const leaving = leavingOf(design, list, spec.layers);
    return figuresOf(
      list,
      { name: spec.name, kind: 'stage', spec, place: spec.place, list, layers: spec.layers },
      target,
      undefined,
      leaving,
    );
  });
  const branches = lists
    .filter((l) => l.kind !== 'network')
    .map((list) => {
      const spec = list.spec as ModuleFigures['spec'] & { readonly when?: DecisionRule };
      const kind = list.kind === 'exit' ? ('exit' as const) : ('switch' as const);
      const layers = list.specs.map((_, i) => i);
      return figuresOf(
        list,
        { name: list.name, kind, spec, place: spec.place, list, layers },
        target,
        decisionOf(list, spec.when),
        [],
      );
    });
  return [...stages, ...branches];
}

/** A region's name, `static` or `cpu`. */
export function placeName(place: PlaceSpec): string {
  return place.kind === 'region' ? place.region : place.kind;
}

type Base = Pick<ModuleFigures, 'name' | 'kind' | 'spec' | 'place' | 'list' | 'layers'>;

function figuresOf(
  list: LayerList,
  base: Base,
  target: Target,
  decision: DecisionCost | undefined,
  leaving: readonly number[],
): ModuleFigures {
  if (base.place.kind === 'cpu') return { ...base, band: 0, ...onCpu(base, target) };
  const layers: ModuleLayer[] = [];
  for (const index of base.layers) {
    const figures = list.layers[index];
    if (figures?.cost === undefined) return { ...base, band: 0 };
    layers.push({ layer: figures.shaped, cost: figures.cost });
  }
  if (base.kind !== 'stage' && decision === undefined) return { ...base, band: 0 };
  const cost = rememberedCost(layers, moduleOptions(base.place, decision, leaving, target));
  return {
    ...base,
    cost,
    band: Math.max(cost.band.lut, cost.band.ff),
    ...(cost.notModelled.length === 0 && { resources: cost.resources }),
    duration: durationOf(cost, target),
  };
}

/** n inputs take the invocation, the fill of the pipeline and n intervals. */
export function durationOf(
  { intervalCycles, latencyCycles }: Pick<ModuleCost, 'intervalCycles' | 'latencyCycles'>,
  { clockHz }: Target,
): NonNullable<ModuleFigures['duration']> {
  const perInputNs = cyclesToNs(intervalCycles, clockHz);
  return { fixedNs: INVOKE_OVERHEAD_NS + cyclesToNs(latencyCycles, clockHz) - perInputNs, perInputNs };
}

/** What a module is costed with when it stands in a place; resident modules bring their own DMA. */
function moduleOptions(
  place: PlaceSpec,
  decision: DecisionCost | undefined,
  leaving: readonly number[],
  { clockHz, ddrBytesPerSecond }: Target,
): ModuleOptions {
  return {
    clockHz,
    leaving,
    dma: place.kind === 'static',
    ...(decision && { decision }),
    ...(Number.isFinite(ddrBytesPerSecond) && { ddrBytesPerSecond }),
  };
}

/** The module's layers for a folding search, as if it stood in `place`. */
export function foldable(
  design: Design,
  module: ModuleFigures,
  place: PlaceSpec,
  target: Target,
): FoldableModule {
  const { list, layers, kind, spec } = module;
  const when = 'when' in spec ? spec.when : undefined;
  const decision = kind === 'stage' ? undefined : decisionOf(list, when);
  const leaving = kind === 'stage' ? leavingOf(design, list, layers) : [];
  return {
    layers: layers.flatMap((i) => list.layers[i]?.shaped ?? []),
    options: { ...costOptions(target), ...moduleOptions(place, decision, leaving, target) },
  };
}

/** What a layer is costed with. */
export function costOptions({ part, clockHz, ddrBytesPerSecond }: Target): CostOptions {
  return {
    family: part?.family ?? '7series',
    clockHz,
    ...(Number.isFinite(ddrBytesPerSecond) && { ddrBytesPerSecond }),
  };
}

function onCpu({ list, layers, kind }: Base, target: Target): Partial<ModuleFigures> {
  let operations = 0;
  for (const index of layers) {
    const shaped = list.layers[index]?.shaped;
    if (shaped?.outShape === undefined) return {};
    operations +=
      shaped.macs === undefined || shaped.macs === 0 ? elements(shaped.outShape) : 2 * shaped.macs;
  }
  if (kind !== 'stage') operations += CPU_DECISION_OPERATIONS * (classesOf(list) ?? 1);
  if (target.cpuOpsPerSecond <= 0) return {};
  const perInputNs = cpuNs(operations, target.cpuOpsPerSecond);
  return { resources: noResources, duration: { fixedNs: INVOKE_OVERHEAD_NS, perInputNs } };
}

/** Layers of a stage whose values leave it: the next stage's and exits' inputs. */
function leavingOf(design: Design, list: LayerList, layers: readonly number[]): number[] {
  const readers = readersOf(list.specs);
  const tapped = tappedOf(design, list.name);
  const [first, last] = [layers[0] ?? 0, layers.at(-1) ?? 0];
  return layers.filter((l) => tapped.has(l) || (readers[l] ?? []).some((r) => r < first || r > last));
}

const readersByList = new WeakMap<readonly LayerSpec[], ReturnType<typeof successors>>();

function readersOf(specs: readonly LayerSpec[]): ReturnType<typeof successors> {
  let readers = readersByList.get(specs);
  if (readers === undefined) readersByList.set(specs, (readers = successors(specs)));
  return readers;
}

const tappedByDesign = new WeakMap<Design, Map<string, Set<number>>>();

/** Layers of a network that exits and switches read. */
function tappedOf(design: Design, network: string): ReadonlySet<number> {
  let all = tappedByDesign.get(design);
  if (all === undefined) {
    all = new Map();
    for (const { after } of [...design.exits, ...design.switches]) {
      if (after === undefined) continue;
      const own = all.get(after.network);
      if (own === undefined) all.set(after.network, new Set([after.layer]));
      else own.add(after.layer);
    }
    tappedByDesign.set(design, all);
  }
  return all.get(network) ?? new Set();
}

function decisionOf(list: LayerList, when: DecisionRule | undefined): DecisionCost | undefined {
  const classes = classesOf(list);
  if (classes === undefined) return undefined;
  const usual: DecisionKind = list.kind === 'switch' ? 'argmax' : 'softmax';
  return decisionCost(when?.criterion ?? usual, classes, LOGIT_BITS);
}

/** Number of logits that a branch ends in. */
function classesOf(list: LayerList): number | undefined {
  const shape = list.layers.at(-1)?.shaped.outShape;
  return shape === undefined ? undefined : elements(shape);
}

interface Remembered {
  readonly key: string;
  readonly layers: readonly ModuleLayer[];
  readonly cost: ModuleCost;
}

/** The last cost of each module, by its first layer: an edit elsewhere leaves all its layers the same objects. */
const lastCosts = new WeakMap<object, Remembered>();

function rememberedCost(layers: readonly ModuleLayer[], options: ModuleOptions): ModuleCost {
  const anchor = layers[0]?.layer;
  const { decision, ...plain } = options;
  const key = JSON.stringify([plain, decision?.cycles, decision?.latency, decision?.resources]);
  const last = anchor && lastCosts.get(anchor);
  if (last?.key === key && sameLayers(last.layers, layers)) return last.cost;
  const cost = moduleCost(layers, options);
  if (anchor) lastCosts.set(anchor, { key, layers, cost });
  return cost;
}

function sameLayers(a: readonly ModuleLayer[], b: readonly ModuleLayer[]): boolean {
  return a.length === b.length && a.every((x, i) => x.layer === b[i]?.layer && x.cost === b[i]?.cost);
}
