/** What a front of designs says, in one paragraph. */
import { formatNs, formatShare, plural } from '../../base/format';
import { nameOf } from '../designs/judgement';
import type { AllSearch, Point } from './explore-all';

/** The best under the budgets, and which design of the table is the least in each thing. */
export function allSentence({ front, compared }: AllSearch): string {
  const [best] = front;
  if (best === undefined) return 'No design of any kind fits this part.';
  const { candidate, meanNs, worstNs, periodPerInputNs, area } = best;
  const period = periodPerInputNs === undefined ? '' : `, an input every ${formatNs(periodPerInputNs)}`;
  const doubt = candidate.fits === 'yes' ? '' : ` Whether it fits is undecided: ${candidate.trouble ?? ''}`;
  const misses = candidate.missed.map((m) => ` It misses \`${m.limit}\`: ${m.actual}.`);
  const none =
    misses.length > 0 ? ' No design that was found meets every budget; this one comes nearest.' : '';
  const least = (what: string, of: (p: Point) => number): string =>
    `${what} number ${1 + front.indexOf(front.reduce((a, b) => (of(b) < of(a) ? b : a)))}`;
  const leasts = [
    least('the least mean has', (p) => p.meanNs),
    least('the shortest worst case', (p) => p.worstNs),
    least('the most inputs a second', (p) => p.periodPerInputNs ?? Infinity),
    least('the least area', (p) => p.area),
  ];
  return `First: ${nameOf(candidate)}: mean ${formatNs(meanNs)}, worst case ${formatNs(worstNs)}${period}, ${formatShare(area)} of the part.${doubt}${misses.join('')}${none} Of ${plural(compared, 'design')} that may fit, ${plural(front.length, 'design is', 'designs are')} beaten by no other in everything: ${leasts.join(', ')}.`;
}
