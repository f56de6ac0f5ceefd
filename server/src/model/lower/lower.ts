/** Brings a model's layers down to the operations that the integer template has, with their tensors. */
import { kindShape } from '../../network/index';
import { OnnxError, type OnnxModel } from '../../onnx/index';
import { traceGraph } from '../graph/trace';
import { type InputOptions, inputsOf } from '../inputs';
import type { Builder } from '../layers/builder';
import { Constants } from '../layers/constants';
import type { Affine, ModelLayer, Placed } from '../layers/layer';
import { layersOf } from '../layers/layers';
import { type Codes, type LoweredModel, type LoweredOutput, type Op, type Value, sizeOf } from './lowered';
import { matrixOf, rounded, stepped, unitMatrix } from './matrix';

/**
 * @param isHeader the model was opened by `openHeader`: values of its weights stay away, and are none in what comes out
 * @param options sizes that the model leaves open
 * @throws OnnxError for the first layer that the template cannot compute, or that is wrong
 */
export function lowerModel(model: OnnxModel, isHeader = false, options: InputOptions = {}): LoweredModel {
  const { dims, main, open } = inputsOf(model, options);
  const [unknown] = open;
  if (unknown) {
    throw new OnnxError(
      `input ${unknown.input} has a size that is known at run time only (${unknown.size}); export the model with fixed sizes`,
    );
  }
  const traced = traceGraph(model, dims);
  return new Lowering(layersOf(traced, main), new Constants(traced, isHeader)).run();
}

class Lowering {
  private readonly values = new Map<number, Value>();
  private readonly makers = new Map<Value, Op>();
  private readonly readers: number[];
  private readonly ops: Op[] = [];
  private preparation: Affine | undefined;

  constructor(
    private readonly builder: Builder,
    private readonly constants: Constants,
  ) {
    this.readers = builder.layers.map(() => 0);
  }

  run(): LoweredModel {
    const { builder } = this;
    const { traced, layers } = builder;
    const names = [...traced.early.map((e) => e.output), ...traced.outputs];
    const ends = names.map((name) => ({ name, placed: this.placedAt(name) }));
    const needed = ancestors(
      layers,
      ends.map(({ placed }) => placed.layer),
    );
    for (const index of needed) {
      for (const input of new Set(layers[index]?.inputs)) this.count(input);
    }
    for (const { placed } of ends) this.count(placed.layer);
    for (const index of [0, ...[...needed].sort((a, b) => a - b)]) this.layer(index);
    const input = this.at(0);
    spreadCodes(this.ops);
    return {
      input,
      channelsLast: builder.channelsLast,
      ...(this.preparation && { preparation: this.preparation }),
      differences: [...needed].flatMap((i) => differencesOf(layers[i])),
      ops: this.ops,
      outputs: ends.map(({ name, placed }) => this.output(name, placed)),
    };
  }

  private placedAt(name: string): Placed {
    const placed = this.builder.placed.get(name);
    if (placed) return placed;
    const lost = this.builder.lost.get(name);
    throw new OnnxError(
      lost === undefined
        ? `the output ${name} is made by nothing in the model`
        : `the size of output ${name} depends on the data, behind ${lost}`,
    );
  }

  private count(index: number): void {
    this.readers[index] = (this.readers[index] ?? 0) + 1;
  }

  private output(name: string, { layer, axes, dims, order, scores }: Placed): LoweredOutput {
    const value = this.at(layer);
    if (order) throw new OnnxError(`the output ${name} lists values of an image with its channels last`);
    const wide = axes.filter((axis, i): axis is number => axis !== null && i > 0 && (dims[i] ?? 1) > 1);
    const isUsual = wide.every((axis, i) => i === 0 || axis > (wide[i - 1] ?? 0));
    return {
      name,
      value,
      scores: scores ?? 'logits',
      dims: dims.slice(1),
      ...(!isUsual && { order: wide }),
    };
  }

  private at(index: number): Value {
    const value = this.values.get(index);
    if (value) return value;
    throw new Error(`layer ${index} has no value`);
  }

  private layer(index: number): void {
    const layer = this.builder.layers[index];
    if (layer === undefined || this.values.has(index)) return;
    if (layer.refusal !== undefined) throw new OnnxError(layer.refusal);
    const inputs = layer.inputs.map((i) => this.at(i));
    this.values.set(index, this.made(layer, inputs));
  }

  private made(layer: ModelLayer, inputs: readonly Value[]): Value {
    const { computation } = layer;
    const [source] = inputs;
    if (source === undefined) return this.input(layer);
    if (computation === undefined)
      throw new OnnxError(`${layer.kind} ${layer.names[0] ?? ''} computes nothing`);
    const names = layer.names;
    const filters = layer.shape[0] ?? 1;
    switch (computation.kind) {
      case 'pass':
        return source;
      case 'folded':
        return this.folded(layer, source);
      case 'relu':
        return this.relu(layer, source, computation.cap);
      case 'conv': {
        const { window, groups } = computation;
        const matrix = matrixOf(layer, computation, filters, this.constants);
        const output = valueOf(layer);
        return this.push({ kind: 'conv', names, inputs, output, matrix, window, groups }, layer);
      }
      case 'dense': {
        const matrix = matrixOf(layer, computation, filters, this.constants);
        return this.push({ kind: 'dense', names, inputs, output: valueOf(layer), matrix }, layer);
      }
      case 'scale': {
        const window = { kernel: [1, 1], strides: [1, 1], dilations: [1, 1], pads: [0, 0, 0, 0] } as const;
        const matrix = unitMatrix(filters);
        const output = valueOf(layer);
        return this.push({ kind: 'conv', names, inputs, output, matrix, window, groups: filters }, layer);
      }
      case 'concat': {
        const output = { ...valueOf(layer), ...partsIn(layer, inputs) };
        return this.push({ ...computation, names, inputs, output }, layer);
      }
      case 'add': {
        const output = { ...valueOf(layer), ...partsIn(layer, [source]) };
        return this.push({ ...computation, names, inputs, output }, layer);
      }
      case 'maxpool':
      case 'avgpool':
      case 'upsample':
        return this.push({ ...computation, names, inputs, output: valueOf(layer) }, layer);
    }
  }

  private input(layer: ModelLayer): Value {
    const channels = layer.shape[0] ?? 1;
    for (const step of layer.steps)
      this.preparation = composed(this.preparation, step(this.constants, channels));
    return { name: layer.names[0] ?? '', shape: layer.shape, codes: codesOf(layer) };
  }

  private push(op: Op, layer: ModelLayer): Value {
    if ('matrix' in op) {
      const channels = op.matrix.filters;
      for (const step of layer.steps) op.matrix = this.stepped(op, step(this.constants, channels));
      op.matrix = this.checked(op);
      if (layer.codes?.isFloor) op.matrix = rounded(op.matrix, op.inputs[0]?.codes, layer.codes);
    } else if (layer.codes?.isFloor) this.refuseFloor(layer);
    this.ops.push(op);
    this.makers.set(op.output, op);
    return op.output;
  }

  private stepped(op: Extract<Op, { matrix: unknown }>, affine: Affine) {
    return this.constants.isHeader ? op.matrix : stepped(op.matrix, affine);
  }

  /** An integer bias holds at the scale that its input has, and at no other. */
  private checked(op: Extract<Op, { matrix: unknown }>) {
    const { biasCodes, ...plain } = op.matrix;
    const scale = op.inputs[0]?.codes?.scale;
    const fits =
      biasCodes !== undefined &&
      scale !== undefined &&
      plain.bias.every((v, f) => {
        const real = (biasCodes[f] ?? 0) * Math.fround(scale * (plain.codes?.scales[f] ?? 1));
        return Math.abs(real - v) <= 1e-6 * Math.abs(v);
      });
    return fits ? op.matrix : plain;
  }

  private refuseFloor({ names }: ModelLayer): never {
    throw new OnnxError(
      `node ${names[0] ?? ''}: its results are rounded down, which kernels do behind convolutions and dense layers only`,
    );
  }

  /** A batchnorm is a part of the layer before it. */
  private folded(layer: ModelLayer, source: Value): Value {
    const op = this.makers.get(source);
    if (op === undefined || !('matrix' in op)) throw new Error(`${layer.names[0] ?? ''} folds into nothing`);
    for (const step of layer.steps) op.matrix = this.stepped(op, step(this.constants, op.matrix.filters));
    if (layer.codes?.isFloor) op.matrix = rounded(op.matrix, op.inputs[0]?.codes, layer.codes);
    return this.replaced(op, { ...valueOf(layer), codes: codesOf(layer) ?? source.codes });
  }

  private replaced(op: Op, value: Value): Value {
    op.output = value;
    this.makers.set(value, op);
    return value;
  }

  /** A relu costs nothing behind what clamps its own output, where nothing else reads that. */
  private relu(layer: ModelLayer, source: Value, cap: number | undefined): Value {
    const op = this.makers.get(source);
    const host = layer.inputs[0] ?? -1;
    if (op === undefined || this.readers[host] !== 1 || !this.clamps(host, op)) {
      const output = { ...valueOf(layer), ...partsIn(layer, [source]) };
      const relu = cap === undefined ? {} : { cap };
      return this.push({ kind: 'relu', names: layer.names, inputs: [source], output, relu }, layer);
    }
    const caps = [op.relu?.cap, cap].filter((c) => c !== undefined);
    op.relu = caps.length > 0 ? { cap: Math.min(...caps) } : {};
    if (layer.codes?.isFloor) {
      if (!('matrix' in op)) this.refuseFloor(layer);
      op.matrix = rounded(op.matrix, op.inputs[0]?.codes, layer.codes);
    }
    return this.replaced(op, {
      ...valueOf(layer),
      ...(source.parts && { parts: source.parts }),
      codes: rescaled(source.codes, codesOf(layer)),
    });
  }

  /** A norm or relu that is a part of `op` clamps where that does. */
  private clamps(index: number, op: Op): boolean {
    const layer = this.builder.layers[index];
    if (layer === undefined) return false;
    const isPart = layer.kind === 'batchnorm' || (layer.kind === 'relu' && op.kind !== 'relu');
    return isPart ? this.clamps(layer.inputs[0] ?? -1, op) : kindShape(layer.kind).clamps;
  }
}

/** A vector streams as the images do that it is made of. */
function partsIn({ shape }: ModelLayer, inputs: readonly Value[]): Pick<Value, 'parts'> {
  const parts = inputs.flatMap((v) => v.parts ?? [v.shape]);
  const isMade = shape.length === 1 && parts.some((part) => sizeOf(part.slice(1)) > 1);
  return isMade ? { parts } : {};
}

/** With what was cut off before them, where a value is rounded twice. */
function rescaled(first: Codes | undefined, second: Codes | undefined): Codes | undefined {
  if (first === undefined || second === undefined) return second ?? first;
  if (isSameStep(first, second)) return second;
  const most = Math.round(((first.max - first.zeroPoint) * first.scale) / second.scale) + second.zeroPoint;
  return { ...second, max: Math.min(second.max, most) };
}

function differencesOf(layer: ModelLayer | undefined): string[] {
  return (layer?.differences ?? []).map(
    (difference) => `at ${layer?.names[0] ?? layer?.kind ?? ''}, ${difference}`,
  );
}

function codesOf({ codes }: ModelLayer): Codes | undefined {
  if (codes === undefined) return undefined;
  const { scale, zeroPoint, min, max } = codes;
  return { scale, zeroPoint, min, max };
}

function valueOf(layer: ModelLayer): Value {
  const { result, shape, resultFactor } = layer;
  const codes = codesOf(layer);
  const order = result?.order.filter((axis) => (shape[axis] ?? 1) > 1) ?? [];
  const isUsual = order.every((axis, i) => i === 0 || axis > (order[i - 1] ?? 0));
  return {
    name: result?.name ?? layer.names[0] ?? '',
    shape,
    ...(!isUsual && { order }),
    ...(resultFactor !== undefined && { factor: resultFactor }),
    ...(codes && { codes }),
  };
}

function composed(before: Affine | undefined, { a, b }: Affine): Affine {
  if (before === undefined) return { a, b };
  return {
    a: a.map((f, c) => f * (before.a[c] ?? 1)),
    b: b.map((s, c) => s + (a[c] ?? 1) * (before.b[c] ?? 0)),
  };
}

function ancestors(layers: readonly ModelLayer[], from: readonly number[]): Set<number> {
  const found = new Set<number>();
  const open = [...from];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    open.push(...(layers[next]?.inputs ?? []));
  }
  return found;
}

/** A pool or joint whose integers nobody names has those of its neighbour. */
function spreadCodes(ops: readonly Op[]): void {
  const fromReader = new Set<Value>();
  for (const op of [...ops].reverse()) {
    const keeps =
      op.kind === 'maxpool' || op.kind === 'upsample' || op.kind === 'relu' || op.kind === 'concat';
    if (!keeps || op.output.codes === undefined) continue;
    for (const input of op.inputs) {
      if (input.codes !== undefined) continue;
      input.codes = op.output.codes;
      fromReader.add(input);
    }
  }
  for (const op of ops) {
    const [first, ...others] = op.inputs;
    const codes = first?.codes;
    const same = others.every((o) => isSameStep(o.codes, codes));
    const keeps = !('matrix' in op) && op.kind !== 'add';
    if (!keeps || !same || codes === undefined) continue;
    // What its reader cuts off is still there before it.
    if (fromReader.has(op.output) && isSameStep(op.output.codes, codes)) op.output.codes = codes;
    op.output.codes ??= codes;
  }
}

function isSameStep(one: Codes | undefined, other: Codes | undefined): boolean {
  return one?.scale === other?.scale && one?.zeroPoint === other?.zeroPoint;
}
