import { problemRule } from '../rule';

export const importMissing = problemRule('EX2012', 'error', 'import-missing', (p) => ({
  message: `Cannot import \`${p.path}\`: ${p.reason}.`,
}));
