import { problemRule } from '../rule';

export const exitWithoutWhen = problemRule('EX7003', 'warning', 'exit-without-when', (p) => ({
  message: `\`${p.exit}\` does not say when an input leaves: write a criterion, such as \`when softmax >= 0.9\`. The cost of a softmax is counted.`,
}));
