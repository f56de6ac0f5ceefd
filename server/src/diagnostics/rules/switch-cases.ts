import { formatShare } from '../../base/format';
import { elements } from '../../network/index';
import type { Explanation, Rule } from '../rule';

const switchOutputsExplanation: Explanation = {
  title: 'Switch outputs do not match its cases',
  means: "The largest output of a switch's branch selects the case, so there are as many outputs as cases.",
  example: `network n {
  input image 1x8x8
  conv c1 kernel 3x3 filters 4 pad 1
  conv c2 kernel 3x3 filters 4 pad 1
  flatten
  dense f1 units 10
}
stage front in static { c1 }
stage mid in static { c2 }
stage back in static { f1 }
switch skip after c1 {
  globalpool
  dense s1 units 3
  case run rate 50% -> mid
  case jump rate 50% -> back
}`,
  way: 'Give the last layer one unit per case.',
};

const switchRatesExplanation: Explanation = {
  title: 'Cases that do not add up to 100 %',
  means: 'Every input takes one of the cases of a switch, so their rates add up to 100 %.',
  example: `network n {
  input image 1x8x8
  conv c1 kernel 3x3 filters 4 pad 1
  conv c2 kernel 3x3 filters 4 pad 1
  flatten
  dense f1 units 10
}
stage front in static { c1 }
stage mid in static { c2 }
stage back in static { f1 }
switch skip after c1 {
  globalpool
  dense s1 units 2
  case run rate 50% -> mid
  case jump rate 30% -> back
}`,
  way: 'Correct the rates, or leave them out and let a profile count them.',
};

/** The largest output of a switch's branch is the case that is taken. */
export const switchOutputs: Rule = {
  code: 'EX7013',
  severity: 'error',
  explanation: switchOutputsExplanation,
  *check({ design, lists }) {
    for (const decision of design.switches) {
      const shape = lists.find((l) => l.spec === decision)?.layers.at(-1)?.shaped.outShape;
      const cases = decision.cases.length;
      if (shape === undefined || cases === 0 || elements(shape) === cases) continue;
      const outputs = elements(shape);
      yield {
        at: decision.origin,
        message: `Switch \`${decision.name}\` has ${cases} ${cases === 1 ? 'case' : 'cases'}, but its last layer outputs ${outputs} ${outputs === 1 ? 'value' : 'values'}: one per case is needed.`,
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
  explanation: switchRatesExplanation,
  *check({ design }) {
    for (const decision of design.switches) {
      const rates = decision.cases.flatMap((c) => c.rate ?? []);
      const total = rates.reduce((sum, rate) => sum + rate, 0);
      if (rates.length === 0 || rates.length < decision.cases.length || total >= 1 - tolerance) continue;
      yield {
        at: decision.origin,
        message: `The rates of the cases of \`${decision.name}\` add up to ${formatShare(total)}: every input takes one of them, so they must total 100 %.`,
      };
    }
  },
};
