import { problemRule } from '../rule';

export const duplicateSetting = problemRule('EX2005', 'error', 'duplicate-setting', (p) => ({
  message: `\`${p.keyword}\` is set twice; the first one counts. Remove one of the two.`,
  fixes: [{ title: `Remove this '${p.keyword}'`, edits: [{ at: p.origin, text: '' }] }],
}));
