/** Standard operators in the place of a node that onnxruntime does not have. */
import { dataType } from '../../onnx/index';
import type { OnnxAttribute, OnnxGraph, OnnxNode, OnnxTensor } from '../../onnx/index';

type Attributes = Readonly<Record<string, number | readonly number[]>>;

/** What a graph becomes: its nodes in order, some of them replaced, and the constants that those read. */
export class StandardNodes {
  readonly nodes: OnnxNode[] = [];
  readonly initializers: Map<string, OnnxTensor>;
  private readonly taken: Set<string>;

  constructor(
    graph: OnnxGraph,
    /** Version of the standard operators. */
    readonly opset: number,
  ) {
    this.initializers = new Map(graph.initializers);
    this.taken = new Set([
      ...graph.inputs.map((i) => i.name),
      ...graph.initializers.keys(),
      ...graph.nodes.flatMap((n) => n.outputs),
    ]);
  }

  /** The result's name: `output`, or a new one made of `stem`. */
  add(
    opType: string,
    inputs: readonly string[],
    to: { readonly output: string } | { readonly stem: string },
    attributes: Attributes = {},
  ): string {
    const output = 'output' in to ? to.output : this.fresh(to.stem);
    this.nodes.push({
      name: output,
      opType,
      domain: '',
      inputs,
      outputs: [output],
      attributes: new Map(Object.entries(attributes).map(([key, value]) => [key, attributeOf(value)])),
    });
    return output;
  }

  floats(stem: string, values: readonly number[], dims: readonly number[] = []): string {
    const bytes = new Uint8Array(Float32Array.from(values).buffer);
    return this.tensor(stem, { type: dataType.float, dims, data: { kind: 'raw', bytes } });
  }

  integers(stem: string, values: readonly number[]): string {
    const bytes = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    return this.tensor(stem, { type: dataType.int64, dims: [values.length], data: { kind: 'raw', bytes } });
  }

  private tensor(stem: string, tensor: Omit<OnnxTensor, 'name'>): string {
    const name = this.fresh(stem);
    this.initializers.set(name, { ...tensor, name });
    return name;
  }

  /** A name that nothing has. */
  fresh(stem: string): string {
    let name = stem;
    for (let i = 2; this.taken.has(name); i++) name = `${stem}~${i}`;
    this.taken.add(name);
    return name;
  }
}

function attributeOf(value: number | readonly number[]): OnnxAttribute {
  return typeof value === 'number' ? { kind: 'int', value } : { kind: 'ints', value };
}
