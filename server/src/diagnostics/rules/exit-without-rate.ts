import { problemRule } from '../rule';

export const exitWithoutRate = problemRule('EX7002', 'warning', 'exit-without-rate', (p) => ({
  message: `How many inputs leave at \`${p.exit}\` is not known, so the mean counts 0 % here: write \`rate 50%\`, or a \`profile\` of measured confidences.`,
}));
