/** What a map says, in one paragraph. */
import { formatCount, formatNs, formatNumber, plural } from '../../base/format';
import { kindNames } from '../designs/judgement';
import { isRegional } from '../parts/explore-parts';
import type { State } from '../trial';
import { columnText, energySentence } from './energy-judgement';
import type { MapCell } from './cells';
import type { MapSearch } from './explore-map';

/** Where reconfiguring pays, by how much at most, and what turns it on the design's own part. */
export function mapSentence(state: State, search: MapSearch): string {
  const { cells, asked, complete } = search;
  if (asked.objective === 'energy') return energySentence(state, search);
  const { analysis } = state;
  const known = cells.filter((c) => c.winner !== undefined);
  if (known.length === 0)
    return `On none of ${plural(search.parts.length, 'part')}${complete ? '' : ' looked at'} was a design found that may fit.`;
  const ahead = known.filter((c) => isRegional(winnerOf(c)));
  const sure = ahead.filter((c) => !c.undecided && c.factor !== undefined);
  const [top] = sure.toSorted((a, b) => (b.factor ?? 0) - (a.factor ?? 0));
  const alone = ahead.filter((c) => c.factor === undefined && !c.undecided).length;
  const lead =
    ahead.length === 0
      ? `Reconfiguring pays in none of ${plural(known.length, 'cell')}.`
      : `Reconfiguring pays in ${formatCount(ahead.length)} of ${plural(known.length, 'cell')}${doubtText(ahead)}.`;
  const only = alone === 0 ? '' : ` In ${formatCount(alone)} of them no resident design fits.`;
  const most = top ? ` It wins by most on ${textOf(top, asked.objective)}.` : '';
  const near = top || alone > 0 ? '' : nearest(known, asked.objective);
  const own = known.filter((c) => c.part.name === analysis.target.part?.name);
  return `${lead}${only}${most}${near}${turnOf(own)}`;
}

function winnerOf({ winner }: MapCell): { readonly kind: NonNullable<MapCell['winner']>['kind'] } {
  return winner ?? { kind: 'static' };
}

function doubtText(ahead: readonly MapCell[]): string {
  const open = ahead.filter((c) => c.undecided).length;
  return open === 0 ? '' : `, ${formatCount(open)} of them within the bands of the estimates`;
}

function textOf({ part, column, winner, runnerUp, factor }: MapCell, objective: string): string {
  if (winner === undefined || runnerUp === undefined) return '';
  const what = objective === 'throughput' ? 'an input' : 'on average';
  return `the ${part.name} ${columnText(column)}: ${kindNames[winner.kind]} takes ${formatNs(winner.value)} ${what}, ${kindNames[runnerUp.kind]} ${formatNs(runnerUp.value)}, ${formatNumber(factor ?? 1)} times as long`;
}

/** Where a resident design wins by least. */
function nearest(known: readonly MapCell[], objective: string): string {
  const [least] = known
    .filter((c) => !isRegional(winnerOf(c)) && c.factor !== undefined)
    .toSorted((a, b) => (a.factor ?? 0) - (b.factor ?? 0));
  return least ? ` It comes nearest on ${textOf(least, objective)}.` : '';
}

function turnOf(own: readonly MapCell[]): string {
  const [first] = own;
  if (first === undefined) return '';
  const turns = own.slice(1).filter((c, i) => isRegional(winnerOf(c)) !== isRegional(winnerOf(own[i] ?? c)));
  const side = (c: MapCell): string => (isRegional(winnerOf(c)) ? 'reconfiguring' : 'a resident design');
  const batches = (c: MapCell): string => formatCount(c.column.batch ?? 1);
  const [turn] = turns;
  return turn === undefined
    ? ` On the ${first.part.name} ${side(first)} is ahead for every batch up to ${batches(own.at(-1) ?? first)}.`
    : ` On the ${first.part.name} ${side(first)} is ahead at first, and ${side(turn)} from a batch of ${batches(turn)}.`;
}
