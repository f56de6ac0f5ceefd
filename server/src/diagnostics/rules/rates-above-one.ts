import { formatShare } from '../../base/format';
import { type Explanation, problemRule } from '../rule';
import { list } from '../sentence';

const explanation: Explanation = {
  title: 'Rates above 100 %',
  means:
    'A rate is a share of all inputs, not of those that get this far, so all rates together are at most 100 %.',
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
  when softmax >= 0.9
  rate 60%
}
exit b after c2 {
  flatten
  dense b1 units 10
  when softmax >= 0.9
  rate 60%
}`,
  way: 'Lower the rates, or let a `profile` count them.',
};

export const ratesAboveOne = problemRule('EX7001', 'error', 'rates-above-one', explanation, (p) => ({
  message: `The rates of ${list(p.exits)} add up to ${formatShare(p.total)}: a rate is a share of all inputs, so together they cannot exceed 100 %.`,
}));
