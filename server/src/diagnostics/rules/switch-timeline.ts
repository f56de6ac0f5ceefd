import type { Rule } from '../rule';

/** Said once, on the first switch: its shapes and resources are checked, its timeline is not there yet. */
export const switchTimeline: Rule = {
  code: 'EX6007',
  severity: 'information',
  *check({ design }) {
    const first = design.switches[0];
    if (first === undefined) return;
    yield {
      at: first.origin,
      message:
        'The timeline of a `switch` is not supported in this version: shapes, cost and fit are checked, latency is not.',
    };
  },
};
