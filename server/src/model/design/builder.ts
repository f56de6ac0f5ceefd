/** Collects layers while the nodes are walked, and knows which value is where. */
import type { LayerKind } from '../../semantics/design';
import type { OnnxNode } from '../../onnx/index';
import type { TracedGraph, TracedNode } from '../graph/trace';
import { type Dims, type Value, fail, nodeLabel } from '../graph/value';
import { type ImportedLayer, type LayerShape, type Placed, weightedKinds } from './layer';
import { moduleName } from './weights';

interface Draft {
  readonly kind: LayerKind;
  readonly inputs: readonly number[];
  readonly shape: LayerShape;
  readonly attributes?: readonly string[];
  readonly macs?: number;
  readonly params?: number;
  /** Tensor that names the layer. */
  readonly tensor?: string | undefined;
  readonly weights?: string | undefined;
  readonly biasOff?: boolean;
  readonly notes?: readonly string[];
}

export class Builder {
  readonly layers: ImportedLayer[] = [];
  readonly placed = new Map<string, Placed>();
  /** Factors of dynamic quantisation: they scale, and are no data. */
  readonly scales = new Set<string>();
  /** Values whose size depends on the data, and what follows from them. */
  readonly lost = new Map<string, string>();
  private readonly readers = new Map<string, TracedNode[]>();

  constructor(
    readonly traced: TracedGraph,
    readonly batch: number,
  ) {
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

  dims(node: OnnxNode, name: string | undefined): Dims {
    return this.value(name)?.dims ?? fail(node, `the size of \`${name ?? ''}\` is not known`);
  }

  at(node: OnnxNode, name: string | undefined): Placed {
    return this.placed.get(name ?? '') ?? fail(node, `\`${name ?? ''}\` is not the output of a layer`);
  }

  layer(placed: Placed): ImportedLayer {
    const found = this.layers[placed.layer];
    if (found === undefined) throw new Error(`there is no layer ${placed.layer}`);
    return found;
  }

  add(node: OnnxNode, draft: Draft): number {
    const name = moduleName(node.name, node.opType, draft.tensor);
    this.layers.push({
      kind: draft.kind,
      inputs: draft.inputs,
      shape: draft.shape,
      attributes: [...(draft.attributes ?? [])],
      macs: draft.macs ?? 0,
      params: draft.params ?? 0,
      notes: [...(draft.notes ?? [])],
      ...(name !== undefined && { name }),
      ...(draft.weights !== undefined && { weights: draft.weights }),
      ...(draft.biasOff !== undefined && { biasOff: draft.biasOff }),
    });
    return this.layers.length - 1;
  }

  put(name: string | undefined, placed: Placed): void {
    if (name !== undefined && name !== '') this.placed.set(name, placed);
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
    return (this.readers.get(name)?.length ?? 0) <= 1 && !this.traced.outputs.includes(name);
  }

  /** The layer that computes a value, if it has weights and its raw output is read by this node alone. */
  weightedBehind(name: string | undefined): ImportedLayer | undefined {
    const placed = this.placed.get(name ?? '');
    if (placed === undefined || name === undefined || !this.isReadOnce(name)) return undefined;
    const layer = this.layer(placed);
    return weightedKinds.has(layer.kind) && placed.layer === this.layers.length - 1 ? layer : undefined;
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
    if (fits && sameNumbers(layer.shape, shape)) return placed;
    if (layer.kind === 'input' && this.layers.length === 1) {
      layer.shape = shape;
      return { ...placed, axes };
    }
    const moved = this.add(
      { ...node, name: '' },
      {
        kind: 'operator',
        inputs: [placed.layer],
        shape,
        attributes: [`onnx "${layer.shape.length === shape.length ? 'Transpose' : 'Reshape'}"`],
        notes: [`for ${nodeLabel(node)}`],
      },
    );
    return { layer: moved, dims, axes };
  }
}

const transparent =
  /^(Identity|Cast|Dropout|QuantizeLinear|DequantizeLinear|Quant|Trunc|BipolarQuant|IntQuant)$/;

export function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((x, i) => x === b[i]);
}
