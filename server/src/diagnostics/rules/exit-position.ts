import { type Explanation, problemRule } from '../rule';

const explanation: Explanation = {
  title: 'Exit at an impossible place',
  means:
    'An exit follows a layer in the middle of the network; at the end there is nothing left to save, and between branches that rejoin no single value leaves.',
  example: `network n {
  input image 1x28x28
  flatten
  dense f1 units 10
}
exit late after f1 {
  when softmax >= 0.9
  rate 60%
}`,
  way: 'Attach it to an earlier layer, or remove it.',
};

export const exitPosition = problemRule('EX2028', 'error', 'exit-position', explanation, (p) => ({
  message: `Exit \`${p.exit}\` comes after \`${p.layer}\`, but ${p.reason}. Attach it to an earlier layer, or remove it.`,
}));
