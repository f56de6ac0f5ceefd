import { type NumberType, defaultNumberType } from '../../semantics/number-type';
import {
  type Codes,
  type LoweredModel,
  type MatrixOp,
  type MatrixValues,
  type Op,
  type Value,
  isDense,
  sizeOf,
} from '../../model/lower/lowered';
import { OnnxError } from '../../onnx/index';
import { fitToIntegers, refitted } from './fit';
import { type QuantiseChoice, firstChoice } from './choices';
import { Means, Range } from './ranges';
import { weightOrder } from './weight-order';
import { type MatrixInput, quantiseMatrix } from './weights';

/** Types that a design asks for. */
export interface Precision {
  /** Of the model's input. */
  readonly input: NumberType;
  /** Of an operator's weights and results. */
  of(op: Op): { readonly weights: NumberType; readonly activations: NumberType };
}

export const everythingInt8: Precision = {
  input: defaultNumberType,
  of: () => ({ weights: defaultNumberType, activations: defaultNumberType }),
};

/** What is known of the values of a float model from calibration data. */
export interface Calibration {
  /** Of the values that get integers of their own. */
  readonly ranges: ReadonlyMap<Value, Range>;
  /** Of what matrices read: each value of a dense layer's input, each channel of a convolution's. */
  readonly means: ReadonlyMap<Value, Means>;
}

/** Before any data is counted. */
export function emptyCalibration(model: LoweredModel): Calibration {
  const values = [model.input, ...model.ops.filter(hasOwnCodes).map((op) => op.output)];
  const means = new Map<Value, Means>();
  for (const op of model.ops) {
    const [source] = op.inputs;
    if (source === undefined || !('matrix' in op)) continue;
    if (op.kind === 'dense') means.set(source, new Means(sizeOf(source.shape)));
    else if (!means.has(source)) means.set(source, new Means(source.shape[0] ?? 1));
  }
  return { ranges: new Map(values.map((v) => [v, new Range(v.shape[0] ?? 1)])), means };
}

/**
 * Joints and maxima keep the integers of what they read. Means are much smaller than what they are taken of; those of
 * a power of two values are exact at any step.
 */
function hasOwnCodes(op: Op): boolean {
  if (op.kind === 'avgpool') {
    const always = op.countPadding || op.window.pads.every((p) => p === 0);
    return always && Number.isInteger(Math.log2(sizeOf(op.window.kernel)));
  }
  return 'matrix' in op || op.kind === 'add' || (op.kind === 'concat' && op.inputs.length > 1);
}

/**
 * Quantises a float model after training: symmetric, weights by filter, activations with a power of two as scale.
 * A join's inputs get its scale; whatever only moves values keeps that of its input.
 *
 * @throws OnnxError where a type cannot be quantised to without training
 */
export function quantiseModel(
  model: LoweredModel,
  { ranges, means }: Calibration,
  precision: Precision = everythingInt8,
  { steps, correctsBias }: QuantiseChoice = firstChoice,
): LoweredModel {
  const quantised = new Map<Value, Value>();
  const put = (value: Value, codes: Codes | undefined): Value => {
    const made: Value = { ...value, codes };
    quantised.set(value, made);
    return made;
  };
  const of = (value: Value): Value => quantised.get(value) ?? value;
  const rangeOf = (value: Value, place: string): Range => {
    const range = ranges.get(value);
    if (range) return range;
    throw new OnnxError(`${place}: no calibration data for its values`);
  };
  const makers = new Map(model.ops.map((op) => [op.output, op]));
  const fits = fitToIntegers(
    model,
    (value) => {
      const range = ranges.get(value);
      if (range === undefined) return undefined;
      const op = makers.get(value);
      const { max } = op
        ? activationRange(precision.of(op).activations, placeOf(op))
        : activationRange(precision.input, 'the input');
      return { range, max };
    },
    steps,
  );
  const scoreOps = scores(model);
  const codesOf = (op: Op): Codes | undefined => {
    const place = placeOf(op);
    const { activations } = precision.of(op);
    if (!hasOwnCodes(op)) return of(op.inputs[0] ?? op.output).codes;
    if (scoreOps.has(op) && activations.bits >= 8) return rangeOf(op.output, place).scoreCodes();
    const limits = activationRange(activations, place);
    const fit = fits.get(op.output);
    if (fit?.step !== undefined) return { scale: fit.step, zeroPoint: 0, ...limits };
    return rangeOf(op.output, place).codes(limits, steps, fit?.factors);
  };
  const inputLimits = activationRange(precision.input, 'the input');
  const inputFit = fits.get(model.input);
  const input = put(
    model.input,
    inputFit?.step === undefined
      ? rangeOf(model.input, 'the input').codes(inputLimits, steps, inputFit?.factors)
      : { scale: inputFit.step, zeroPoint: 0, ...inputLimits },
  );
  const matrixInput = (op: MatrixOp): MatrixInput => {
    const [source] = op.inputs;
    const codes = source && of(source).codes;
    if (source === undefined || codes === undefined)
      throw new OnnxError(`${placeOf(op)}: its input has no integers`);
    const order = weightOrder(op);
    const known = correctsBias ? means.get(source) : undefined;
    const factors = fits.get(source)?.factors;
    const mean = (filter: number, at: number): number => {
      const channel = order.channel(filter, at);
      return (
        (known?.at(known.cells > (source.shape[0] ?? 1) ? at : channel) ?? 0) * (factors?.[channel] ?? 1)
      );
    };
    return { codes, area: order.area, mean };
  };
  const ops = model.ops.map((op): Op => {
    const inputs = op.inputs.map(of);
    const [source] = op.inputs;
    const codes = codesOf(op);
    const output = put(op.output, codes);
    const factors = fits.get(op.output)?.factors;
    const cap = op.relu?.cap;
    const relu = cap !== undefined && { relu: { cap: cap * (factors?.[0] ?? 1) } };
    if (!('matrix' in op)) return { ...op, inputs, output, ...relu };
    const matrix = refitted(op, source && fits.get(source)?.factors, factors);
    return {
      ...op,
      inputs,
      output,
      ...relu,
      matrix: integerMatrix(op, matrix, precision.of(op).weights, codes, matrixInput(op)),
    };
  });
  return {
    ...model,
    input,
    ...(inputFit && { preparation: prepared(model, inputFit.factors) }),
    ops,
    outputs: model.outputs.map((o) => ({ ...o, value: of(o.value) })),
  };
}

/** Multiplied by `factors` on its way in, on top of what is done to it already. */
function prepared({ preparation }: LoweredModel, factors: Float64Array) {
  return {
    a: factors.map((f, c) => f * (preparation?.a[c] ?? 1)),
    b: factors.map((f, c) => f * (preparation?.b[c] ?? 0)),
  };
}

/** Matrices that end in an output and are read by nothing else: their sums are kept at 16 bits, as decisions take them. */
function scores(model: LoweredModel): ReadonlySet<Op> {
  const outputs = new Set(model.outputs.map((o) => o.value));
  const read = new Set(model.ops.flatMap((op) => op.inputs));
  return new Set(
    model.ops.filter((op) => outputs.has(op.output) && !read.has(op.output) && isDense(op) && !op.relu),
  );
}

function placeOf(op: Op): string {
  return `layer ${op.names[0] ?? op.output.name}`;
}

function integerMatrix(
  op: MatrixOp,
  matrix: MatrixValues,
  type: NumberType,
  output: Codes | undefined,
  input: MatrixInput,
): MatrixValues {
  const place = placeOf(op);
  if (output === undefined) throw new OnnxError(`${place}: its results have no integers`);
  if (type.family === 'float') {
    throw new OnnxError(
      `${place}: weights of type ${type.name} are not in the integer template; write int8, or leave it out`,
    );
  }
  if (type.bits > 8) {
    throw new OnnxError(
      `${place}: weights of ${type.bits} bits; ONNX has integer layers of up to 8 bits, write int8`,
    );
  }
  return quantiseMatrix(matrix, type, input, output);
}

function activationRange(type: NumberType, place: string): { readonly min: number; readonly max: number } {
  if (type.family !== 'int') {
    throw new OnnxError(
      `${place}: activations of type ${type.name} need a network that was trained for them; write int8, or import such a model`,
    );
  }
  if (type.bits > 8) {
    throw new OnnxError(
      `${place}: activations of ${type.bits} bits; ONNX has integer layers of up to 8 bits, write int8`,
    );
  }
  const half = 2 ** (type.bits - 1);
  return { min: -half, max: half - 1 };
}
