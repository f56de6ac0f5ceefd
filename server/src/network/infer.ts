/** Infers the shapes and counts of a list of layers, reusing those that an edit leaves alone. */
import { type Layer, firstReading } from '../../../grammar/src/index';
import type { LayerSpec } from '../semantics/design';
import { checkAttributes, checkInputCount, inputShape, type Silent } from './check';
import { accumulatorBits, count, productsPerOutput } from './count';
import { fusionOf } from './fuse';
import { successors } from './graph';
import { kindShape } from './kinds';
import type { Output } from './output';
import type { ShapeFault, ShapeProblem } from './problem';
import { elements, sameShape, type Shape } from './shape';
import type { ShapedLayer } from './shaped-layer';

/** The input shape of a branch; `unknown` if the trunk's shape there is not known. */
export type Inflow = Shape | 'unknown';

export interface InferredShapes {
  readonly layers: readonly ShapedLayer[];
  readonly problems: readonly ShapeProblem[];
}

interface Draft {
  readonly inputs: readonly (Shape | undefined)[];
  readonly output?: Output;
  readonly macs?: number;
  readonly params?: number;
}

/**
 * Shapes, multiply-accumulates and parameters of a network's layers, or (with `inflow`) of an exit's or
 * switch's branch. A layer that depends on a faulty one is unknown, without a problem of its own.
 *
 * @param tapped the layers with an exit or switch behind them
 */
export function inferShapes(
  layers: readonly LayerSpec[],
  inflow?: Inflow,
  tapped: ReadonlySet<number> = nothing,
): InferredShapes {
  const problems: ShapeProblem[] = [];
  const report = (layer: number, fault: ShapeFault): void => {
    problems.push({ layer, ...fault });
  };
  const readers = successors(layers);
  const fusedInto = new Map<number, number>();
  const host = (index: number): number => fusedInto.get(index) ?? index;
  const fused: number[][] = layers.map(() => []);
  const drafts: Draft[] = [];
  const firstInput = layers.findIndex((layer) => layer.kind === 'input');
  if (inflow === undefined && firstInput < 0 && layers.length > 0) report(0, { kind: 'no-input' });

  layers.forEach((spec, index) => {
    const drafted = draft(spec, index, drafts, inflow, firstInput);
    if ('fault' in drafted) {
      if (drafted.fault !== 'silent') report(index, drafted.fault);
      drafts.push({ inputs: drafted.inputs });
      return;
    }
    drafts.push(drafted);
    const fusion = fusionOf(spec, layers, readers, host, tapped);
    if (fusion.fault !== undefined) report(index, { kind: 'nothing-to-fold', reason: fusion.fault });
    if (fusion.into !== undefined) {
      fusedInto.set(index, fusion.into);
      fused[fusion.into]?.push(index);
    }
  });
  return {
    layers: layers.map((spec, index) =>
      finish(spec, drafts[index] ?? { inputs: [] }, fused[index] ?? [], fusedInto.get(index)),
    ),
    problems,
  };
}

/**
 * Computes `inferShapes(now)` from `before = inferShapes(was)` if only one layer differs and it keeps its kind and its
 * input and output shapes: all other layers stay the same objects. Undefined if more has changed.
 */
export function reinferShapes(
  before: InferredShapes,
  was: readonly LayerSpec[],
  now: readonly LayerSpec[],
): InferredShapes | undefined {
  if (before.problems.length > 0 || was.length !== now.length) return undefined;
  let changed = -1;
  for (let i = 0; i < now.length; i++) {
    if (now[i] === was[i]) continue;
    if (changed >= 0) return undefined;
    changed = i;
  }
  if (changed < 0) return before;
  const [old, spec] = [before.layers[changed], now[changed]];
  if (old?.outShape === undefined || spec === undefined || spec.kind === 'input') return undefined;
  if (spec.kind !== old.spec.kind || !sameNumbers(spec.inputs, old.spec.inputs)) return undefined;
  const drafted = drawn(spec, old.inputs, () => draftFrom(spec, old.inputs));
  if ('fault' in drafted || drafted.output === undefined) return undefined;
  if (!sameShape(drafted.output.outShape, old.outShape)) return undefined;
  const layers = [...before.layers];
  layers[changed] = finish(spec, drafted, old.fused, old.fusedInto);
  return { layers, problems: [] };
}

const nothing: ReadonlySet<number> = new Set();

interface Failed {
  readonly inputs: Draft['inputs'];
  readonly fault: ShapeFault | Silent;
}

function draft(
  spec: LayerSpec,
  index: number,
  earlier: readonly Draft[],
  inflow: Inflow | undefined,
  firstInput: number,
): Draft | Failed {
  if (spec.kind === 'input') return draftInput(spec, index, inflow, firstInput);
  const inputs = spec.inputs.map((input) => {
    if (input < 0) return inflow === 'unknown' ? undefined : inflow;
    return earlier[input]?.output?.outShape;
  });
  return drawn(spec, inputs, () => draftFrom(spec, inputs));
}

/** The last result for a layer's text, reused for the same input shapes: all but what an edit touches. */
const lastDrafts = new WeakMap<Layer, Draft>();

function drawn(spec: LayerSpec, inputs: Draft['inputs'], make: () => Draft | Failed): Draft | Failed {
  const text = firstReading(spec.node);
  const last = lastDrafts.get(text);
  if (last !== undefined && sameShapes(last.inputs, inputs)) return last;
  const made = make();
  if (!('fault' in made)) lastDrafts.set(text, made);
  return made;
}

function sameShapes(a: Draft['inputs'], b: Draft['inputs']): boolean {
  return a.length === b.length && a.every((shape, i) => shape === b[i] || sameKnown(shape, b[i]));
}

function sameKnown(a: Shape | undefined, b: Shape | undefined): boolean {
  return a !== undefined && b !== undefined && sameShape(a, b);
}

function draftFrom(spec: LayerSpec, inputs: Draft['inputs']): Draft | Failed {
  const fault = checkAttributes(spec) ?? checkInputCount(spec);
  if (fault !== undefined) return { inputs, fault };
  const [first, ...rest] = inputs;
  if (first === undefined || !rest.every((shape) => shape !== undefined)) return { inputs, fault: 'silent' };
  const output = kindShape(spec.kind).output(spec, [first, ...rest]);
  if ('kind' in output) return { inputs, fault: output };
  const { macs, params } = count(spec, first, output.outShape, output.window, output.groups);
  const large =
    tooLarge('elements', elements(output.outShape)) ?? tooLarge('macs', macs) ?? tooLarge('params', params);
  return large ? { inputs, fault: large } : { inputs, output, macs, params };
}

function draftInput(
  spec: LayerSpec,
  index: number,
  inflow: Inflow | undefined,
  firstInput: number,
): Draft | Failed {
  if (inflow !== undefined) return { inputs: [], fault: { kind: 'input-in-branch' } };
  if (index !== firstInput) return { inputs: [], fault: { kind: 'second-input', first: firstInput } };
  return drawn(spec, [], () => draftFirstInput(spec));
}

function draftFirstInput(spec: LayerSpec): Draft | Failed {
  const shape = inputShape(spec);
  if (shape === 'silent' || 'kind' in shape) return { inputs: [], fault: shape };
  const large = tooLarge('elements', elements(shape));
  if (large) return { inputs: [], fault: large };
  return { inputs: [], output: { outShape: shape, groups: 1 }, macs: 0, params: 0 };
}

/** Beyond 2^53 a figure is no longer exact, so it is reported instead of shown. */
function tooLarge(quantity: 'elements' | 'macs' | 'params', value: number): ShapeFault | undefined {
  return value > Number.MAX_SAFE_INTEGER ? { kind: 'too-large', quantity, value } : undefined;
}

interface Finished {
  readonly draft: Draft;
  readonly shaped: ShapedLayer;
}

/** Keeps the same object for the same layer in the same context, so that caches keyed by it still hit. */
const finished = new WeakMap<LayerSpec, Finished>();

function finish(
  spec: LayerSpec,
  draft: Draft,
  fused: readonly number[],
  into: number | undefined,
): ShapedLayer {
  const last = finished.get(spec);
  if (last?.draft === draft && last.shaped.fusedInto === into && sameNumbers(last.shaped.fused, fused)) {
    return last.shaped;
  }
  const shaped = shapedLayer(spec, draft, fused, into);
  finished.set(spec, { draft, shaped });
  return shaped;
}

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((x, i) => x === b[i]);
}

function shapedLayer(
  spec: LayerSpec,
  { inputs, output, macs, params }: Draft,
  fused: readonly number[],
  into: number | undefined,
): ShapedLayer {
  const inShape = inputs[0];
  const products =
    inShape === undefined || output === undefined || macs === 0
      ? 0
      : productsPerOutput(spec, inShape, output.window, output.groups);
  return {
    spec,
    inputs,
    inShape,
    outShape: output?.outShape,
    window: output?.window,
    macs,
    params,
    groups: output?.groups ?? 1,
    fusedInto: into,
    fused,
    accumulatorBits: accumulatorBits(spec, products),
  };
}
