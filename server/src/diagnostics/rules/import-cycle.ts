import { problemRule } from '../rule';

export const importCycle = problemRule('EX2013', 'error', 'import-cycle', (p) => ({
  message: `This import closes a cycle: ${p.chain.join(' → ')}. Remove one of them.`,
  fixes: [
    { title: 'Remove this import', edits: [{ at: { ...p.origin, span: p.origin.block.span }, text: '' }] },
  ],
}));
