import { formatShare } from '../../base/format';
import { elements } from '../../network/index';
import type { Rule } from '../rule';

/** The largest output of a switch's branch is the case that is taken. */
export const switchOutputs: Rule = {
  code: 'EX7013',
  severity: 'error',
  *check({ design, lists }) {
    for (const decision of design.switches) {
      const shape = lists.find((l) => l.spec === decision)?.layers.at(-1)?.shaped.outShape;
      const cases = decision.cases.length;
      if (shape === undefined || cases === 0 || elements(shape) === cases) continue;
      const outputs = elements(shape);
      yield {
        at: decision.origin,
        message: `Switch \`${decision.name}\` has ${cases} ${cases === 1 ? 'case' : 'cases'}, but its last layer puts out ${outputs} ${outputs === 1 ? 'value' : 'values'}: one for each case is needed.`,
      };
    }
  },
};

/** Rounding of written percentages. */
const tolerance = 1e-3;

/** Every input takes one of the cases. */
export const switchRates: Rule = {
  code: 'EX7008',
  severity: 'warning',
  *check({ design }) {
    for (const decision of design.switches) {
      const rates = decision.cases.flatMap((c) => c.rate ?? []);
      const total = rates.reduce((sum, rate) => sum + rate, 0);
      if (rates.length === 0 || rates.length < decision.cases.length || total >= 1 - tolerance) continue;
      yield {
        at: decision.origin,
        message: `The rates of the cases of \`${decision.name}\` add up to ${formatShare(total)}: every input takes one of them, so they must make 100 %.`,
      };
    }
  },
};
