import type { Finding, RuleContext } from '../violation';
import { describeColumn, lostColumns, type LostColumn } from './lost-columns';

/** 7 series: left and right edges lie between two pairs of columns, never inside one. */
export function columnPair(context: RuleContext): Finding[] {
  const { part, name, snapping } = context;
  if (part.family !== '7series') return [];
  const split = lostColumns(context).filter(
    ({ reason, partner, drawn }) =>
      reason === 'outside' || reason === 'cut' || (reason === 'fixed' && !isInside(partner?.index, drawn)),
  );
  return [...new Set(split.map(({ drawn }) => drawn))].map((drawn) => {
    const here = split.filter((lost) => lost.drawn === drawn);
    const what = here.map((lost) => describe(context, lost)).join('; ');
    const price = snapping
      ? `; snapping leaves ${here.length === 1 ? 'that column' : 'those columns'} out`
      : '';
    return {
      rule: 'column-pair',
      severity: snapping ? 'information' : 'error',
      guide: 'the left and right edges of the Pblock must not split back-to-back interconnect',
      message: `the pblock of ${name} splits a pair of columns that share interconnect: ${what}${price}`,
      text: drawn.text,
    };
  });
}

function isInside(column: number | undefined, drawn: { x0: number; x1: number }): boolean {
  return column !== undefined && drawn.x0 <= column && column <= drawn.x1;
}

function describe({ part }: RuleContext, { column, partner, reason }: LostColumn): string {
  const own = describeColumn(part, column);
  return reason === 'cut' ? `${own} is inside by half` : `${own} without ${describeColumn(part, partner)}`;
}
