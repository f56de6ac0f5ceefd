/** What a comparison of exits says: its candidates in order, and one sentence. */
import { formatAccuracy, formatAtLeast, formatNs, formatShare, plural } from '../../base/format';
import { FLAT, type Objective, bitsOf } from '../../explore/exits/best-subsets';
import { formatValue, measured } from '../standing';
import { type Candidate, type ExitPrice, type ExitSearch, type PolicyCurve, valueOf } from './explore-exits';

const order: Readonly<Record<Candidate['fits'], number>> = { yes: 0, undecided: 1, no: 2 };

/** Every candidate, best first: those that fit before those that may, and these before those that do not. */
export function ranked({ curves, objective }: ExitSearch): readonly Candidate[] {
  const all = curves.flatMap((c) => c.byCount.filter((candidate) => candidate !== undefined));
  return all.sort(
    (a, b) =>
      order[a.fits] - order[b.fits] ||
      valueOf(a, objective) - valueOf(b, objective) ||
      bitsOf(a.exits) - bitsOf(b.exits),
  );
}

/** The best candidate; undefined if none fits or may fit. */
export function bestOf(search: ExitSearch): Candidate | undefined {
  const [first] = ranked(search);
  return first?.fits === 'no' ? undefined : first;
}

/** Whether the worst case is no longer with an exit than without it. */
export function isFree({ worstNs }: ExitPrice): boolean {
  return worstNs <= 0;
}

/** The judgement, with its reason. */
export function sentenceOf(search: ExitSearch, isLowerBound = false): string {
  const { now, objective, curves, required } = search;
  const best = bestOf(search);
  const told = (value: number): string => formatAtLeast(isLowerBound, formatValue(objective, value));
  if (best === undefined)
    return ranked(search).length > 0
      ? 'No subset of the exits fits.'
      : `No subset of the exits is right often enough: ${formatAccuracy(required?.accuracy ?? 0)} are asked.`;
  const what = best.names.length === 0 ? 'No exits' : capital(listed(best.names));
  const isNow = best.exits === now.exits && best.policy === now.policy;
  const found = `${what} under \`${best.policy}\`: ${measured[objective]} ${told(valueOf(best, objective))}`;
  const against = isNow
    ? ', as the file has it'
    : `, against ${told(valueOf(now, objective))} as written${gain(valueOf(best, objective), valueOf(now, objective))}`;
  return [
    `${found}${against}.`,
    curveOf(
      curves.find((c) => c.policy === best.policy),
      best,
      objective,
    ),
    freeOf(best),
  ]
    .filter((s) => s !== '')
    .join(' ');
}

function gain(best: number, now: number): string {
  if (now <= 0 || best === now) return '';
  return best < now ? ` (${formatShare(1 - best / now)} less)` : ` (${formatShare(best / now - 1)} more)`;
}

function curveOf(curve: PolicyCurve | undefined, { policy, names }: Candidate, objective: Objective): string {
  const what = `Under \`${policy}\` the ${measured[objective]}`;
  const steps = stepsOf(curve, objective);
  switch (curve?.shape) {
    case undefined:
      return '';
    case 'falling':
      return steps.every(({ by }) => by < 0)
        ? `${what} falls with every exit that is added.`
        : `${what} falls up to ${plural(steps.findLast(({ by }) => by < -FLAT)?.count ?? 0, 'exit')}; more change it by less than ${formatShare(FLAT)} each.`;
    case 'rising':
      return names.length === 0
        ? `${what} rises with the exits: it is least without any.`
        : `${what} hardly changes up to ${plural((steps.find(({ by }) => by > FLAT)?.count ?? 1) - 1, 'exit')}, and rises with more.`;
    case 'flat':
      return `${what} is the same for every number of exits, within ${formatShare(FLAT)} each.`;
    case 'U-shaped':
      return `${what} is least at ${plural(names.length, 'exit')}.`;
  }
}

/** By how much the time changes, relatively, with the last of so many exits. */
function stepsOf(curve: PolicyCurve | undefined, objective: Objective): { count: number; by: number }[] {
  const known = (curve?.byCount ?? []).flatMap((c, count) =>
    c ? [{ count, ns: valueOf(c, objective) }] : [],
  );
  return known.slice(1).map(({ count, ns }, i) => ({ count, by: ns / (known[i]?.ns ?? ns) - 1 }));
}

function freeOf({ prices }: Candidate): string {
  const paid = prices.filter((p) => !isFree(p));
  if (prices.length === 0) return '';
  if (paid.length === 0)
    return prices.length === 1
      ? 'The exit is free: the worst case is no longer with it.'
      : 'All of them are free: the worst case is no longer with any of them.';
  const dearest = paid.reduce((a, b) => (b.worstNs > a.worstNs ? b : a));
  const rest =
    paid.length === prices.length
      ? 'None is free'
      : `${plural(paid.length, 'exit')} of ${prices.length} are not free`;
  return `${rest}: '${dearest.name}' makes the worst case ${formatNs(dearest.worstNs)} longer.`;
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

function capital(text: string): string {
  return `Exit${text.includes(' ') ? 's' : ''} ${text}`;
}
