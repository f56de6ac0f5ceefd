import { switchFaults } from '../../analysis/figures/ways';
import type { Explanation, Rule } from '../rule';

const explanation: Explanation = {
  title: 'Switch at an impossible place',
  means:
    'Paths split where a stage ends, one switch per place, and each case leads to a later stage of the same network (or, `before` networks, to one of them) that reads what is there.',
  example: `network n {
  input image 1x8x8
  conv c1 kernel 3x3 filters 4 pad 1
  conv c2 kernel 3x3 filters 4 pad 1
  flatten
  dense f1 units 10
}
stage front in static { c1 .. c2 }
stage back in static { f1 }
switch skip after c1 {
  globalpool
  dense s1 units 2
  case run rate 50% -> back
  case jump rate 50% -> back
}`,
  way: 'Split the stage there, or lead the case to another stage; the message says which.',
};

/** The position of a switch, and the targets of its cases. */
export const switchPlace: Rule = {
  code: 'EX7014',
  severity: 'error',
  explanation,
  *check({ design, lists }) {
    for (const { origin, message } of switchFaults(design, lists)) yield { at: origin, message };
  },
};
