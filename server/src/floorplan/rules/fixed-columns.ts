import type { Hole } from '../../device';
import type { DrawnRectangle } from '../drawn';
import type { Finding, RuleContext } from '../violation';
import { describeColumn, holeNames, isFixedInside, lostColumns } from './lost-columns';

/** A pblock may cover PS, configuration, clock or IO columns, but has no resources there; its corner sites must exist. */
export function fixedColumns(context: RuleContext): Finding[] {
  const { part, name, drawn } = context;
  const guide = 'a Pblock may span non-reconfigurable sites, but must not include them in its ranges';
  const over = drawn.flatMap((rectangle): Finding[] => {
    const holes = part.holes.filter((hole) => isOver(rectangle, hole));
    if (holes.length === 0) return [];
    const corner = holes.some((hole) => hasCorner(rectangle, hole));
    const where = [...new Set(holes.map((hole) => holeNames[hole.kind]))].join(' and ');
    const end = corner ? '; a corner of its ranges is at a site that does not exist' : '';
    return [
      {
        rule: 'fixed-columns',
        severity: corner ? 'warning' : 'information',
        guide,
        message: `the pblock of ${name} is partly over ${where} and has no resources there${end}`,
        text: rectangle.text,
      },
    ];
  });
  return [...over, ...staying(context, guide)];
}

/** Columns inside that cannot be reconfigured, because they share interconnect with something fixed. */
function staying(context: RuleContext, guide: string): Finding[] {
  const lost = lostColumns(context).filter(isFixedInside);
  return context.drawn.flatMap((drawn): Finding[] => {
    const here = lost.filter((each) => each.drawn === drawn);
    if (here.length === 0) return [];
    const columns = here.map(({ column }) => describeColumn(context.part, column)).join(', ');
    const partners = [...new Set(here.map(({ partnerName }) => partnerName))].join(' and ');
    return [
      {
        rule: 'fixed-columns',
        severity: 'information',
        guide,
        message: `inside the pblock of ${context.name}, ${columns} share interconnect with ${partners} and stay static`,
        text: drawn.text,
      },
    ];
  });
}

function isOver(a: DrawnRectangle, hole: Hole): boolean {
  return hole.x0 <= a.x1 && hole.x1 >= a.x0 && hole.y0 <= a.y1 && hole.y1 >= a.y0;
}

/** Vivado names a range by its lower left and upper right sites. */
function hasCorner(a: DrawnRectangle, hole: Hole): boolean {
  const lowerLeft = hole.x0 <= a.x0 && a.x0 <= hole.x1 && hole.y0 <= a.y0 && a.y0 <= hole.y1;
  return lowerLeft || (hole.x0 <= a.x1 && a.x1 <= hole.x1 && hole.y0 <= a.y1 && a.y1 <= hole.y1);
}
