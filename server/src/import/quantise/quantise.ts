import { type NumberType, defaultNumberType } from '../../semantics/number-type';
import type { Codes, LoweredModel, MatrixValues, Op, Value } from '../lower/lowered';
import { OnnxError } from '../onnx/index';
import { fittingFactors, powerAbove, refitted } from './fit';
import { Range } from './ranges';
import { ScoreRange } from './score-range';
import { quantiseMatrix } from './weights';

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

/** What calibration counts of a value. */
export type Counted = Range | ScoreRange;

/** Counters for the values of a float model whose sizes calibration has to know. */
export function calibrationCounters(model: LoweredModel): Map<Value, Counted> {
  const outputs = new Set(model.outputs.map((o) => o.value));
  const values = [model.input, ...model.ops.filter(hasOwnCodes).map((op) => op.output)];
  return new Map(
    values.map((v) => [v, outputs.has(v) && v.shape.length === 1 ? new ScoreRange() : new Range()]),
  );
}

/** Pools and joints keep the integers of what they read. */
function hasOwnCodes(op: Op): boolean {
  return 'matrix' in op || op.kind === 'add' || (op.kind === 'concat' && op.inputs.length > 1);
}

/**
 * Quantises a float model after training: symmetric, weights by filter, activations with a power of two as scale.
 * A join's inputs get its scale; whatever only moves values keeps that of its input.
 *
 * @param ranges by value, those of the outputs as scores
 * @throws OnnxError where a type cannot be quantised to without training
 */
export function quantiseModel(
  model: LoweredModel,
  ranges: ReadonlyMap<Value, Counted>,
  precision: Precision = everythingInt8,
): LoweredModel {
  const quantised = new Map<Value, Value>();
  const put = (value: Value, codes: Codes | undefined): Value => {
    const made: Value = { ...value, codes };
    quantised.set(value, made);
    return made;
  };
  const of = (value: Value): Value => quantised.get(value) ?? value;
  const counted = (value: Value, type: NumberType, place: string): Codes => {
    const range = ranges.get(value);
    if (range === undefined) throw new OnnxError(`${place}: no calibration data for its values`);
    const { min, max } = activationRange(type, place);
    return range.codes(min, max);
  };
  const stepOf = (op: Op): number => {
    const { max } = activationRange(precision.of(op).activations, placeOf(op));
    const range = ranges.get(op.output);
    return range instanceof Range ? range.step(max) : 0;
  };
  const factors = fittingFactors(model, stepOf);
  const input = put(model.input, counted(model.input, precision.input, 'the input'));
  const ops = model.ops.map((op): Op => {
    const place = placeOf(op);
    const inputs = op.inputs.map(of);
    const [source] = op.inputs;
    const types = precision.of(op);
    const factor = factors.get(op.output);
    const own = (): Codes => {
      const range = activationRange(types.activations, place);
      return factor === undefined
        ? counted(op.output, types.activations, place)
        : { scale: powerAbove(stepOf(op)), zeroPoint: 0, ...range };
    };
    const codes = hasOwnCodes(op) ? own() : inputs[0]?.codes;
    const output = put(op.output, codes);
    if (!('matrix' in op)) return { ...op, inputs, output };
    const matrix = refitted(op.matrix, (source && factors.get(source)) ?? 1, factor ?? 1);
    const cap = op.relu?.cap;
    return {
      ...op,
      inputs,
      output,
      ...(cap !== undefined && { relu: { cap: cap * (factor ?? 1) } }),
      matrix: integerMatrix(matrix, types.weights, inputs[0], codes, place),
    };
  });
  return { ...model, input, ops, outputs: model.outputs.map((o) => ({ ...o, value: of(o.value) })) };
}

function placeOf(op: Op): string {
  return `layer ${op.names[0] ?? op.output.name}`;
}

function integerMatrix(
  matrix: MatrixValues,
  type: NumberType,
  input: Value | undefined,
  output: Codes | undefined,
  place: string,
): MatrixValues {
  if (input?.codes === undefined || output === undefined)
    throw new OnnxError(`${place}: its input has no integers`);
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
  return quantiseMatrix(matrix, type, input.codes, output);
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
