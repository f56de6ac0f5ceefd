import type { Analysis, LayerList } from '../../analysis/analysis';
import { confidenceAt, scoresAt } from '../../analysis/figures/scores';
import { elements } from '../../network';
import type { ShapedLayer } from '../../network';
import type { LayerKind } from '../../semantics/design';
import { type LoweredModel, type Op, type Value, sizeOf } from '../lower/lowered';
import type { LayerSpec } from '../../semantics/design';
import { OnnxError } from '../../onnx/index';
import { sameName } from './layer-names';

/** Which operators of a model the layers of a design are. */
export interface BoundList {
  readonly list: LayerList;
  /** By position, for the layers that compute something. */
  readonly ops: ReadonlyMap<number, Op>;
  /** By position: what leaves each layer. */
  readonly values: readonly Value[];
  /** Which of the model's outputs the list ends in. */
  readonly output: number;
  /** For an exit with a trained confidence: the output that it is, if it is one. */
  readonly confidence?: number;
}

/** A layer of the design for which there is none in the model, or none that will do. */
export class LayerMismatch extends OnnxError {
  /** @param reason as a clause */
  constructor(
    list: LayerList,
    readonly layer: LayerSpec | undefined,
    readonly reason: string,
  ) {
    super(`${list.kind} ${list.name}, layer ${layer?.label ?? ''}: ${reason}`);
  }
}

/** It takes too long to find out. */
export class GivenUp extends Error {}

/**
 * Finds each layer of a network and of its exits in the model that the network is bound to: by what it reads, its
 * kind and shape, and, where several are alike, by name and by where its path ends.
 *
 * @param patience layers that are tried at most: where several are alike, there may be very many ways
 * @throws LayerMismatch for the first layer that is not there
 * @throws GivenUp where patience ends
 */
export function bindLayers(
  analysis: Pick<Analysis, 'lists'>,
  network: string,
  model: LoweredModel,
  patience = Number.POSITIVE_INFINITY,
): readonly BoundList[] {
  const readers = readersOf(model);
  const taken = new Set<Op>();
  const ends = new Set<number>();
  const bound: BoundList[] = [];
  const trunk = analysis.lists.find((l) => l.kind === 'network' && l.name === network);
  if (trunk === undefined) throw new OnnxError(`the design has no network ${network}`);
  const bind = (list: LayerList, start: Value): BoundList => {
    const found = new Search(list, start, model, readers, taken, ends, patience).run();
    for (const op of found.ops.values()) taken.add(op);
    for (const end of [found.output, found.confidence]) if (end !== undefined) ends.add(end);
    bound.push(found);
    return found;
  };
  const { values } = bind(trunk, model.input);
  for (const list of analysis.lists) {
    const after = list.kind === 'exit' && 'after' in list.spec ? list.spec.after : undefined;
    if (after?.network === network) bind(list, values[after.layer] ?? model.input);
  }
  return bound;
}

const known = new WeakMap<LoweredModel, ReadonlyMap<Value, readonly Op[]>>();

/** Which operators read each value. */
function readersOf(model: LoweredModel): ReadonlyMap<Value, readonly Op[]> {
  const found = known.get(model);
  if (found) return found;
  const readers = new Map<Value, Op[]>();
  for (const op of model.ops) {
    for (const input of new Set(op.inputs)) readers.set(input, [...(readers.get(input) ?? []), op]);
  }
  known.set(model, readers);
  return readers;
}

/** One list of layers, searched depth first: of layers that are alike, the wrong one soon leads nowhere. */
class Search {
  private readonly layers: readonly ShapedLayer[];
  private readonly values: Value[] = [];
  private readonly ops = new Map<number, Op>();
  private furthest = -1;
  private reason = '';

  constructor(
    private readonly list: LayerList,
    private readonly start: Value,
    private readonly model: LoweredModel,
    private readonly readers: ReadonlyMap<Value, readonly Op[]>,
    private readonly taken: ReadonlySet<Op>,
    private readonly ends: ReadonlySet<number>,
    private patience: number,
  ) {
    this.layers = list.layers.map((l) => l.shaped);
  }

  run(): BoundList {
    const output = this.from(0);
    const { list, values, ops } = this;
    if (output !== undefined) {
      const confidence = this.outputOf(values[confidenceAt(list) ?? -1]);
      return { list, ops, values, output, ...(confidence >= 0 && { confidence }) };
    }
    const layer = this.layers[Math.max(0, this.furthest)]?.spec;
    throw new LayerMismatch(list, layer, this.reason || 'the model has no such layer there');
  }

  /** The model's output that the rest of the list ends in, or undefined. */
  private from(index: number): number | undefined {
    const layer = this.layers[index];
    if (layer === undefined) return this.end(index);
    if (this.patience-- <= 0) throw new GivenUp();
    const inputs = layer.spec.inputs.map((i) => (i < 0 ? this.start : this.values[i]));
    const [first] = inputs;
    if (handsOn(layer)) {
      const value = layer.spec.kind === 'input' ? this.start : first;
      if (value === undefined) return undefined;
      this.values[index] = value;
      return this.from(index + 1);
    }
    if (first === undefined) return undefined;
    const options = (this.readers.get(first) ?? []).filter(
      (op) => op.inputs.length === inputs.length && op.inputs.every((v, i) => v === inputs[i]),
    );
    const fitting = options.filter((op) => fits(layer, op));
    const { name } = layer.spec;
    // Of those that fit, the one of the same name is tried first; those of another list, which may share its first layers, last.
    const rank = (op: Op): number => named(op) + (this.taken.has(op) ? 2 : 0);
    const named = (op: Op): number => (name !== undefined && op.names.some((n) => sameName(n, name)) ? 0 : 1);
    for (const op of [...fitting].sort((a, b) => rank(a) - rank(b))) {
      this.ops.set(index, op);
      this.values[index] = op.output;
      const output = this.from(index + 1);
      if (output !== undefined) return output;
      this.ops.delete(index);
    }
    if (fitting.length === 0) this.note(index, differing(layer, options));
    return undefined;
  }

  private end(length: number): number | undefined {
    const { list } = this;
    const at = list.kind === 'network' ? length - 1 : scoresAt(list);
    const output = this.outputOf(at < 0 ? this.start : this.values[at]);
    if (output >= 0) return output;
    this.note(length - 1, 'the model goes on behind it, or ends in no output of its own there');
    return undefined;
  }

  private outputOf(value: Value | undefined): number {
    return this.model.outputs.findIndex((o, i) => o.value === value && !this.ends.has(i));
  }

  private note(index: number, reason: string): void {
    if (index <= this.furthest) return;
    this.furthest = index;
    this.reason = reason;
  }
}

/** Hands on what another layer made: see `isWire` in arithmetic/. */
function handsOn({ spec, fusedInto }: ShapedLayer): boolean {
  return fusedInto !== undefined || kinds[spec.kind] === 'hands on';
}

function fits(layer: ShapedLayer, op: Op): boolean {
  const { spec, outShape } = layer;
  if (outShape === undefined || elements(outShape) !== sizeOf(op.output.shape)) return false;
  const ofKind: KindFit = kinds[spec.kind];
  return typeof ofKind === 'function' && ofKind(layer, op);
}

/** Whether an operator computes a layer, shapes apart; `none` where no operator that is read does. */
type KindFit = 'hands on' | 'none' | ((layer: ShapedLayer, op: Op) => boolean);

const convolved: KindFit = ({ window, groups }, op) =>
  op.kind === 'conv' && op.groups === groups && sameWindow(window, op);

const ofKind =
  (kind: Op['kind']): KindFit =>
  (_layer, op) =>
    op.kind === kind;

const kinds = {
  input: 'hands on',
  conv: convolved,
  depthwise: convolved,
  // A convolution over the whole image is a dense layer.
  dense: (_layer, op) =>
    op.kind === 'dense' || (op.kind === 'conv' && op.groups === 1 && sizeOf(op.output.shape.slice(1)) === 1),
  maxpool: ({ window }, op) => op.kind === 'maxpool' && sameWindow(window, op),
  avgpool: ({ window }, op) => op.kind === 'avgpool' && sameWindow(window, op),
  globalpool: (_layer, op) => op.kind === 'avgpool' && sizeOf(op.output.shape.slice(1)) === 1,
  relu: ofKind('relu'),
  batchnorm: 'none',
  add: ofKind('add'),
  concat: ofKind('concat'),
  flatten: 'hands on',
  // It decides nothing that logits do not.
  softmax: 'hands on',
  upsample: ofKind('upsample'),
  operator: 'none',
} as const satisfies Readonly<Record<LayerKind, KindFit>>;

function sameWindow(window: ShapedLayer['window'], op: Op): boolean {
  if (window === undefined || !('window' in op)) return false;
  const { kernel, strides, dilations, pads } = op.window;
  const { top, left, bottom, right } = window.padding;
  const [, rows, columns] = op.output.shape;
  const same = (a: { readonly h: number; readonly w: number }, [h, w]: readonly [number, number]): boolean =>
    a.h === h && a.w === w;
  return (
    same(window.kernel, kernel) &&
    // Where a window stands only once, no step is taken.
    ((rows ?? 1) === 1 || window.stride.h === strides[0]) &&
    ((columns ?? 1) === 1 || window.stride.w === strides[1]) &&
    same(window.dilation, dilations) &&
    // Rows that no window reaches may be padded or not.
    [top, left].join() === pads.slice(0, 2).join() &&
    bottom >= 0 &&
    right >= 0
  );
}

function differing({ spec, outShape }: ShapedLayer, options: readonly Op[]): string {
  const wanted = outShape === undefined ? spec.kind : `${spec.kind} of ${elements(outShape)} values`;
  if (options.length === 0)
    return `the model computes nothing more from what it reads (a ${wanted} is asked for)`;
  const there = options.map(
    (op) => `${op.kind} ${op.names[0] ?? op.output.name} (${op.output.shape.join('x')})`,
  );
  return `no layer of the model is a ${wanted} with these settings; from what it reads the model computes ${there.join(', ')}`;
}
