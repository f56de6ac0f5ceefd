import type { Criterion } from '../../semantics/design';
import type { Rule } from '../rule';

/** Which side of the threshold is the sure one: a large score or margin, a small entropy. */
const sure: Readonly<Record<Criterion, '>=' | '<='>> = {
  softmax: '>=',
  softmax2: '>=',
  margin: '>=',
  entropy: '<=',
};

/** Inputs that the exit is unsure of would leave, and the sure ones go on. */
export const invertedCriterion: Rule = {
  code: 'EX7009',
  severity: 'warning',
  *check({ design }) {
    for (const { name, when, origin } of [...design.exits, ...design.switches]) {
      if (when === undefined || when.comparison === sure[when.criterion]) continue;
      const { criterion, comparison, node } = when;
      const at = { ...origin, span: node.comparison?.span ?? node.span };
      const right = sure[criterion];
      yield {
        at,
        message: `With \`${criterion} ${comparison}\` the inputs that \`${name}\` is unsure of leave, and the sure ones go on: write \`${right}\`.`,
        fixes: [{ title: `Change to '${right}'`, edits: [{ at, text: right }] }],
      };
    }
  },
};
