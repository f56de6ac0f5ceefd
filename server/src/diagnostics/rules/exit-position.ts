import { problemRule } from '../rule';

export const exitPosition = problemRule('EX2028', 'error', 'exit-position', (p) => ({
  message: `Exit \`${p.exit}\` stands after \`${p.layer}\`, but ${p.reason}. Attach it to an earlier layer, or remove it.`,
}));
