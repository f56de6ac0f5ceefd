import { problemRule } from '../rule';

export const conflictingSettings = problemRule('EX2011', 'error', 'conflicting-settings', (p) => ({
  message: `\`${p.keywords[0]}\` and \`${p.keywords[1]}\` say the same thing; \`${p.keywords[0]}\` counts. Remove one.`,
  fixes: [{ title: `Remove '${p.keywords[1]}'`, edits: [{ at: p.origin, text: '' }] }],
}));
