/** The card inside a region: its name, its figures, and how full its fullest module makes it. */
import type { RegionView } from '../../../server/src/protocol/view';
import { intersect, type Box, type Font, type Measure, type Shape } from '../scene/shapes';
import { firstThatFits, shorten } from '../scene/text';
import { fills, type Fill } from '../state/fill';
import { bytes, duration, percent } from '../ui/format';

const nameFont: Font = { size: 12, bold: true };
const figureFont: Font = { size: 10.5, mono: true };
const rowFont: Font = { size: 9.5, mono: true };
/** Between the region's border and its card, and between the card and what is in it. */
const inset = 4;
const padding = 7;
const titleHeight = 17;
const figureHeight = 14;
const rowHeight = 14;
const rowLabelWidth = 33;
const shareWidth = 44;
const narrowestBar = 20;

export interface Card {
  shapes: Shape[];
  box: Box;
}

/** The card that fits into what is visible of a region, or null where not even its name does. */
export function layoutCard(region: RegionView, visible: Box, measure: Measure): Card | null {
  const box = {
    x: visible.x + inset,
    y: visible.y + inset,
    w: visible.w - 2 * inset,
    h: visible.h - 2 * inset,
  };
  const inner = { x: box.x + padding, y: box.y + 3, w: box.w - 2 * padding, h: box.h - 6 };
  const name = shorten(region.name, inner.w, nameFont, measure);
  if (name === null || inner.h < titleHeight - 3) return null;

  const key = (part: string): string => `card ${region.name} ${part}`;
  const shapes: Shape[] = [];
  const title = (text: string, font: Font, y: number, atEnd: boolean): void => {
    shapes.push({
      type: 'text',
      key: key(font === nameFont ? 'name' : 'figures'),
      x: atEnd ? inner.x + inner.w : inner.x,
      y,
      text,
      font,
      fill: font === nameFont ? `accent-${region.accent}` : 'muted',
      anchor: atEnd ? 'end' : 'start',
    });
  };
  title(name, nameFont, inner.y + titleHeight / 2, false);
  let used = titleHeight;
  const besideName = inner.w - measure(name, nameFont) - 12;
  const figures = figureWordings(region);
  const beside = firstThatFits(figures.slice(0, 1), besideName, figureFont, measure);
  const below = inner.h - used >= figureHeight ? firstThatFits(figures, inner.w, figureFont, measure) : null;
  const figure = beside ?? below ?? firstThatFits(figures, besideName, figureFont, measure);
  if (figure !== null && (beside !== null || below === null)) {
    title(figure, figureFont, inner.y + titleHeight / 2, true);
  } else if (figure !== null) {
    title(figure, figureFont, inner.y + used + figureHeight / 2 - 1, false);
    used += figureHeight;
  }

  const rows = rowsThatFit(region, Math.floor((inner.h - used) / rowHeight), inner.w);
  for (const fill of rows) {
    shapes.push(...fillRow(region.name, fill, inner.x, inner.y + used + rowHeight / 2, inner.w));
    used += rowHeight;
  }
  const h = Math.min(Math.max(used + 8, titleHeight + 6), box.h);
  const back: Shape = { type: 'rect', key: key('back'), ...box, h, radius: 3, fill: 'card', alpha: 0.92 };
  return { shapes: [back, ...shapes], box: { ...box, h } };
}

/** A label for a region in which no card fits: beside it, over free fabric. */
export function labelOutside(
  region: RegionView,
  visible: Box,
  plot: Box,
  taken: readonly Box[],
  measure: Measure,
): Card | null {
  const gap = 4;
  for (const text of [`${region.name} · ${figureWordings(region)[0] ?? ''}`, region.name]) {
    const w = measure(text, figureFont) + 2 * gap;
    const h = titleHeight;
    const places = [
      { x: visible.x + visible.w + gap, y: visible.y },
      { x: visible.x - w - gap, y: visible.y },
      { x: visible.x, y: visible.y - h - gap },
      { x: visible.x, y: visible.y + visible.h + gap },
      { x: visible.x + visible.w - w, y: visible.y - h - gap },
    ];
    for (const place of places) {
      const box = { ...place, w, h };
      const inside =
        box.x >= plot.x && box.y >= plot.y && box.x + w <= plot.x + plot.w && box.y + h <= plot.y + plot.h;
      if (!inside || taken.some((other) => intersect(other, box))) continue;
      const key = `card ${region.name}`;
      return {
        box,
        shapes: [
          { type: 'rect', key: `${key} back`, ...box, radius: 3, fill: 'card', alpha: 0.92 },
          {
            type: 'text',
            key: `${key} name`,
            x: box.x + gap,
            y: box.y + h / 2,
            text,
            font: figureFont,
            fill: `accent-${region.accent}`,
            anchor: 'start',
          },
        ],
      };
    }
  }
  return null;
}

/** Longest first. Bytes are told in full or not at all. */
function figureWordings(region: RegionView): string[] {
  const time = duration(region.loadNs);
  return [`${bytes(region.bitstreamBytes)} · ${time}`, time];
}

/** The fullest resources where not all fit; flip-flops are the first to go, they are seldom what is short. */
function rowsThatFit(region: RegionView, room: number, width: number): Fill[] {
  const all = fills(region.used, region.available, region.limit);
  if (room <= 0 || width < rowLabelWidth + shareWidth) return [];
  const rank = (fill: Fill): number => (fill.kind === 'ff' && fill.level === 'ok' ? -1 : fill.share);
  const kept = new Set([...all].sort((a, b) => rank(b) - rank(a)).slice(0, room));
  return all.filter((fill) => kept.has(fill));
}

function fillRow(region: string, fill: Fill, x: number, y: number, width: number): Shape[] {
  const key = `fill ${region} ${fill.kind}`;
  const barX = x + rowLabelWidth;
  const barW = width - rowLabelWidth - shareWidth;
  const shapes: Shape[] = [
    {
      type: 'text',
      key: `${key} label`,
      x,
      y,
      text: fill.label,
      font: rowFont,
      fill: 'muted',
      anchor: 'start',
    },
    {
      type: 'text',
      key: `${key} share`,
      x: x + width,
      y,
      text: percent(fill.share),
      font: rowFont,
      fill: fill.level === 'error' ? 'missed' : 'text',
      anchor: 'end',
    },
  ];
  if (barW < narrowestBar) return shapes;
  const bar = { y: y - 4, h: 8, radius: 2 };
  const tickX = barX + barW * fill.limit;
  shapes.push(
    { type: 'rect', key: `${key} track`, x: barX, w: barW, ...bar, fill: 'track' },
    { type: 'rect', key: `${key} bar`, x: barX, w: barW * Math.min(fill.share, 1), ...bar, fill: fill.level },
  );
  if (fill.limit < 1) {
    shapes.push({
      type: 'line',
      key: `${key} limit`,
      x: tickX,
      y: y - 6,
      w: 0,
      h: 12,
      stroke: 'limit',
      strokeWidth: 1.5,
    });
  }
  return shapes;
}
