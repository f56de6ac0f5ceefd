import { intersect } from '../../device';
import type { DrawnRectangle } from '../drawn';
import { isUsable } from '../ranges';
import type { Finding, RuleContext } from '../violation';

/** 7 series with RESET_AFTER_RECONFIG: top and bottom must be on the edges of clock regions. */
export function clockRegionEdge(context: RuleContext): Finding[] {
  const { part, name, drawn, snapping, reset } = context;
  if (part.family !== '7series' || !reset) return [];
  return drawn.flatMap((rectangle): Finding[] => {
    const height = part.rowHeight;
    const bottom = rectangle.y0 % height !== 0 && leavesOut(context, rectangle, rectangle.y0 - 1);
    const top = (rectangle.y1 + 1) % height !== 0 && leavesOut(context, rectangle, rectangle.y1 + 1);
    if (!bottom && !top) return [];
    const edges = [
      ...(bottom ? [`its bottom is at row ${rectangle.y0}`] : []),
      ...(top ? [`its top at row ${rectangle.y1}`] : []),
    ].join(' and ');
    const below = Math.floor(rectangle.y0 / height) * height;
    const above = Math.ceil((rectangle.y1 + 1) / height) * height - 1;
    const way = snapping ? '' : '; with `reset off` any height is legal';
    const price = `its frames still cover rows ${below} to ${above}${way}`;
    return [
      {
        rule: 'clock-region-edge',
        severity: snapping ? 'information' : 'error',
        guide: 'with RESET_AFTER_RECONFIG the height of the Pblock must align to clock region boundaries',
        message: `the pblock of ${name} ends inside a clock region: ${edges}, and a clock region is ${height} rows high; ${price}`,
        text: rectangle.text,
      },
    ];
  });
}

/** Whether the row beyond an edge has sites in the rectangle's columns that the pblock does not cover. */
function leavesOut({ part, snapped }: RuleContext, rectangle: DrawnRectangle, row: number): boolean {
  for (let x = rectangle.x0; x <= rectangle.x1; x += 1) {
    if (!isUsable(part, x, row, row)) continue;
    if (intersect(snapped.coverage.full[x] ?? [], [row, row + 1]).length === 0) return true;
  }
  return false;
}
