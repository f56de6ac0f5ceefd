/** Explains the size of a head that the tool folds. */
import { formatNs, formatRate, formatShare } from '../../base/format';
import type { BudgetLimit } from '../../semantics/design';
import { latencyLimitText } from '../figures/budgets';
import { MEAN_RISE } from '../proposals/head-bounds';
import type { HeadChoice } from '../proposals/head-choice';

/** The deciding bound, for a lens: `bound by latency mean <= 1 ms`. */
export function boundText({ next, missed, throughput, unweighed }: HeadChoice): string {
  if (missed || unweighed) return 'the fastest head that fits';
  if (throughput) return `as large as \`${throughputText(throughput)}\` asks for`;
  if (next === undefined) return 'the smallest head';
  const { bound } = next;
  if ('load' in bound) return 'as small as its load allows';
  return bound.limit === 'fastest mean'
    ? `as small as ${formatShare(MEAN_RISE)} more mean latency allows`
    : `as small as \`${latencyLimitText(bound.limit)}\` allows`;
}

/** The full explanation, for a hint. */
export function headText(choice: HeadChoice): string {
  return [reason(choice), ...rates(choice), ...others(choice)].join(' ');
}

function throughputText({ value }: BudgetLimit): string {
  return `throughput >= ${formatRate(value)}`;
}

function reason({ name, next, missed, throughput, unweighed }: HeadChoice): string {
  if (throughput) return `Larger than latencies ask for, so that \`${throughputText(throughput)}\` holds.`;
  if (unweighed === 'not timed') return 'The fastest head that fits: nothing is timed yet.';
  if (unweighed) return 'The fastest head that fits: no load hides its check.';
  if (missed) {
    const misses = [
      ...(missed.load ? ['outlasts the load it hides behind'] : []),
      ...missed.limits.map(({ limit, byNs }) => `misses \`${latencyLimitText(limit)}\` by ${formatNs(byNs)}`),
    ];
    return `The fastest head that fits, and it still ${misses.join(' and ')}.`;
  }
  if (next === undefined) return 'No bound asks for a larger head.';
  const { bound, ns } = next;
  if ('load' in bound) {
    const whose = bound.load === name ? 'its check' : `the check of \`${bound.load}\``;
    return `The next smaller head is too slow for the load: ${whose} would keep inputs that stay waiting for ${formatNs(ns)}.`;
  }
  return bound.limit === 'fastest mean'
    ? `With the next smaller head the mean latency would be ${formatNs(ns)}, more than ${formatShare(MEAN_RISE)} over the fastest heads; no budget sets another limit.`
    : `With the next smaller head it would be ${formatNs(ns)} against \`${latencyLimitText(bound.limit)}\`.`;
}

function rates({ ratesKnown, unweighed }: HeadChoice): string[] {
  return ratesKnown
    ? []
    : [
        unweighed
          ? 'Without the rates of all exits the mean latency is not known.'
          : 'The load alone decides: without the rates of all exits the mean latency is not known.',
      ];
}

function others({ together, proved, gap }: HeadChoice): string[] {
  const names = together.map((n) => `\`${n}\``).join(', ');
  const joint =
    together.length > 1
      ? [`Chosen together with the heads of all of ${names}, for the least area in total.`]
      : [];
  if (proved) return joint;
  return [
    ...joint,
    gap > 0
      ? `Not proved to be the least: at most ${formatShare(gap)} could be saved.`
      : 'Not every folding was tried.',
  ];
}
