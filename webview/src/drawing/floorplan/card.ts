/** The card inside a region: its name, its figures, and how far its fullest module fills it. */
import type { RegionView } from '../../../../server/src/base/protocol/view';
import { intersect, type Box, type Font, type Measure, type Shape } from '../scene/shapes';
import { firstThatFits, shorten } from '../scene/text';
import { fills, type Fill } from '../fill';
import { formatBytes, formatCount, formatShare, withBetween } from '../../../../server/src/base/format';
import { duration } from '../duration';

const nameFont: Font = { size: 12, bold: true };
const figureFont: Font = { size: 10.5, mono: true };
const rowFont: Font = { size: 9.5, mono: true };
/** Between the region's border and its card, and between the card and what is in it. */
const inset = 4;
const padding = 7;
const tightPadding = 4;
/** Below this width the card's padding is tight. */
const tightBelow = 120;
const titleHeight = 17;
const figureHeight = 14;
const leastRowHeight = 13;
const mostRowHeight = 15;
const narrowestBar = 20;
/** Between a row's label, its bar and its figure. */
const gap = 8;

export interface Card {
  shapes: Shape[];
  box: Box;
}

/** The card that fits into the visible part of a region, or null if not even its name fits. */
export function layoutCard(region: RegionView, visible: Box, measure: Measure): Card | null {
  const box = {
    x: visible.x + inset,
    y: visible.y + inset,
    w: visible.w - 2 * inset,
    h: visible.h - 2 * inset,
  };
  const side = box.w < tightBelow ? tightPadding : padding;
  const inner = { x: box.x + side, y: box.y + 3, w: box.w - 2 * side, h: box.h - 6 };
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
  const roomForRows = inner.h - used >= leastRowHeight;
  const figures = figureWordings(region, !roomForRows);
  const longest = roomForRows ? figures.slice(0, 1) : figures;
  const beside = firstThatFits(longest, besideName, figureFont, measure);
  const below = inner.h - used >= figureHeight ? firstThatFits(figures, inner.w, figureFont, measure) : null;
  const figure = beside ?? below ?? firstThatFits(figures, besideName, figureFont, measure);
  if (figure !== null && (beside !== null || below === null)) {
    title(figure, figureFont, inner.y + titleHeight / 2, true);
  } else if (figure !== null) {
    title(figure, figureFont, inner.y + used + figureHeight / 2 - 1, false);
    used += figureHeight;
  }

  const rows = rowsThatFit(rowsOf(region), Math.floor((inner.h - used) / leastRowHeight), inner.w, measure);
  const rowHeight = Math.min((inner.h - used) / rows.length, mostRowHeight);
  const columns = {
    label: Math.max(0, ...rows.map((row) => measure(row.fill.label, rowFont))),
    figure: Math.max(0, ...rows.map((row) => measure(row.text, rowFont))),
  };
  for (const row of rows) {
    const place = { x: inner.x, y: inner.y + used + rowHeight / 2, w: inner.w };
    shapes.push(...rowShapes(`fill ${region.name} ${row.fill.kind}`, row, place, columns));
    used += rowHeight;
  }
  const h = Math.min(Math.max(used + 8, titleHeight + 6), box.h);
  const back: Shape = { type: 'rect', key: key('back'), ...box, h, radius: 3, fill: 'card', alpha: 0.92 };
  return { shapes: [back, ...shapes], box: { ...box, h } };
}

/** A label beside a region too small for a card, over free fabric. */
export function labelOutside(
  region: RegionView,
  visible: Box,
  plot: Box,
  taken: readonly Box[],
  measure: Measure,
): Card | null {
  for (const text of [`${region.name} · ${figureWordings(region, true)[0] ?? ''}`, region.name]) {
    const w = measure(text, figureFont) + gap;
    const h = titleHeight;
    const places = [
      { x: visible.x + visible.w + gap / 2, y: visible.y },
      { x: visible.x - w - gap / 2, y: visible.y },
      { x: visible.x, y: visible.y - h - gap / 2 },
      { x: visible.x, y: visible.y + visible.h + gap / 2 },
      { x: visible.x + visible.w - w, y: visible.y - h - gap / 2 },
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
            x: box.x + gap / 2,
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

/** Longest first. Bytes are written in full or not at all; without room for rows the fullest resource is added. */
function figureWordings(region: RegionView, withFullest: boolean): string[] {
  const time = duration(region.loadNs);
  const bytes = formatBytes(region.bitstreamBytes);
  const banded = withBetween(bytes, region.bitstreamBytes, region.bitstreamBand);
  const plain = [...new Set([`${banded} · ${time}`, `${bytes} · ${time}`, time])];
  const fullest = fills(region.used, region.available, region.limit).sort((a, b) => b.share - a.share)[0];
  if (!withFullest || !fullest || fullest.used === 0) return plain;
  const share = shareText(fullest);
  const full = `${fullest.label} ${share}`;
  const urgent = fullest.level === 'ok' ? [] : [full, share];
  return [`${full} · ${plain[0] ?? ''}`, ...urgent, ...plain];
}

interface Row {
  fill: Fill;
  text: string;
}

/** Use of each resource, or the amount available in an empty region. */
function rowsOf(region: RegionView): Row[] {
  const all = fills(region.used, region.available, region.limit);
  const empty = region.modules.length === 0 || all.every((fill) => fill.used === 0 && !fill.atLeast);
  return all.map((fill) => ({ fill, text: empty ? formatCount(fill.available) : shareText(fill) }));
}

/** `71 %`, or `≥ 71 %` for a lower bound. */
function shareText({ atLeast, used, share }: Fill): string {
  if (!atLeast) return formatShare(share);
  return used === 0 ? 'not known' : `≥ ${formatShare(share)}`;
}

/**
 * The fullest resources if not all fit; flip-flops are dropped first, as they are rarely scarce. A label that is too wide is
 * shortened: a less full resource never stands where a fuller one has no room.
 */
function rowsThatFit(rows: readonly Row[], room: number, width: number, measure: Measure): Row[] {
  const rank = ({ fill }: Row): number => (fill.kind === 'ff' && fill.level === 'ok' ? -1 : fill.share);
  const ranked = [...rows].sort((a, b) => rank(b) - rank(a)).slice(0, Math.max(room, 0));
  const kept = new Map<Fill['kind'], string>();
  for (const { fill, text } of ranked) {
    const label = shorten(fill.label, width - gap - measure(text, rowFont), rowFont, measure);
    if (label === null) break;
    kept.set(fill.kind, label);
  }
  return rows.flatMap((row) => {
    const label = kept.get(row.fill.kind);
    return label === undefined ? [] : [{ ...row, fill: { ...row.fill, label } }];
  });
}

function rowShapes(
  key: string,
  { fill, text }: Row,
  { x, y, w }: { x: number; y: number; w: number },
  columns: { label: number; figure: number },
): Shape[] {
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
      x: x + w,
      y,
      text,
      font: rowFont,
      fill: fill.level === 'error' ? 'missed' : 'text',
      anchor: 'end',
    },
  ];
  const barX = x + columns.label + gap;
  const barW = w - columns.label - columns.figure - 2 * gap;
  if (barW < narrowestBar || fill.used === 0) return shapes;
  const bar = { y: y - 4, h: 8, radius: 2 };
  shapes.push(
    { type: 'rect', key: `${key} track`, x: barX, w: barW, ...bar, fill: 'track' },
    { type: 'rect', key: `${key} bar`, x: barX, w: barW * Math.min(fill.share, 1), ...bar, fill: fill.level },
  );
  if (fill.limit < 1) {
    const tick = { x: barX + barW * fill.limit, y: y - 6, w: 0, h: 12 };
    shapes.push({ type: 'line', key: `${key} limit`, ...tick, stroke: 'limit', strokeWidth: 1.5 });
  }
  return shapes;
}
