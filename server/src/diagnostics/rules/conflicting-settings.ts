import { type Explanation, problemRule } from '../rule';

const explanation: Explanation = {
  title: 'Redundant settings',
  means: 'Two settings determine the same thing, such as the board and the part. Only one of them counts.',
  example: `device {
  board pynq-z2
  part "xc7z020clg400-1"
}`,
  way: 'Remove one of the two.',
};

export const conflictingSettings = problemRule(
  'EX2011',
  'error',
  'conflicting-settings',
  explanation,
  (p) => ({
    message: `\`${p.keywords[0]}\` and \`${p.keywords[1]}\` determine the same thing; \`${p.keywords[0]}\` counts. Remove one.`,
    fixes: [{ title: `Remove '${p.keywords[1]}'`, edits: [{ at: p.origin, text: '' }] }],
  }),
);
