import type { Finding, RuleContext } from '../violation';

/** 7 series with RESET_AFTER_RECONFIG: top and bottom on the edges of clock regions. */
export function clockRegionEdge({ part, name, drawn, snapping, reset }: RuleContext): Finding[] {
  if (part.family !== '7series' || !reset) return [];
  return drawn.flatMap((rectangle): Finding[] => {
    const height = part.rowHeight;
    const bottom = rectangle.y0 % height !== 0;
    const top = (rectangle.y1 + 1) % height !== 0;
    if (!bottom && !top) return [];
    const edges = [
      ...(bottom ? [`its bottom is at row ${rectangle.y0}`] : []),
      ...(top ? [`its top at row ${rectangle.y1}`] : []),
    ].join(' and ');
    const below = Math.floor(rectangle.y0 / height) * height;
    const above = Math.ceil((rectangle.y1 + 1) / height) * height - 1;
    const price = `its frames are those of rows ${below} to ${above} all the same`;
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
