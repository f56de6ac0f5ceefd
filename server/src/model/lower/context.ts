import { type OnnxNode, OnnxError } from '../../onnx/index';
import type { Constant } from './constants';
import type { Codes, Op, Scores, Value } from './lowered';

/** How a tensor of the file shows a value. */
export interface View {
  readonly value: Value;
  /** Order of an image's dimensions, or of the elements that a flattened one had. */
  readonly channels: 'first' | 'last';
  /** Batch and one more dimension, instead of an image's four. */
  readonly flat: boolean;
  readonly scores: Scores;
  /** Zeros around it that no operator has taken in yet: top, left, bottom, right. */
  readonly pads?: readonly [number, number, number, number];
}

/** What a model is, as far as its nodes have been read. */
export interface Lowering {
  /** Of large weights, only the shape is known. */
  readonly isHeader: boolean;
  readonly constants: Map<string, Constant>;
  readonly views: Map<string, View>;
  readonly ops: Op[];
  readonly inputName: string;
  /** Set by a transposition of the input. */
  channelsLast: boolean;
}

/** One node with its inputs found. */
export interface Reading {
  readonly node: OnnxNode;
  readonly lowering: Lowering;
}

/** Nodes need no name; then their result's says which one it is. */
export function nameOf({ name, outputs }: OnnxNode): string {
  return name === '' ? (outputs[0] ?? '?') : name;
}

export function placeOf(node: OnnxNode): string {
  return `node ${nameOf(node)} (${node.opType})`;
}

export function unsupported({ node }: Reading, reason: string): OnnxError {
  return new OnnxError(`${placeOf(node)}: ${reason}`);
}

/** The tensor that flows in at `index`; one that is constant there is not supported. */
export function viewAt(reading: Reading, index: number): View {
  const name = reading.node.inputs[index] ?? '';
  const view = reading.lowering.views.get(name);
  if (view) return view;
  throw unsupported(
    reading,
    reading.lowering.constants.has(name)
      ? `its input ${index + 1} is a constant where a layer's output is expected`
      : `its input ${name || String(index + 1)} is made by nothing in the model`,
  );
}

/** The same without padding that waits for an operator that can take it in. */
export function unpaddedAt(reading: Reading, index: number): View {
  const view = viewAt(reading, index);
  if (view.pads)
    throw unsupported(reading, 'zeros are padded in front of it, which only a convolution takes in');
  return view;
}

export function constantAt({ node, lowering }: Reading, index: number): Constant | undefined {
  return lowering.constants.get(node.inputs[index] ?? '');
}

/** A constant that has to be there. */
export function neededConstant(reading: Reading, index: number, what: string): Constant {
  const found = constantAt(reading, index);
  if (found) return found;
  throw unsupported(
    reading,
    `${what} are computed at run time, or are not in the file; only constant ones can be built`,
  );
}

/** A new value, made by this node. */
export function made(node: OnnxNode, shape: readonly number[], codes?: Codes): Value {
  return { name: node.outputs[0] ?? '', shape, ...(codes && { codes }) };
}

/** The node's output is this value. */
export function show(reading: Reading, value: Value, like: Partial<Omit<View, 'value'>> = {}): void {
  const name = reading.node.outputs[0] ?? '';
  reading.lowering.views.set(name, {
    value,
    channels: 'first',
    flat: value.shape.length === 1,
    scores: 'logits',
    ...like,
  });
}

/** The node's output is what its input is, seen otherwise or not. */
export function pass(reading: Reading, view: View, change: Partial<View> = {}): void {
  reading.lowering.views.set(reading.node.outputs[0] ?? '', { ...view, ...change });
}

export function imageShape(reading: Reading, view: View): readonly [number, number, number] {
  const [c, h, w] = view.value.shape;
  if (c !== undefined && h !== undefined && w !== undefined && !view.flat) return [c, h, w];
  throw unsupported(reading, `its input is no image of rows and columns (${view.value.shape.join('x')})`);
}
