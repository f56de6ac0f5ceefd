import { type Explanation, problemRule } from '../rule';

const explanation: Explanation = {
  title: 'Exit without a rate',
  means: 'How many inputs leave here is not known, so the mean counts none.',
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
}`,
  way: 'Write `rate 50%`, or a `profile` of measured confidences.',
};

export const exitWithoutRate = problemRule('EX7002', 'warning', 'exit-without-rate', explanation, (p) => ({
  message: `How many inputs leave at \`${p.exit}\` is not known, so the mean counts 0 % here: write \`rate 50%\`, or a \`profile\` of measured confidences.`,
}));
