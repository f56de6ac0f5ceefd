import { formatShare } from '../../base/format';
import { problemRule } from '../rule';
import { list } from '../words';

export const ratesAboveOne = problemRule('EX7001', 'error', 'rates-above-one', (p) => ({
  message: `The rates of ${list(p.exits)} add up to ${formatShare(p.total)}: a rate is a share of all inputs, so together they cannot exceed 100 %.`,
}));
