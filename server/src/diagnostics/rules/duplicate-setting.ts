import { type Explanation, problemRule } from '../rule';

const explanation: Explanation = {
  title: 'Duplicate setting',
  means: 'A setting is written twice in one block or layer. The first one counts.',
  example: `device {
  board pynq-z2
  clock 100 MHz
  clock 125 MHz
}`,
  way: 'Remove one of the two.',
};

export const duplicateSetting = problemRule('EX2005', 'error', 'duplicate-setting', explanation, (p) => ({
  message: `\`${p.keyword}\` is set twice; the first one counts. Remove one of the two.`,
  fixes: [{ title: `Remove this '${p.keyword}'`, edits: [{ at: p.origin, text: '' }] }],
}));
