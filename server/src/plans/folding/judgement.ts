/** What a search for foldings says, in one paragraph. */
import { formatAtLeast, formatNs, formatShare } from '../../base/format';
import { resourceNames } from '../../base/resources';
import { timeFor } from '../standing';
import type { State } from '../trial';
import type { FoldingSearch, RoomOutcome } from './explore-folding';

export function foldingSentence(before: State, { asked, rooms, candidates }: FoldingSearch): string {
  const [first] = candidates;
  if (first === undefined) return ['No folding was found.', ...rooms.map(failed)].join(' ');
  const { objective } = asked;
  const [now, then] = [timeFor(before, objective), timeFor(first.after, objective)];
  const atLeast = first.after.analysis.timeline?.atLeast;
  const what = { latency: 'the mean is', worst: 'the worst case is', throughput: 'an input takes' }[
    objective
  ];
  const change =
    now === undefined || then === undefined || now === 0 || now === then
      ? ''
      : ` (${formatShare(Math.abs(1 - then / now))} ${then < now ? 'less' : 'more'})`;
  const figures =
    then === undefined
      ? 'The stream is not modelled.'
      : `With all of them ${what} ${formatAtLeast(atLeast, formatNs(then))}, against ${now === undefined ? 'none' : formatNs(now)} as written${change}.`;
  const changed = rooms
    .flatMap(({ best }) => best?.modules ?? [])
    .filter(({ module, timeNs }) => {
      const { duration } = module;
      return (
        duration === undefined ||
        duration.fixedNs + before.analysis.design.schedule.batch * duration.perInputNs !== timeNs
      );
    });
  const lead =
    changed.length === 0
      ? 'Every module takes as long as it does now.'
      : `${changed.length === 1 ? '1 module is' : `${changed.length} modules are`} folded anew.`;
  const fits = { yes: '', undecided: ' Whether it fits is undecided.', no: ' It does not fit.' }[first.fits];
  const misses = first.missed.map((m) => ` It misses \`${m.limit}\`: ${m.actual}.`);
  return [`${lead} ${figures}${fits}${misses.join('')}`, ...rooms.map(failed)]
    .filter((s) => s !== '')
    .join(' ');
}

/** Why the modules of a place keep their foldings; '' if they do not. */
function failed({ room, best, short }: RoomOutcome): string {
  if (best !== undefined) return '';
  const names = room.modules.map(({ name }) => `'${name}'`).join(', ');
  const where = room.place === 'static' ? 'the static part' : `region '${room.place}'`;
  const [kind] = short;
  return kind
    ? `No folding of ${names} keeps to what is allowed of ${where}: they take at least ${kind.need} ${resourceNames[kind.kind]}, and ${kind.have} are left.`.replace(
        'they take',
        room.modules.length === 1 ? 'it takes' : 'they take',
      )
    : `No folding of ${names} was found that keeps to what is asked of ${where} for sure.`;
}

/** How far the best of a place may be from the least. */
export function gapText({ proved, gap, best }: Pick<RoomOutcome, 'proved' | 'gap' | 'best'>): string {
  if (best === undefined || gap === undefined) return 'none fits';
  return proved ? 'proved' : `gap ${formatShare(gap)}`;
}
