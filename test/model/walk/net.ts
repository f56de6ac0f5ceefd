/** A model while it grows, node by node, written as different exporters write the same thing. */
import {
  type AttributeValue,
  floats,
  message,
  model,
  node,
  rawTensor,
  valueInfo,
} from '../../support/onnx-writer';
import type { Random } from '../../support/seed';

/** How a model is written, whatever it computes. */
export interface Style {
  readonly opset: 9 | 11 | 13 | 18;
  readonly batch: 'N' | 1;
  /** Weights come through Identity, Constant, Transpose, Cast and Reshape nodes. */
  readonly hidden: boolean;
  /** Nodes stand in any order. */
  readonly shuffled: boolean;
  readonly outputs: 'made' | 'last first' | 'any';
  /** Scores are handed out as probabilities. */
  readonly softmax: boolean;
  readonly named: boolean;
}

/** A value, without the batch, and how many layers with weights stand behind it at most. */
export interface Flow {
  readonly name: string;
  readonly shape: readonly number[];
  readonly depth: number;
}

interface NetOutput {
  readonly name: string;
  readonly depth: number;
  readonly size: number;
}

interface NetNode {
  readonly opType: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes: Attributes;
  readonly domain: string;
  readonly name: string;
}

type Attributes = Readonly<Record<string, AttributeValue>>;

const elementType = { float: 1, int64: 7, double: 11 };

export class Net {
  readonly outputs: NetOutput[] = [];
  /** Drawn from for each step anew, so that a step is the same whichever steps stand before it. */
  random: Random = () => 0;
  input: Flow = { name: 'x', shape: [], depth: 0 };
  private readonly nodes: NetNode[] = [];
  /** Values that are outputs, by the names they had before. */
  private readonly renamed = new Map<string, string>();
  private readonly tensors: Uint8Array[] = [];
  private readonly functions = new Map<string, Uint8Array>();
  private count = 0;

  constructor(readonly style: Style) {}

  pick<T>(...values: readonly T[]): T {
    return values[Math.floor(this.random() * values.length)] as T;
  }

  chance(share: number): boolean {
    return this.random() < share;
  }

  normal(): number {
    const [a, b] = [1 - this.random(), this.random()];
    return Math.sqrt(-2 * Math.log(a)) * Math.cos(2 * Math.PI * b);
  }

  /** A node with one output; its name. `_` is an input that is left out. */
  op(opType: string, inputs: readonly string[], attributes: Attributes = {}, domain = ''): string {
    const output = this.fresh('t');
    const name = this.style.named ? `${opType}_${this.nodes.length}` : '';
    this.nodes.push({ opType, inputs, output, attributes, domain, name });
    return output;
  }

  /** The same as a value of the model. */
  layer(
    opType: string,
    from: Flow,
    constants: readonly string[],
    attributes: Attributes,
    shape: readonly number[],
    weighted = false,
  ): Flow {
    const name = this.op(opType, [from.name, ...constants], attributes);
    return { name, shape, depth: from.depth + (weighted ? 1 : 0) };
  }

  /** Makes it an output of the model, of this name. */
  output(from: Flow, name: string): void {
    const scores = this.style.softmax ? this.op('Softmax', [from.name], { axis: 1 }) : from.name;
    this.renamed.set(this.renamed.has(scores) ? this.op('Identity', [scores]) : scores, name);
    const [size = 1] = from.shape;
    this.outputs.push({ name, depth: from.depth, size });
  }

  /** Weights of a filter or unit a row, as large as keeps the values' size. */
  weights(dims: readonly number[]): string {
    const fan = dims.slice(1).reduce((product, d) => product * d, 1);
    return this.floats(dims, (size) =>
      Array.from({ length: size }, () => this.normal() * Math.sqrt(2 / fan)),
    );
  }

  floats(dims: readonly number[], of: (size: number) => readonly number[]): string {
    const values = of(dims.reduce((product, d) => product * d, 1));
    const way = this.style.hidden
      ? this.pick('plain', 'Identity', 'Constant', 'Transpose', 'Cast', 'Reshape')
      : 'plain';
    const name = this.fresh('w');
    switch (way) {
      case 'plain':
        this.tensors.push(floats(name, dims, values));
        return name;
      case 'Identity':
        this.tensors.push(floats(name, dims, values));
        return this.op('Identity', [name]);
      case 'Constant':
        return this.op('Constant', [], { value: { tensor: floats(name, dims, values) } });
      case 'Cast':
        this.tensors.push(
          rawTensor(name, elementType.double, dims, bytesOf(Float64Array.from(values, Math.fround))),
        );
        return this.op('Cast', [name], { to: elementType.float });
      case 'Reshape':
        this.tensors.push(floats(name, [values.length], values));
        return this.op('Reshape', [name, this.integers(dims)]);
      case 'Transpose': {
        const perm = dims.map((_, i) => dims.length - 1 - i);
        this.tensors.push(floats(name, [...dims].reverse(), reversedAxes(values, dims)));
        return this.op('Transpose', [name], { perm });
      }
    }
  }

  /** One figure, without dimensions. */
  scalar(value: number): string {
    const name = this.fresh('s');
    this.tensors.push(floats(name, [], [value]));
    return name;
  }

  integers(values: readonly number[], dims: readonly number[] = [values.length]): string {
    const name = this.fresh('i');
    this.tensors.push(rawTensor(name, elementType.int64, dims, bytesOf(BigInt64Array.from(values, BigInt))));
    return name;
  }

  /** Calls `Conv` with zeros around, and `Relu`, as a function of the model's own. */
  block(from: Flow, weights: string, bias: string, filters: number): Flow {
    const [, ...sizes] = from.shape;
    const domain = 'pkg.torch';
    const name = `block_${sizes.length}d`;
    const pads = sizes.flatMap(() => [1, 1]);
    const conv = node('Conv x w b -> t', { kernel_shape: sizes.map(() => 3), pads });
    this.functions.set(
      name,
      message(
        [1, name],
        ...['x', 'w', 'b'].map((i): [number, string] => [4, i]),
        [5, 'y'],
        [7, conv],
        [7, node('Relu t -> y')],
        [9, message([1, ''], [2, this.style.opset])],
        [10, domain],
      ),
    );
    return {
      name: this.op(name, [from.name, weights, bias], {}, domain),
      shape: [filters, ...sizes],
      depth: from.depth + 1,
    };
  }

  file(random: Random): Uint8Array {
    const { batch, shuffled, outputs, opset } = this.style;
    const ordered =
      outputs === 'any'
        ? mixed(this.outputs, random)
        : outputs === 'made'
          ? this.outputs
          : this.outputs.toReversed();
    const called: [number, Uint8Array][] = [...this.functions.values()].map((f) => [25, f]);
    return model(
      {
        nodes: (shuffled ? mixed(this.nodes, random) : this.nodes).map((n) =>
          node(this.lineOf(n), n.attributes, n),
        ),
        initializers: this.tensors,
        inputs: [valueInfo(this.input.name, [batch, ...this.input.shape])],
        outputs: ordered.map((o) => valueInfo(o.name, [batch, o.size])),
      },
      opset,
      ...called,
      ...(called.length > 0 ? [[8, message([1, 'pkg.torch'], [2, 1])] as [number, Uint8Array]] : []),
    );
  }

  /** What it computes, a line a node. */
  lines(): string[] {
    return this.nodes.map((each) => {
      const shown = Object.entries(each.attributes).map(([key, value]) => `${key}=${shownValue(value)}`);
      return [this.lineOf(each), ...shown].join(' ');
    });
  }

  private lineOf({ opType, inputs, output }: NetNode): string {
    const known = (name: string): string => this.renamed.get(name) ?? name;
    return `${[opType, ...inputs.map(known)].join(' ')} -> ${known(output)}`;
  }

  private fresh(letter: string): string {
    return `${letter}${++this.count}`;
  }
}

function shownValue(value: AttributeValue): string {
  if (typeof value === 'number' || typeof value === 'string') return String(value);
  if ('float' in value) return String(value.float);
  return Array.isArray(value) ? value.join(',') : '…';
}

function bytesOf(values: Float64Array | BigInt64Array): Uint8Array {
  return new Uint8Array(values.buffer);
}

/** The values of a tensor with its axes the other way round. */
function reversedAxes(values: readonly number[], dims: readonly number[]): number[] {
  const found = new Array<number>(values.length).fill(0);
  values.forEach((value, at) => {
    let rest = at;
    let to = 0;
    let step = values.length;
    for (const dim of [...dims].reverse()) {
      step /= dim;
      to += (rest % dim) * step;
      rest = Math.floor(rest / dim);
    }
    found[to] = value;
  });
  return found;
}

function mixed<T>(values: readonly T[], random: Random): T[] {
  return values
    .map((value) => ({ value, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);
}
