import { type Explanation, problemRule } from '../rule';

const explanation: Explanation = {
  title: 'Exit without a criterion',
  means:
    'The exit has no criterion for when an input leaves. Until it has one, the cost of a softmax is counted.',
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
  rate 60%
}`,
  way: 'Write a criterion, such as `when softmax >= 0.9` or the cheaper `when margin >= 4`.',
};

export const exitWithoutWhen = problemRule('EX7003', 'warning', 'exit-without-when', explanation, (p) => ({
  message: `\`${p.exit}\` does not say when an input leaves: write a criterion, such as \`when softmax >= 0.9\`. The cost of a softmax is counted.`,
}));
