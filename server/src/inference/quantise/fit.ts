import {
  type LoweredModel,
  type MatrixOp,
  type MatrixValues,
  type Op,
  type Value,
  sizeOf,
} from '../../model/lower/lowered';

/** How the values of a tensor are brought to its integers: multiplied by a factor a channel, then rounded to a step. */
export interface Fit {
  readonly factors: Float64Array;
  readonly step: number;
}

/**
 * Fits to integers whose step has to be a power of two, and one for all channels. A matrix may make its results larger
 * by any factor if every reader's weights are smaller by it: relus, maxima and means let factors through. Values
 * without a fit stay as they are, among them whatever a join or an output reads.
 *
 * @param fitOf the fit of a value that lets factors through, if it has any
 */
export function fitToIntegers(
  model: LoweredModel,
  fitOf: (value: Value, op: Op | undefined) => Fit | undefined,
): Map<Value, Fit> {
  const readers = new Map<Value, Op[]>();
  for (const op of model.ops) {
    for (const input of op.inputs) readers.set(input, [...(readers.get(input) ?? []), op]);
  }
  const outputs = new Set(model.outputs.map((o) => o.value));
  const letThrough = (value: Value): boolean =>
    !outputs.has(value) &&
    // A cap behind a maximum or mean is one number for all channels, whatever their factors.
    (readers.get(value) ?? []).every(
      (op) => 'matrix' in op || (passes(op) && op.relu?.cap === undefined && letThrough(op.output)),
    );
  const fits = new Map<Value, Fit>();
  const fit = (value: Value, op: Op | undefined): void => {
    const found = letThrough(value) ? fitOf(value, op) : undefined;
    if (found) fits.set(value, found);
  };
  // What is done to an image on its way in can be done with a factor; other inputs arrive as they are.
  if (model.input.shape.length === 3) fit(model.input, undefined);
  for (const op of model.ops) {
    const inherited = op.inputs[0] && fits.get(op.inputs[0]);
    if (passes(op) && inherited !== undefined) fits.set(op.output, inherited);
    if ('matrix' in op) fit(op.output, op);
  }
  return fits;
}

/** The same operator for every channel, and linear in positive factors. */
export function passes(op: Op): boolean {
  return op.kind === 'maxpool' || op.kind === 'avgpool' || op.kind === 'upsample';
}

/** Which channel of its input the weights of a matrix read. */
export interface WeightOrder {
  /** Of a filter's weights so many, one behind the other, read one channel. */
  readonly area: number;
  /** Of the weight at `at` of a filter. */
  channel(filter: number, at: number): number;
}

export function weightOrder(op: MatrixOp): WeightOrder {
  const [source] = op.inputs;
  const channels = source?.shape[0] ?? 1;
  const { filters } = op.matrix;
  const groups = op.kind === 'conv' ? op.groups : 1;
  const area = op.kind === 'conv' ? sizeOf(op.window.kernel) : sizeOf(source?.shape.slice(1) ?? []);
  return {
    area,
    // A group's filters read its channels only.
    channel: (filter, at) =>
      Math.floor((filter * groups) / filters) * (channels / groups) + Math.floor(at / area),
  };
}

/** A matrix whose input was made larger by one factor a channel and whose results are to be larger by another. */
export function refitted(
  op: MatrixOp,
  input: Float64Array | undefined,
  output: Float64Array | undefined,
): MatrixValues {
  const { matrix } = op;
  if (input === undefined && output === undefined) return matrix;
  const { weights, filters, bias } = matrix;
  const width = weights.length / filters;
  const order = weightOrder(op);
  return {
    filters,
    weights: weights.map((w, i) => {
      const filter = Math.floor(i / width);
      return (w * (output?.[filter] ?? 1)) / (input?.[order.channel(filter, i % width)] ?? 1);
    }),
    bias: bias.map((b, f) => b * (output?.[f] ?? 1)),
  };
}
