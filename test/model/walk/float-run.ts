/** Runs a lowered model in real numbers: what we have understood of a file, to be compared with what it says. */
import {
  type LoweredModel,
  type MatrixValues,
  type Op,
  type OpOf,
  type Value,
  type WindowShape,
  sizeOf,
} from '../../../server/src/model/lower/lowered';

type Values = Float64Array;

/** Scores by output, for an input as the file takes it. */
export function runFloat(model: LoweredModel, input: ArrayLike<number>): ReadonlyMap<string, Values> {
  const values = new Map<Value, Values>([[model.input, prepared(model, input)]]);
  for (const op of model.ops) {
    const inputs = op.inputs.map((value) => known(values, value));
    values.set(op.output, limited(op, computed(op, inputs)));
  }
  return new Map(
    model.outputs.map(({ name, value, scores }) => [name, asScores(known(values, value), scores)]),
  );
}

function known(values: ReadonlyMap<Value, Values>, value: Value): Values {
  const found = values.get(value);
  if (found) return found;
  throw new Error(`${value.name} is made by nothing`);
}

/** Channels first, and what the model does to its input done. */
function prepared({ input, channelsLast, preparation }: LoweredModel, values: ArrayLike<number>): Values {
  const [channels = 1] = input.shape;
  const area = sizeOf(input.shape) / channels;
  return Float64Array.from({ length: values.length }, (_, i) => {
    const c = Math.floor(i / area);
    const value = values[channelsLast ? (i % area) * channels + c : i] ?? 0;
    return preparation ? value * (preparation.a[c] ?? 1) + (preparation.b[c] ?? 0) : value;
  });
}

export function asScores(values: Values, scores: LoweredModel['outputs'][number]['scores']): Values {
  if (scores === 'logits') return values;
  const most = Math.max(...values);
  const sum = values.reduce((total, v) => total + Math.exp(v - most), 0);
  return values.map((v) =>
    scores === 'probabilities' ? Math.exp(v - most) / sum : v - most - Math.log(sum),
  );
}

function limited({ relu }: Op, values: Values): Values {
  if (relu === undefined) return values;
  return values.map((v) => Math.min(Math.max(v, 0), relu.cap ?? Number.POSITIVE_INFINITY));
}

function computed(op: Op, inputs: readonly Values[]): Values {
  const [first = new Float64Array(), ...others] = inputs;
  switch (op.kind) {
    case 'conv':
      return convolved(op, first);
    case 'dense':
      return multiplied(op.matrix, first);
    case 'maxpool':
      return pooled(op, first, (values) => Math.max(...values));
    case 'avgpool': {
      const all = sizeOf(op.window.kernel);
      return pooled(
        op,
        first,
        (values) => values.reduce((a, b) => a + b, 0) / (op.countPadding ? all : values.length),
      );
    }
    case 'add':
      return first.map((v, i) => others.reduce((sum, other) => sum + (other[i] ?? 0), v));
    case 'concat':
      return Float64Array.from(inputs.flatMap((values) => [...values]));
    case 'relu':
      return first;
    case 'upsample':
      return repeated(op, first);
  }
}

function multiplied({ weights, filters, bias }: MatrixValues, values: Values): Values {
  const width = weights.length / filters;
  if (width !== values.length) throw new Error(`${width} weights a unit for ${values.length} values`);
  return Float64Array.from({ length: filters }, (_, f) =>
    values.reduce((sum, v, i) => sum + v * (weights[f * width + i] ?? 0), bias[f] ?? 0),
  );
}

/** Where a window stands over an image: for each of its cells inside, its place in the kernel and in the image. */
function* cells(
  { kernel, strides, dilations, pads }: WindowShape,
  [height, width]: readonly [number, number],
  row: number,
  column: number,
): Generator<readonly [inKernel: number, inImage: number]> {
  for (let y = 0; y < kernel[0]; y++) {
    for (let x = 0; x < kernel[1]; x++) {
      const at = row * strides[0] + y * dilations[0] - pads[0];
      const along = column * strides[1] + x * dilations[1] - pads[1];
      if (at >= 0 && at < height && along >= 0 && along < width)
        yield [y * kernel[1] + x, at * width + along];
    }
  }
}

/** Every value of an operator with a window; `of` gets the filter, and the cells of its window. */
function windowed(
  op: OpOf<'conv' | 'maxpool' | 'avgpool'>,
  of: (filter: number, cells: Iterable<readonly [number, number]>, area: number) => number,
): Values {
  const [, height = 1, width = 1] = op.inputs[0]?.shape ?? [];
  const [filters = 1, rows = 1, columns = 1] = op.output.shape;
  const result = new Float64Array(filters * rows * columns);
  for (let i = 0; i < result.length; i++) {
    const place = i % (rows * columns);
    const within = cells(op.window, [height, width], Math.floor(place / columns), place % columns);
    result[i] = of(Math.floor(i / (rows * columns)), within, height * width);
  }
  return result;
}

function convolved(op: OpOf<'conv'>, values: Values): Values {
  const { weights, filters, bias } = op.matrix;
  const area = sizeOf(op.window.kernel);
  const channels = weights.length / (filters * area);
  return windowed(op, (f, within, image) => {
    const first = Math.floor((f * op.groups) / filters) * channels;
    let sum = bias[f] ?? 0;
    for (const [k, at] of within) {
      for (let c = 0; c < channels; c++) {
        sum += (weights[(f * channels + c) * area + k] ?? 0) * (values[(first + c) * image + at] ?? 0);
      }
    }
    return sum;
  });
}

function pooled(
  op: OpOf<'maxpool' | 'avgpool'>,
  values: Values,
  reduce: (values: readonly number[]) => number,
): Values {
  return windowed(op, (c, within, image) =>
    reduce(Array.from(within, ([, at]) => values[c * image + at] ?? 0)),
  );
}

function repeated(op: OpOf<'upsample'>, values: Values): Values {
  const [, height = 1, width = 1] = op.inputs[0]?.shape ?? [];
  const [channels = 1, rows = 1, columns = 1] = op.output.shape;
  return Float64Array.from({ length: channels * rows * columns }, (_, i) => {
    const [c, y, x] = [Math.floor(i / (rows * columns)), Math.floor(i / columns) % rows, i % columns];
    const at = Math.floor(y / op.factors[0]) * width + Math.floor(x / op.factors[1]);
    return values[c * height * width + at] ?? 0;
  });
}
