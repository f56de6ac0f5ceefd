/** By how much each channel's values are made larger before they are rounded to the step that all channels have. */
import type { LoweredModel, Value } from '../../model/lower/lowered';
import type { Range, StepRule } from './ranges';
import type { SharedFactors } from './shared-factors';
import { weightOrder } from './weight-order';

/**
 * Between one step for all channels (0) and each channel's own (1). What a channel's values win by a finer step, the
 * weights that read it lose: half way, both win.
 */
const BALANCE = 0.5;

/**
 * Factors that bring the channels' steps closer to each other, by their number. Channels with nothing but zeros have
 * no step: they get a factor with which the weights that read them are no larger than others, so that these have all
 * the codes.
 *
 * @param counted values that have steps of their own
 */
export function balancedFactors(
  model: LoweredModel,
  { count, factorOf }: SharedFactors,
  counted: readonly { readonly value: Value; readonly range: Range; readonly max: number }[],
  rule: StepRule,
): Float64Array {
  // An image on its way in is multiplied as it arrives, whatever its weights.
  const isInput = counted.every(({ value }) => value === model.input || isMeanOfInput(model, value));
  const balance = isInput ? 1 : BALANCE;
  const logs = new Float64Array(count);
  const steps = new Float64Array(count);
  for (const { value, range, max } of counted) {
    range.steps(max, rule).forEach((step, c) => {
      const factor = factorOf.get(value)?.[c] ?? 0;
      if (step === 0) return;
      logs[factor] = (logs[factor] ?? 0) + Math.log2(step);
      steps[factor] = (steps[factor] ?? 0) + 1;
    });
  }
  const factors = logs.map((log, f) => (steps[f] ? 2 ** ((-balance * log) / steps[f]) : 0));
  const weights = largestWeights(model, factorOf, count);
  // The largest weight behind a factor, of channels with values.
  const most = factors.reduce((m, f, i) => (f > 0 ? Math.max(m, (weights[i] ?? 0) / f) : m), 0);
  return factors.map((f, i) => f || (most > 0 ? (weights[i] ?? 0) / most : 0) || 1);
}

function isMeanOfInput(model: LoweredModel, value: Value): boolean {
  const maker = model.ops.find((op) => op.output === value);
  return maker?.kind === 'avgpool';
}

/** By factor: the largest weight that reads a channel of it. */
function largestWeights(
  { ops }: LoweredModel,
  factorOf: SharedFactors['factorOf'],
  count: number,
): Float64Array {
  const largest = new Float64Array(count);
  for (const op of ops) {
    const factors = op.inputs[0] && factorOf.get(op.inputs[0]);
    if (factors === undefined || !('matrix' in op)) continue;
    const { weights, filters } = op.matrix;
    const width = weights.length / filters;
    const order = weightOrder(op);
    for (let i = 0; i < weights.length; i++) {
      const factor = factors[order.channel(Math.floor(i / width), i % width)] ?? 0;
      largest[factor] = Math.max(largest[factor] ?? 0, Math.abs(weights[i] ?? 0));
    }
  }
  return largest;
}
