import type { Finding, RuleContext } from '../violation';
import { describeColumn, isFixedInside, lostColumns, type LostColumn } from './lost-columns';

/** 7 series: left and right edges must be between two pairs of columns, never inside one. */
export function columnPair(context: RuleContext): Finding[] {
  const { part, name, snapping } = context;
  if (part.family !== '7series') return [];
  const split = lostColumns(context).filter((lost) => lost.reason !== 'inside' && !isFixedInside(lost));
  return [...new Set(split.map(({ drawn }) => drawn))].map((drawn) => {
    const here = split.filter((lost) => lost.drawn === drawn);
    const what = here.map((lost) => describe(context, lost)).join('; ');
    const price = snapping
      ? `; snapping leaves ${here.length === 1 ? 'that column' : 'those columns'} out`
      : `; \`snapping on\` leaves ${here.length === 1 ? 'that column' : 'those columns'} out`;
    return {
      rule: 'column-pair',
      severity: snapping ? 'information' : 'error',
      guide: 'the left and right edges of the Pblock must not split back-to-back interconnect',
      message: `the pblock of ${name} splits a pair of columns that share interconnect: ${what}${price}`,
      text: drawn.text,
    };
  });
}

function describe({ part }: RuleContext, { column, partnerName, reason }: LostColumn): string {
  const own = describeColumn(part, column);
  return reason === 'cut' ? `only half of ${own} is inside` : `${own} without ${partnerName}`;
}
