import { problemRule } from '../rule';

export const number = problemRule('EX2007', 'error', 'number', (p) => ({
  message: `${p.what} \`${p.raw}\`: it ${p.reason}.`,
}));
