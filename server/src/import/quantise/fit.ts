import type { LoweredModel, MatrixValues, Op, Value } from '../lower/lowered';

/**
 * Factors that make values fill the range of their integers though the step has to be a power of two. A matrix may
 * make its results larger by any factor if every reader's weights are smaller by it: relus, maxima and means let
 * factors through. Values without a factor stay as they are, among them whatever a join or an output reads.
 *
 * @param stepOf the best step for an operator's results, 0 for none
 */
export function fittingFactors(model: LoweredModel, stepOf: (op: Op) => number): Map<Value, number> {
  const readers = new Map<Value, Op[]>();
  for (const op of model.ops) {
    for (const input of op.inputs) readers.set(input, [...(readers.get(input) ?? []), op]);
  }
  const outputs = new Set(model.outputs.map((o) => o.value));
  const letThrough = (value: Value): boolean =>
    !outputs.has(value) &&
    (readers.get(value) ?? []).every((op) => 'matrix' in op || (passes(op) && letThrough(op.output)));
  const factors = new Map<Value, number>();
  for (const op of model.ops) {
    const [input] = op.inputs;
    const inherited = input && factors.get(input);
    if (passes(op) && inherited !== undefined) factors.set(op.output, inherited);
    if (!('matrix' in op) || !letThrough(op.output)) continue;
    const step = stepOf(op);
    if (step > 0) factors.set(op.output, powerAbove(step) / step);
  }
  return factors;
}

/** The power of two that is at least `step`. */
export function powerAbove(step: number): number {
  return 2 ** Math.ceil(Math.log2(step));
}

function passes(op: Op): boolean {
  return op.kind === 'maxpool' || op.kind === 'avgpool' || op.kind === 'upsample';
}

/** A matrix whose input was made larger by one factor and whose results are to be larger by another. */
export function refitted(matrix: MatrixValues, input: number, output: number): MatrixValues {
  if (input === 1 && output === 1) return matrix;
  const { weights, filters, bias } = matrix;
  return { filters, weights: weights.map((w) => (w * output) / input), bias: bias.map((b) => b * output) };
}
