import { problemRule } from '../rule';

export const duplicateName = problemRule('EX2003', 'error', 'duplicate-name', (p) => ({
  message: `\`${p.name}\` is declared already; give this ${p.what} another name.`,
  related: [{ at: p.first, message: `\`${p.name}\` is first declared here` }],
}));
