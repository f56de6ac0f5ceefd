import { problemRule } from '../rule';
import { list } from '../words';

export const ambiguousName = problemRule('EX2002', 'error', 'ambiguous-name', (p) => ({
  message: `\`${p.name}\` is the name of a ${p.wanted} in ${list(p.owners)}: rename all but one, so that it means one thing.`,
}));
