/** A region that is held at another place, with the server's last answer. */
import type { PlacementView } from '../../../server/src/base/protocol/view';
import type { RectView, ViewSnapshot } from '../../../server/src/base/protocol/view';
import { duration } from '../drawing/duration';
import { fills } from '../drawing/fill';
import { formatBytes, formatCount, formatShare } from '../../../server/src/base/format';
import type { Grip } from '../drawing/floorplan/grip';

export interface Moving {
  readonly grip: Grip;
  /** Where it is held, not snapped. */
  readonly drawn: RectView;
  /** The last answer, which may be for an earlier place; null before the first. */
  readonly placement: PlacementView | null;
  /** Let go: it is written as soon as the answer for `drawn` is there. */
  readonly released: boolean;
}

/** The snapshot with the region where it is held, so that everything shows its figures there. */
export function withMoving(snapshot: ViewSnapshot, moving: Moving | null): ViewSnapshot {
  const placement = moving?.placement;
  if (!placement) return snapshot;
  const regions = snapshot.regions.map((region) =>
    region.name === moving.grip.region ? { ...placement.region, held: region.rects } : region,
  );
  return { ...snapshot, regions };
}

/** What it would be there, in lines for the tooltip and the screen reader. */
export function movingLines({ grip, placement }: Moving): string[] {
  if (!placement) return [grip.region, 'asking for its figures there'];
  const { bitstreamBytes, loadNs, violations, used, available, limit } = placement.region;
  if (violations.length > 0) return [`${grip.region}: may not be there`, ...violations];
  const filled = fills(used, available, limit);
  const short = filled.filter(({ level }) => level === 'error');
  return [
    grip.region,
    `${formatBytes(bitstreamBytes)} · loads in ${duration(loadNs)}`,
    filled
      .map(({ label, available: there, share, used: need }) =>
        need > 0 && Number.isFinite(share)
          ? `${label} ${formatShare(share)} of ${formatCount(there)}`
          : `${label} ${formatCount(there)}`,
      )
      .join(', '),
    ...short.map(
      ({ label, used: need, available: there }) =>
        `its modules need ${formatCount(need)} ${label}, ${formatCount(there)} are there`,
    ),
  ];
}

export function isSameRect(a: RectView, b: RectView): boolean {
  return a.x0 === b.x0 && a.x1 === b.x1 && a.y0 === b.y0 && a.y1 === b.y1;
}
