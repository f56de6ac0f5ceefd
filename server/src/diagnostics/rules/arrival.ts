import { formatNs } from '../../base/format';
import type { Rule } from '../rule';

/** Inputs that arrive faster than they can leave. */
export const arrival: Rule = {
  code: 'EX6006',
  severity: 'error',
  *check({ timeline, design }) {
    if (timeline === undefined || design.schedule.arrival === 'back-to-back') return;
    const figures = timeline.stream?.arrival;
    if (figures === undefined || figures.sustainable) return;
    const setting = scheduleSetting(design.schedule.origin?.block, 'arrival');
    const { origin } = design.schedule;
    if (origin === undefined) return;
    yield {
      at: { ...origin, span: setting ?? origin.span },
      message: `Inputs arrive every ${formatNs(figures.everyNs)}, but on average one leaves only every ${formatNs(figures.shortestEveryNs)}, so the queue grows without end. Let them arrive less often, or shorten the period.`,
    };
  },
};

function scheduleSetting(block: { kind: string } | undefined, keyword: string) {
  if (block?.kind !== 'schedule') return undefined;
  const { settings } = block as {
    settings?: readonly { keyword: { text: string }; span: { start: number; end: number } }[];
  };
  return settings?.find((s) => s.keyword.text === keyword)?.span;
}
