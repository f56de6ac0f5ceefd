import type { LayerFigures } from '../../analysis/analysis';
import { isAtLeast } from '../../base/resources';
import { kindCost } from '../../cost/index';
import type { Explanation, Rule } from '../rule';
import { list } from '../sentence';

const explanation: Explanation = {
  title: 'Cost not modelled',
  means:
    'Something of these layers is not modelled, such as floating-point arithmetic. It is not counted as zero: every sum with it is a lower bound and says _at least_.',
  example: `network n {
  precision fp32
  input image 1x28x28
  flatten
  dense f1 units 10
}`,
  way: 'An integer type has figures. Without one, read the figures as bounds.',
};

/** Layers with an incomplete cost, reported once per network or branch, at the first of them. Operators have their own rule. */
export const notModelled: Rule = {
  code: 'EX4006',
  severity: 'information',
  explanation,
  *check({ lists }) {
    for (const { layers } of lists) {
      const partial = layers.filter(
        ({ shaped, cost }) =>
          cost !== undefined && isAtLeast(cost.resources) && kindCost(shaped.spec.kind).parts !== 'unknown',
      );
      const [first] = partial;
      if (first?.cost === undefined) continue;
      const { cost } = first;
      const { spec } = first.shaped;
      const labels = partial.map((p) => p.shaped.spec.label);
      yield {
        at: { ...spec.origin, span: spec.node.name?.span ?? spec.node.layerKind.span },
        message: `${cost.notes[0] ?? 'Something of this layer is not modelled.'} So the figures of every stage with ${list(labels, 'or', 3)} are lower bounds${way(partial)}.`,
      };
    }
  },
};

function way(layers: readonly LayerFigures[]): string {
  const isOfType = layers.every(({ shaped: { spec } }) => kindCost(spec.kind).leftOut === 'nothing');
  return isOfType ? '; an integer type, such as `int8`, has figures' : '';
}
