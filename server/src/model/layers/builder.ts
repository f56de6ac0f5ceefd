/** Collects layers while the nodes are walked, and knows which value is where. */
import { nodeLabel } from '../../onnx/index';
import type { LayerKind } from '../../semantics/design';
import type { OnnxNode } from '../../onnx/index';
import type { TracedGraph, TracedNode } from '../graph/trace';
import { type Dims, type Value, fail } from '../graph/value';
import { type Constant, Constants } from './constants';
import {
  type Computation,
  type LayerShape,
  type ModelLayer,
  type Operand,
  type Placed,
  type Step,
  weightedKinds,
} from './layer';
import { moduleName } from './module-name';

interface Draft {
  readonly kind: LayerKind;
  readonly inputs: readonly number[];
  readonly shape: LayerShape;
  readonly attributes?: readonly string[];
  readonly macs?: number;
  readonly params?: number;
  /** Names the layer, and says its type. */
  readonly weights?: Constant;
  readonly biasOff?: boolean;
  readonly notes?: readonly string[];
  readonly computation?: Computation | undefined;
  readonly refusal?: string | undefined;
}

/** What a value of the graph stands for that is no data: a factor of dynamic quantisation. */
export interface Factor {
  /** Constants that it was multiplied by. */
  readonly constants: readonly string[];
}

export class Builder {
  readonly layers: ModelLayer[] = [];
  readonly placed = new Map<string, Placed>();
  /** Factors of dynamic quantisation: they scale, and are no data. */
  readonly factors = new Map<string, Factor>();
  /** Values whose size depends on the data, and what follows from them. */
  readonly lost = new Map<string, string>();
  /** The file's input has its channels behind rows and columns. */
  channelsLast = false;
  private readonly readers = new Map<string, TracedNode[]>();
  /** Of weights, names and types alone. */
  private readonly names: Constants;

  constructor(
    readonly traced: TracedGraph,
    readonly batch: number,
  ) {
    this.names = new Constants(traced, true);
    for (const site of traced.nodes) {
      for (const name of new Set(site.node.inputs)) {
        const known = this.readers.get(name);
        if (known) known.push(site);
        else this.readers.set(name, [site]);
      }
    }
  }

  value(name: string | undefined): Value | undefined {
    return name === undefined || name === '' ? undefined : this.traced.values.get(name);
  }

  isConstant(name: string | undefined): boolean {
    return this.value(name)?.constant === true;
  }

  /** What an operand is called, and of which type it is. */
  header(operand: Operand): Constant {
    return operand(this.names);
  }

  dims(node: OnnxNode, name: string | undefined): Dims {
    return this.value(name)?.dims ?? fail(node, `the size of \`${name ?? ''}\` is not known`);
  }

  at(node: OnnxNode, name: string | undefined): Placed {
    return this.placed.get(name ?? '') ?? fail(node, `\`${name ?? ''}\` is not the output of a layer`);
  }

  layer(placed: Pick<Placed, 'layer'>): ModelLayer {
    const found = this.layers[placed.layer];
    if (found === undefined) throw new Error(`there is no layer ${placed.layer}`);
    return found;
  }

  add(node: OnnxNode, draft: Draft): number {
    const { weights } = draft;
    const name = moduleName(node.name, node.opType, weights?.names[0]);
    const names = [node.name, ...(weights?.names ?? []), ...node.outputs].filter((n) => n !== '');
    this.layers.push({
      kind: draft.kind,
      names,
      inputs: draft.inputs,
      shape: draft.shape,
      attributes: [...(draft.attributes ?? [])],
      macs: draft.macs ?? 0,
      params: draft.params ?? 0,
      notes: [...(draft.notes ?? [])],
      differences: weights?.codes?.isOffset ? ['its unsigned weights are rounded to int8 once more'] : [],
      steps: [],
      ...(name !== undefined && { name }),
      ...(weights?.word !== undefined && { weights: weights.word }),
      ...(draft.biasOff !== undefined && { biasOff: draft.biasOff }),
      ...(draft.computation && { computation: draft.computation }),
      ...(draft.refusal !== undefined && { refusal: draft.refusal }),
    });
    return this.layers.length - 1;
  }

  /** A value of the graph is what a layer puts out, seen otherwise or not. */
  put(name: string | undefined, placed: Placed): void {
    if (name !== undefined && name !== '') this.placed.set(name, placed);
  }

  /** The same, and the value is what the layer has computed so far. */
  putResult(name: string | undefined, placed: Placed): void {
    this.put(name, placed);
    if (name === undefined || name === '') return;
    const order = placed.axes.filter((axis): axis is number => axis !== null);
    const layer = this.layer(placed);
    layer.result = { name, order };
    // This tensor holds all that has been done to the result.
    delete layer.resultFactor;
  }

  /** The layer's result is changed a channel at a time, before anything reads it. */
  step(placed: Placed, step: Step, name: string | undefined): void {
    this.layer(placed).steps.push(step);
    this.putResult(name, placed);
  }

  /** There are no integers of a layer, for the first reason. */
  refuse(placed: Pick<Placed, 'layer'>, node: OnnxNode, reason: string): void {
    this.layer(placed).refusal ??= `${nodeLabel(node)}: ${reason}`;
  }

  /** How the model rounds a layer's result, the first time that it does. */
  round(placed: Placed, node: OnnxNode, codes: NonNullable<ModelLayer['codes']>): void {
    // Scores are decided by before any softmax, and so are its integers.
    if (placed.scores !== undefined) return;
    const layer = this.layer(placed);
    const [source] = layer.inputs;
    if (layer.kind === 'flatten' && source !== undefined) {
      this.round({ ...placed, layer: source }, node, codes);
      return;
    }
    const now = layer.codes;
    if (now && (now.scale !== codes.scale || now.zeroPoint !== codes.zeroPoint)) {
      const ratio = (codes.scale * (codes.max - codes.min)) / (now.scale * (now.max - now.min));
      // A narrower range cuts values off; a wider one is only coarser.
      if (ratio < LEAST_RANGE) {
        const reason = `it changes the step of ${layer.result?.name ?? layer.kind} from ${now.scale} to ${codes.scale}, and no layer is between them that could; give both the same`;
        this.refuse(placed, node, reason);
      } else layer.differences.push(`${nodeLabel(node)} rounds it again, kernels once`);
      return;
    }
    const host = layer.kind === 'relu' ? this.layers[layer.inputs[0] ?? -1]?.codes : undefined;
    if (host && host.scale !== codes.scale && layer.codes === undefined)
      layer.differences.push('the model rounds before and behind it, kernels once');
    // An integer of fewer bits than its type: a clip has said so.
    layer.codes = now && now.max - now.min < codes.max - codes.min ? now : codes;
  }

  /** Nodes that read a value, seen through those that change nothing. */
  readersOf(name: string): readonly TracedNode[] {
    return (this.readers.get(name) ?? []).flatMap((site) =>
      transparent.test(site.node.opType) && site.node.inputs[0] === name
        ? this.readersOf(site.node.outputs[0] ?? '')
        : [site],
    );
  }

  /** Whether nothing else reads what this layer puts out than the node that is looked at. */
  isReadOnce(name: string): boolean {
    return (this.readers.get(name)?.length ?? 0) <= 1 && !this.isOutput(name);
  }

  /** Whether a value becomes another by nodes that nothing else reads from. */
  isOnlyWay(from: string, to: string): boolean {
    let name = from;
    for (let steps = 0; name !== to && steps < LONGEST_WAY; steps++) {
      const [reader, ...more] = this.readers.get(name) ?? [];
      if (reader === undefined || more.length > 0 || this.isOutput(name)) return false;
      name = reader.node.outputs[0] ?? '';
    }
    return name === to;
  }

  isOutput(name: string): boolean {
    return this.traced.outputs.includes(name) || this.traced.early.some((e) => e.output === name);
  }

  /**
   * The layer with weights that computes a value, if nothing else reads its raw output: what is done to each channel
   * then is done by its weights. A batchnorm behind it is a part of it.
   */
  weightedBehind(name: string | undefined): ModelLayer | undefined {
    const placed = this.placed.get(name ?? '');
    if (placed === undefined || name === undefined || !this.isReadOnce(name)) return undefined;
    if (placed.order || placed.scores) return undefined;
    const layer = this.layer(placed);
    const host = layer.kind === 'batchnorm' ? this.layers[layer.inputs[0] ?? -1] : layer;
    if (host === undefined || !weightedKinds.has(host.kind) || host.refusal !== undefined) return undefined;
    if (layer.result !== undefined && !this.isOnlyWay(layer.result.name, name)) return undefined;
    if (layer.codes === undefined) return layer;
    if (layer.result === undefined) return undefined;
    layer.differences.push('the model rounds before its bias too, kernels once');
    delete layer.codes;
    return layer;
  }

  /** Shape of the language for dimensions of the model, and which of them is which axis. */
  shapeOf(dims: Dims): { shape: LayerShape; axes: Placed['axes'] } {
    const batched = dims.length > 1 && dims[0] === this.batch;
    const [, a = 1, b = 1, c = 1] = dims;
    if (batched && dims.length === 4) return { shape: [a, b, c], axes: [null, 0, 1, 2] };
    if (batched && dims.length === 3) return { shape: [a, 1, b], axes: [null, 0, 2] };
    const total = dims.reduce((product, d) => product * d, 1);
    if (batched && dims.length === 2) return { shape: [a], axes: [null, 0] };
    const whole = total % this.batch === 0 && dims.length > 1 ? total / this.batch : total;
    return { shape: [Math.max(whole, 1)], axes: dims.map((d) => (d === 1 ? null : 0)) };
  }

  /**
   * A value with its dimensions lying along the given axes of the layer's shape. Where they lie otherwise, an operator
   * is put between that moves them: the hardware would have to do that too.
   */
  along(node: OnnxNode, placed: Placed, axes: Placed['axes'], shape: LayerShape): Placed {
    const { dims } = placed;
    const layer = this.layer(placed);
    const fits =
      dims.length === axes.length &&
      axes.every((axis, i) => (dims[i] ?? 1) === 1 || i === 0 || placed.axes[i] === axis);
    if (fits && sameNumbers(layer.shape, shape) && placed.scores === undefined) return placed;
    if (layer.kind === 'input' && this.layers.length === 1 && this.turnInput(placed, axes)) {
      layer.shape = shape;
      return { ...placed, axes };
    }
    const opType = layer.shape.length === shape.length ? 'Transpose' : 'Reshape';
    const moved = this.add(
      { ...node, name: '' },
      {
        kind: 'operator',
        inputs: [placed.layer],
        shape,
        attributes: [`onnx "${opType}"`],
        notes: [`for ${nodeLabel(node)}`],
        refusal: `${nodeLabel(node)}: values would have to be moved in front of it (${opType}), which no kernel does`,
      },
    );
    return { layer: moved, dims, axes };
  }

  /** The input as what reads it first wants it; false where the file has it in neither of the two orders. */
  private turnInput(placed: Placed, axes: Placed['axes']): boolean {
    const { shape } = this.layer(placed);
    const wide = placed.dims.flatMap((d, i) => (i === 0 || d === 1 ? [] : [i]));
    // For each axis that it shall have, in order, where the file has it.
    const wanted = [...wide].sort((i, k) => (axes[i] ?? 0) - (axes[k] ?? 0));
    const order = wanted.map((i) => placed.axes[i] ?? 0);
    if (placed.order || (wide.some((i) => placed.axes[i] === null) && shape.length > 1)) return false;
    if (shape.length === 1 || order.every((axis, i) => i === 0 || axis > (order[i - 1] ?? 0))) {
      const isLast = shape.length === 1 && wide.length > 1 && isTurned(wide, axes);
      if (isLast) this.channelsLast = !this.channelsLast;
      return shape.length > 1 || wide.length <= 1 || isLast || isUsual(wide, axes);
    }
    const [first = 0, ...rest] = order;
    const isLast = rest.every((axis, i) => axis < first && (i === 0 || axis > (rest[i - 1] ?? 0)));
    if (isLast) this.channelsLast = !this.channelsLast;
    return isLast;
  }
}

function isUsual(wide: readonly number[], axes: Placed['axes']): boolean {
  return wide.every((place, i) => i === 0 || (axes[place] ?? 0) > (axes[wide[i - 1] ?? 0] ?? 0));
}

function isTurned(wide: readonly number[], axes: Placed['axes']): boolean {
  return axes[wide.at(-1) ?? 0] === 0 && isUsual(wide.slice(0, -1), axes);
}

/** Of the range of a second rounding, as a share of the first one's. */
const LEAST_RANGE = 0.8;

/** Of nodes that only round, cast or rename. */
const LONGEST_WAY = 20;

const transparent =
  /^(Identity|Cast|Dropout|QuantizeLinear|DequantizeLinear|Quant|Trunc|BipolarQuant|IntQuant)$/;

export function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((x, i) => x === b[i]);
}
