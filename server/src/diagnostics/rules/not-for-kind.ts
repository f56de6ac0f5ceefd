import { problemRule } from '../rule';
import { list } from '../words';

export const notForKind = problemRule('EX2010', 'error', 'not-for-kind', (p) => ({
  message: `A \`${p.layerKind}\` layer has no \`${p.keyword}\`; it takes ${p.allowed.length === 0 ? 'no settings' : list(p.allowed)}.`,
  fixes: [{ title: `Remove '${p.keyword}'`, edits: [{ at: p.origin, text: '' }] }],
}));
