import { switchFaults } from '../../analysis/ways';
import type { Rule } from '../rule';

/** Where a switch stands, and where its cases lead. */
export const switchPlace: Rule = {
  code: 'EX7014',
  severity: 'error',
  *check({ design, lists }) {
    for (const { origin, message } of switchFaults(design, lists)) yield { at: origin, message };
  },
};
