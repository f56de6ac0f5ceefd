import { criterionSpecs } from '../../../../grammar/src/index';
import { measureText } from '../../semantics/criterion';
import type { Explanation, Rule } from '../rule';

const explanation: Explanation = {
  title: 'Inverted criterion',
  means:
    'A large score or margin means that the exit is sure, a small entropy does. With this comparison the unsure inputs leave and the sure ones continue.',
  example: `network n {
  input image 1x8x8
  conv c1 kernel 3x3 filters 4
  maxpool p1 window 2x2
  conv c2 kernel 2x2 filters 8
  flatten
  dense f1 units 10
}
exit a after p1 {
  flatten
  dense a1 units 10
  when softmax <= 0.9
  rate 60%
}`,
  way: 'Reverse the comparison; the quick fix does.',
};

/** Inputs that the exit is unsure of would leave, and the sure ones go on. */
export const invertedCriterion: Rule = {
  code: 'EX7009',
  severity: 'warning',
  explanation,
  *check({ design }) {
    for (const { name, when, origin, layers } of [...design.exits, ...design.switches]) {
      if (when === undefined || when.comparison === criterionSpecs[when.criterion].sure) continue;
      const { criterion, comparison, node } = when;
      const measure = measureText(when, layers);
      const at = { ...origin, span: node.comparison?.span ?? node.span };
      const right = criterionSpecs[criterion].sure;
      yield {
        at,
        message: `With \`${measure} ${comparison}\` the inputs that \`${name}\` is unsure of leave, and the sure ones continue: write \`${right}\`.`,
        fixes: [{ title: `Change to '${right}'`, edits: [{ at, text: right }] }],
      };
    }
  },
};
