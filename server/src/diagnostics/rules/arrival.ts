import { limitOf } from '../../analysis/presentation/stream-text';
import { formatNs } from '../../base/format';
import type { Explanation, Rule } from '../rule';

const explanation: Explanation = {
  title: 'Inputs arrive too fast',
  means:
    'On average an input leaves less often than one arrives, so the queue grows without end and no latency is defined.',
  example: `device { board pynq-z2 }
network n {
  input image 1x28x28
  conv c1 kernel 5x5 filters 16
  flatten
  dense f1 units 10
}
schedule { arrival every 1 us }`,
  way: 'Let inputs arrive less often, or shorten the period.',
};

/** Inputs that arrive faster than they can leave. */
export const arrival: Rule = {
  code: 'EX6006',
  severity: 'error',
  explanation,
  *check({ timeline, design }) {
    if (timeline === undefined || design.schedule.arrival === 'back-to-back') return;
    const figures = timeline.stream?.arrival;
    if (figures === undefined || figures.sustainable) return;
    const setting = scheduleSetting(design.schedule.origin?.block, 'arrival');
    const { origin } = design.schedule;
    const limit = limitOf(timeline);
    if (origin === undefined) return;
    yield {
      at: { ...origin, span: setting ?? origin.span },
      message: `Inputs arrive every ${formatNs(figures.everyNs)}, but on average one leaves only every ${formatNs(figures.shortestEveryNs)}, so the queue grows without end.${limit === undefined ? '' : ` The stream is limited by ${limit}.`} Let them arrive less often, or shorten the period.`,
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
