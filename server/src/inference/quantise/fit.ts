import { powerAbove } from '../../arithmetic/index';
import { type LoweredModel, type MatrixOp, type MatrixValues, type Value } from '../../model/lower/lowered';
import { balancedFactors } from './factors';
import type { Range, StepRule } from './ranges';
import { sharedFactors } from './shared-factors';
import { weightOrder } from './weight-order';

/** How the values of a tensor are brought to its integers: multiplied by a factor a channel, then rounded to a step. */
export interface Fit {
  readonly factors: Float64Array;
  /** Undefined where it has yet to be found, a power of two. */
  readonly step?: number;
}

/** What is known of values that get integers of their own. */
export interface Counted {
  readonly range: Range;
  /** Largest integer. */
  readonly max: number;
}

/**
 * Fits to integers whose step has to be a power of two, and one for all channels: factors bring the channels' steps
 * closer to each other, and one value's step to a power of two. Values without a fit stay as they are.
 *
 * @param countedOf undefined for values that have the integers of what they are made of
 */
export function fitToIntegers(
  model: LoweredModel,
  countedOf: (value: Value) => Counted | undefined,
  rule: StepRule,
): Map<Value, Fit> {
  // Means are fitted with what they are taken of.
  const means = new Set(model.ops.flatMap((op) => (op.kind === 'avgpool' ? [op.output] : [])));
  const fits = new Map<Value, Fit>();
  for (const shared of sharedFactors(model)) {
    const counted = shared.values.flatMap((value) => {
      const own = countedOf(value);
      return own ? [{ ...own, value }] : [];
    });
    const proportions = balancedFactors(model, shared, counted, rule);
    const factorsOf = (value: Value): Float64Array =>
      Float64Array.from(shared.factorOf.get(value) ?? [], (c) => proportions[c] ?? 1);
    const steps = new Map<Value, number>();
    for (const { value, range, max } of counted) {
      const step = means.has(value) ? 0 : range.step(max, factorsOf(value), rule);
      if (step > 0) steps.set(value, step);
    }
    const exact = leastRounded(steps);
    const step = exact && steps.get(exact);
    if (step === undefined) continue;
    const whole = powerAbove(step) / step;
    for (const value of shared.values) {
      const factors = factorsOf(value).map((factor) => factor * whole);
      fits.set(value, value === exact ? { factors, step: powerAbove(step) } : { factors });
    }
  }
  return fits;
}

/** The value with whose step a power of two the others' are least below theirs. */
function leastRounded(steps: ReadonlyMap<Value, number>): Value | undefined {
  let found: Value | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const [value, step] of steps) {
    let sum = 0;
    for (const own of steps.values()) sum += octaveAbove(Math.log2(own / step));
    if (sum < least) [found, least] = [value, sum];
  }
  return found;
}

/** From a logarithm to the next whole one; one that is whole but for rounding is whole. */
function octaveAbove(log: number): number {
  return Math.max(Math.ceil(log - 1e-9) - log, 0);
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
