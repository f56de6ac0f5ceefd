import { problemRule } from '../rule';

export const duplicateBlock = problemRule('EX2004', 'error', 'duplicate-block', (p) => ({
  message: `A design has one \`${p.keyword}\` block; the first one counts. Move what this one says into it.`,
  related: [{ at: p.first, message: 'the first one' }],
}));
