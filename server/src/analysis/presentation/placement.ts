/** A region at another place, as the view draws it. */
import type { PlacementView } from '../../base/protocol/view';
import type { RectView } from '../../base/protocol/view';
import type { Analysis } from '../analysis';
import { absolute } from '../offsets';
import { movedRegion } from '../proposals/moved-region';
import { Places, regionView } from './view';

/** Null if the design has no such region or no known part. */
export function placementView(analysis: Analysis, name: string, drawn: RectView): PlacementView | null {
  const moved = movedRegion(analysis, name, drawn);
  if (moved === undefined) return null;
  const places = new Places(analysis);
  const { figures, reasons, edits } = moved;
  const view = regionView(figures, places);
  return {
    version: analysis.version,
    drawn,
    region: { ...view, rects: view.rects.length > 0 ? view.rects : [drawn], violations: [...reasons] },
    edits:
      edits?.flatMap(({ at, text }) => {
        const place = absolute(analysis, at);
        return place ? [{ range: places.at(place), text }] : [];
      }) ?? null,
  };
}
