import { problemRule } from '../rule';
import { list } from '../words';

export const unchosenNetwork = problemRule('EX2030', 'error', 'unchosen-network', (p) => ({
  message: `Nothing chooses between \`${p.network}\` and ${list(p.others)}: a second network needs a \`switch … before\` them.`,
}));
