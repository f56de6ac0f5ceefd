import type { Rule } from '../rule';

/** Why there is no timeline of a design whose paths part, said on the first switch. */
export const switchTimeline: Rule = {
  code: 'EX6007',
  severity: 'information',
  *check({ design, timeline, missing, target }) {
    const first = design.switches[0];
    const why = missing.find((m) => !m.startsWith('no known device'));
    // Without a device nothing has its time yet, which is told on its own.
    if (first === undefined || timeline !== undefined || target.part === undefined || why === undefined)
      return;
    yield { at: first.origin, message: `There is no timeline: ${why}.` };
  },
};
