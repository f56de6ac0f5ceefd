/** By how much each channel's values are made larger before they are rounded to the step that all channels have. */
import type { LoweredModel, Value } from '../../model/lower/lowered';
import { passes, weightOrder } from './fit';

/**
 * Factors that bring the channels' steps closer to each other. Channels with nothing but zeros have no step: they get
 * a factor with which the weights that read them are no larger than others, so that these have all the codes.
 *
 * @param weights largest one by channel that reads it
 */
export function balancedFactors(
  steps: readonly Float64Array[],
  balance: number,
  weights: Float64Array,
): Float64Array {
  const [first] = steps;
  const factors = Float64Array.from(first ?? [], (_, c) => {
    const product = steps.reduce((p, s) => p * (s[c] ?? 0), 1);
    return product > 0 ? product ** (-balance / steps.length) : 0;
  });
  // The largest weight behind a factor, of channels with values.
  const most = factors.reduce((m, f, c) => (f > 0 ? Math.max(m, (weights[c] ?? 0) / f) : m), 0);
  return factors.map((f, c) => f || (balance > 0 && most > 0 ? (weights[c] ?? 0) / most : 0) || 1);
}

/** Of a value, by channel: the largest weight that reads it. */
export function largestWeights(model: LoweredModel, value: Value): Float64Array {
  const largest = new Float64Array(value.shape[0] ?? 1);
  for (const op of model.ops) {
    if (op.inputs[0] !== value) continue;
    if (passes(op)) {
      largestWeights(model, op.output).forEach((w, c) => (largest[c] = Math.max(w, largest[c] ?? 0)));
    }
    if (!('matrix' in op)) continue;
    const { weights, filters } = op.matrix;
    const width = weights.length / filters;
    const order = weightOrder(op);
    for (let i = 0; i < weights.length; i++) {
      const c = order.channel(Math.floor(i / width), i % width);
      largest[c] = Math.max(largest[c] ?? 0, Math.abs(weights[i] ?? 0));
    }
  }
  return largest;
}
