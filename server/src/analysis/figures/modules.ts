/** Turns stages, exits and switches into modules with cost and duration. */
import { criterionSpecs } from '../../../../grammar/src/index';
import { noBand } from '../../base/band';
import { createMemo, perObject } from '../../base/memo';
import { type Nanoseconds, cyclesToNs } from '../../base/units';
import { atLeast, noResources } from '../../base/resources';
import {
  type CostOptions,
  type DecisionCost,
  type DecisionKind,
  type LayerCost,
  type ModuleCost,
  type ModuleLayer,
  type ModuleOptions,
  cpuNs,
  decisionCost,
  isUnknown,
  moduleCost,
  unknownLayer,
} from '../../cost/index';
import type { FoldableModule } from '../../explore/folding';
import { channels, dimensions, elements, isUncounted, successors } from '../../network/index';
import type { Duration } from '../../schedule/index';
import type { DecisionRule, Design, LayerSpec, PlaceSpec, StageSpec } from '../../semantics/design';
import { decidingLayers } from '../../semantics/exit-head';
import type { LayerFigures, LayerList, ModuleFigures, Target } from '../analysis';
import { ownLayers } from './module-layers';
import { scoresAt, scoresShape } from './scores';
import type { Variants } from './lists';

/**
 * Time from the controller's call to the first word: AXI4-Lite registers of a kernel and its DMA, bare metal. Assumed
 * until the user's own load log gives a better figure.
 */
export const INVOKE_OVERHEAD_NS: Nanoseconds = 5_000;

/** Bits of a logit where its layer does not say. */
const LOGIT_BITS = 16;

/** Operations per class of a decision on the processor: exponential, sum and comparison. Assumed. */
const CPU_DECISION_OPERATIONS = 40;

/** Each stage, exit and switch as hardware, or as work for the processor. */
export function moduleFigures(
  design: Design,
  lists: readonly LayerList[],
  variants: Variants,
  target: Target,
): ModuleFigures[] {
  const trunks = new Map<string, LayerList>();
  for (const list of lists) if (list.kind === 'network') trunks.set(list.name, list);
  const modules: ModuleFigures[] = [];
  for (const spec of design.stages) {
    const list = variants.get(spec) ?? trunks.get(spec.network ?? '');
    if (list === undefined || spec.layers.length === 0) continue;
    const leaving = leavingOf(design, list, spec);
    const { name, place, layers } = spec;
    modules.push(figuresOf({ name, kind: 'stage', spec, place, list, layers }, target, undefined, leaving));
  }
  for (const list of lists) if (list.kind !== 'network') modules.push(branchFigures(list, target));
  return modules;
}

interface KeptBranch {
  readonly target: Target;
  readonly figures: ModuleFigures;
}

/** An unchanged branch has the same figures on the same target. */
const lastBranches = new WeakMap<LayerList, KeptBranch>();

function branchFigures(list: LayerList, target: Target): ModuleFigures {
  const last = lastBranches.get(list);
  if (last?.target === target) return last.figures;
  const spec = list.spec as ModuleFigures['spec'] & { readonly when?: DecisionRule };
  const kind = list.kind === 'exit' ? ('exit' as const) : ('switch' as const);
  const layers = list.specs.map((_, i) => i);
  const base: Base = { name: list.name, kind, spec, place: spec.place, list, layers };
  const figures = figuresOf(base, target, decisionOf(list, spec.when), decidingLayersOf(list));
  lastBranches.set(list, { target, figures });
  return figures;
}

function decidingLayersOf({ specs, spec }: LayerList): readonly number[] {
  return decidingLayers({ layers: specs, ...('when' in spec && { when: spec.when }) });
}

/** A region's name, `static` or `cpu`. */
export function placeName(place: PlaceSpec): string {
  return place.kind === 'region' ? place.region : place.kind;
}

type Base = Pick<ModuleFigures, 'name' | 'kind' | 'spec' | 'place' | 'list' | 'layers'>;

function figuresOf(
  base: Base,
  target: Target,
  decision: DecisionCost | undefined,
  leaving: readonly number[],
): ModuleFigures {
  const { name, kind, spec, place, list, layers } = base;
  if (place.kind === 'cpu') return { ...base, band: noBand, ...onCpu(base, target) };
  const options = moduleOptions(place, decision, leaving, target, list.inflow);
  const own = ownLayers(list, layers);
  if (own.length < layers.length) return { ...base, band: noBand };
  const found = unchangedCost(own, options) ?? changedCost(own, options);
  if (found === undefined) return { ...base, band: noBand };
  const cost = kind !== 'stage' && decision === undefined ? withoutDecision(found) : found;
  const { band } = cost;
  const duration = durationOf(cost, target);
  // Written out instead of spread, which is slow: each edit creates one per stage.
  return { name, kind, spec, place, list, layers, cost, band, duration, resources: cost.resources };
}

/** Cost with an unknown number of classes, and so an unknown cost of the decision. */
function withoutDecision(cost: ModuleCost): ModuleCost {
  return { ...cost, cyclesAtLeast: true, resources: atLeast(cost.resources, ['lut', 'ff', 'dsp']) };
}

interface LastCost {
  readonly options: ModuleOptions;
  readonly cost: ModuleCost;
}

/** The last cost of each module, by its layers, which edits elsewhere leave unchanged. */
const lastCosts = new WeakMap<readonly LayerFigures[], LastCost>();

function unchangedCost(layers: readonly LayerFigures[], options: ModuleOptions): ModuleCost | undefined {
  const last = lastCosts.get(layers);
  return last && sameOptions(last.options, options) ? last.cost : undefined;
}

function sameOptions(a: ModuleOptions, b: ModuleOptions): boolean {
  return (
    a.clockHz === b.clockHz &&
    a.family === b.family &&
    a.ddrBytesPerSecond === b.ddrBytesPerSecond &&
    a.dma === b.dma &&
    a.decision === b.decision &&
    inflowKey(a) === inflowKey(b) &&
    a.leaving?.length === b.leaving?.length &&
    (a.leaving ?? []).every((index, i) => index === b.leaving?.[i])
  );
}

/** Undefined if no computing layer is known. */
function changedCost(layers: readonly LayerFigures[], options: ModuleOptions): ModuleCost | undefined {
  const costed: ModuleLayer[] = [];
  let unknown = 0;
  let known = 0;
  for (const layer of layers) {
    const cost = layer.cost ?? unknownLayer;
    if (isUnknown(cost)) unknown++;
    else if (cost.processes.length > 0) known++;
    costed.push({ layer: layer.shaped, cost });
  }
  const isEmpty = unknown > 0 || layers.length === 0;
  if (isEmpty && known === 0 && options.decision === undefined) return undefined;
  const cost = rememberedCost(costed, options);
  if (layers.length > 0) lastCosts.set(layers, { options, cost });
  return cost;
}

/** n inputs take the invocation, the pipeline's fill and n intervals. */
export function durationOf(cost: ModuleTimes, { clockHz, ddrBytesPerSecond }: Target): Duration {
  const { intervalCycles, latencyCycles, cyclesAtLeast, bytesIn, bytesOut, streamedBytes } = cost;
  const perInputNs = cyclesToNs(intervalCycles, clockHz);
  const fixedNs = INVOKE_OVERHEAD_NS + cyclesToNs(latencyCycles, clockHz) - perInputNs;
  const memoryNs = ((bytesIn + bytesOut + streamedBytes) * 1e9) / ddrBytesPerSecond;
  const duration = { fixedNs, perInputNs, ...(memoryNs > 0 && { memoryNs }) };
  return cyclesAtLeast ? { ...duration, atLeast: true } : duration;
}

type ModuleTimes = Pick<
  ModuleCost,
  'intervalCycles' | 'latencyCycles' | 'cyclesAtLeast' | 'bytesIn' | 'bytesOut' | 'streamedBytes'
>;

/** Lower bound for a module about which only its call is known. */
export const onlyCalled: Duration = { fixedNs: INVOKE_OVERHEAD_NS, perInputNs: 0, atLeast: true };

/** Cost options of a module in a place; resident modules have their own DMA. */
function moduleOptions(
  place: PlaceSpec,
  decision: DecisionCost | undefined,
  leaving: readonly number[],
  { part, clockHz, ddrBytesPerSecond }: Target,
  inflow: ModuleOptions['inflow'],
): ModuleOptions {
  return {
    clockHz,
    family: part?.family ?? '7series',
    leaving,
    dma: place.kind === 'static',
    ...(decision && { decision }),
    ...(inflow && { inflow }),
    ...(Number.isFinite(ddrBytesPerSecond) && { ddrBytesPerSecond }),
  };
}

/** The module's layers for a folding search, as if it were in `place`. */
export function foldable(
  design: Design,
  module: ModuleFigures,
  place: PlaceSpec,
  target: Target,
): FoldableModule {
  const { list, layers, kind, spec } = module;
  const when = 'when' in spec ? spec.when : undefined;
  const decision = kind === 'stage' ? undefined : decisionOf(list, when);
  const leaving = kind === 'stage' ? leavingOf(design, list, spec as StageSpec) : decidingLayersOf(list);
  return {
    layers: layers.flatMap((i) => list.layers[i]?.shaped ?? []),
    options: { ...costOptions(target), ...moduleOptions(place, decision, leaving, target, list.inflow) },
  };
}

/** Cost options of a layer. */
export function costOptions({ part, clockHz, ddrBytesPerSecond }: Target): CostOptions {
  return {
    family: part?.family ?? '7series',
    clockHz,
    ...(Number.isFinite(ddrBytesPerSecond) && { ddrBytesPerSecond }),
  };
}

function onCpu(base: Base, target: Target): Partial<ModuleFigures> {
  const duration = cpuDuration(base, target);
  return duration === undefined ? { resources: noResources } : { resources: noResources, duration };
}

/** Duration of the layers with a known shape. Undefined if there are none, or the processor is unknown. */
export function cpuDuration({ list, layers, kind }: Base, target: Target): ModuleFigures['duration'] {
  let operations = 0;
  let known = 0;
  for (const index of layers) {
    const shaped = list.layers[index]?.shaped;
    if (shaped?.outShape === undefined || isUncounted(shaped.spec, 'macs')) continue;
    known++;
    operations +=
      shaped.macs === undefined || shaped.macs === 0 ? elements(shaped.outShape) : 2 * shaped.macs;
  }
  const classes = classesOf(list);
  if (kind !== 'stage') operations += CPU_DECISION_OPERATIONS * (classes ?? 1);
  if (target.cpuOpsPerSecond <= 0 || (known === 0 && layers.length > 0)) return undefined;
  const time = { fixedNs: INVOKE_OVERHEAD_NS, perInputNs: cpuNs(operations, target.cpuOpsPerSecond) };
  const isWhole = known === layers.length && (kind === 'stage' || classes !== undefined);
  return isWhole ? time : { ...time, atLeast: true };
}

interface KeptLeaving {
  readonly names: ReadonlyMap<string, number> | undefined;
  readonly cuts: Design['cuts'];
  readonly leaving: readonly number[];
}

const lastLeaving = new WeakMap<StageSpec, KeptLeaving>();

/** Layers of a stage whose values leave it: the next stage's and exits' inputs. */
function leavingOf(design: Design, list: LayerList, stage: StageSpec): readonly number[] {
  const names = 'names' in list.spec ? list.spec.names : undefined;
  const { cuts } = design;
  const last = lastLeaving.get(stage);
  if (last && names && last.names === names && last.cuts === cuts) return last.leaving;
  const readers = readersOf(list.specs);
  const tapped = cuts.get(list.name);
  const { layers } = stage;
  const [first, end] = [layers[0] ?? 0, layers.at(-1) ?? 0];
  const leaving = layers.filter(
    (l) =>
      // The network's input is in memory as it is.
      (tapped?.has(l) === true && list.specs[l]?.kind !== 'input') ||
      (readers[l] ?? []).some((r) => r < first || r > end),
  );
  lastLeaving.set(stage, { names, cuts, leaving });
  return leaving;
}

const readersOf = perObject((specs: readonly LayerSpec[]) => successors(specs));

function decisionOf(list: LayerList, when: DecisionRule | undefined): DecisionCost | undefined {
  const shape = scoresShape(list);
  if (shape === undefined) return undefined;
  const usual: DecisionKind = list.kind === 'switch' ? 'argmax' : 'softmax';
  const kind = when?.criterion ?? usual;
  const isImageWise = when !== undefined && criterionSpecs[when.criterion].overPositions === true;
  const classes = isImageWise ? channels(shape) : elements(shape);
  const positions = elements(shape) / classes;
  const at = scoresAt(list);
  const bits = (at < 0 ? list.inflow?.bits : list.specs[at]?.activations.bits) ?? LOGIT_BITS;
  return decisions(`${kind},${classes},${bits},${positions}`, () =>
    decisionCost(kind, classes, bits, { positions }),
  );
}

/** Equal decisions are one object, so that modules can be compared by identity. */
const decisions = createMemo<DecisionCost>(200);

/** Number of logits at the end of a branch. */
function classesOf(list: LayerList): number | undefined {
  const shape = scoresShape(list);
  return shape === undefined ? undefined : elements(shape);
}

/** Costs of modules, keyed by everything that they depend on. In a network of thousands of layers an edit changes one module. */
const remembered = createMemo<ModuleCost>(2_000);

function rememberedCost(layers: readonly ModuleLayer[], options: ModuleOptions): ModuleCost {
  return remembered(moduleKey(layers, options), () => moduleCost(layers, options));
}

/** Positions count from the module's first layer, so a layer added before it changes nothing. */
function moduleKey(layers: readonly ModuleLayer[], { decision, leaving, ...plain }: ModuleOptions): string {
  const first = layers[0]?.layer.spec.index ?? 0;
  let key = `${plain.clockHz},${plain.family},${plain.ddrBytesPerSecond},${plain.dma},${inflowKey(plain)}`;
  if (decision) key += `,${identify(decision)}`;
  for (const { layer, cost } of layers) {
    key += `;${identify(cost)}`;
    for (const input of layer.spec.inputs) key += `,${input - first}`;
  }
  for (const index of leaving ?? []) key += `|${index - first}`;
  return key;
}

function inflowKey({ inflow }: Pick<ModuleOptions, 'inflow'>): string {
  return inflow === undefined ? '' : `${dimensions(inflow.shape).join('x')}:${inflow.bits}`;
}

/** Costs of layers are memoised too, so equal costs are one object. */
const identities = new WeakMap<object, number>();
let identified = 0;

function identify(cost: LayerCost | DecisionCost): number {
  let identity = identities.get(cost);
  if (identity === undefined) identities.set(cost, (identity = ++identified));
  return identity;
}
