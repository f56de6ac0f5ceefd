/** What the condition of an `If` decides by. */
import type { TracedGraph, TracedNode } from '../graph/trace';
import { constantOf } from '../graph/value';

export interface Criterion {
  readonly measure: 'softmax' | 'entropy' | 'margin' | 'mean confidence';
  readonly comparison: '>=' | '<=';
  readonly threshold: number;
  /** Read from the model, not chosen for a start. */
  readonly isGiven: boolean;
}

/** Where a model does not say: high enough to lose little accuracy, to be tuned on a profile. */
const start: Criterion = { measure: 'softmax', comparison: '>=', threshold: 0.9, isGiven: false };

/** Nodes of a condition; more is no simple comparison. */
const longestChain = 30;

/** The measure and the threshold of a condition such as `ReduceMax(Softmax(scores)) > 0.9`. */
export function criterionOf(traced: TracedGraph, condition: string | undefined): Criterion {
  if (condition === undefined) return start;
  const makers = new Map<string, TracedNode>();
  for (const site of traced.nodes) for (const output of site.node.outputs) makers.set(output, site);
  const operators: string[] = [];
  let threshold: number | undefined;
  const open = [condition];
  for (let name = open.pop(); name !== undefined && operators.length < longestChain; name = open.pop()) {
    const site = makers.get(name);
    if (site === undefined || /Conv|Gemm|MatMul/.test(site.node.opType)) continue;
    operators.push(site.node.opType);
    if (/^(Greater|Less)(OrEqual)?$/.test(site.node.opType)) {
      threshold ??= site.inputs.flatMap((value) =>
        value?.constant ? (constantOf(value)?.[0] ?? []) : [],
      )[0];
    }
    open.push(...site.node.inputs);
  }
  if (threshold === undefined || !operators.some((op) => /softmax/i.test(op))) return start;
  // Halves and floats of a model are decimals to its author.
  const rounded = Number(threshold.toPrecision(6));
  if (operators.includes('Log') || operators.includes('LogSoftmax')) {
    return { measure: 'entropy', comparison: '<=', threshold: rounded, isGiven: true };
  }
  const measure = operators.includes('TopK') ? 'margin' : 'softmax';
  if (rounded <= 0 || rounded >= 1) return start;
  return { measure, comparison: '>=', threshold: rounded, isGiven: true };
}
