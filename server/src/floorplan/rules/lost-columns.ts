/** Finds columns that a pblock covers but loses, and why. */
import {
  intersect,
  type Column,
  type Hole,
  type Intervals,
  type Part,
  type Snapped,
  type Unit,
} from '../../device';
import type { DrawnRectangle } from '../drawn';
import type { RuleContext } from '../violation';

/** A column that a pblock covers but cannot use entirely, because its unit is not entirely inside. */
export interface LostColumn {
  readonly column: Column;
  readonly unit: Unit;
  /** The rectangle that covers it. */
  readonly drawn: DrawnRectangle;
  /**
   * `fixed`: the unit shares interconnect with something fixed; `cut`: the range cuts the column itself; `inside` or
   * `outside`: a partner column is missing, inside the rectangle because no range names it, or outside.
   */
  readonly reason: 'fixed' | 'cut' | 'inside' | 'outside';
  /** The missing or fixed column. */
  readonly partner: Column | undefined;
  /** For display: the partner, or what is in its place. */
  readonly partnerName: string;
  /** Whether the pblock has nothing of the partner in any row of the column. */
  readonly bare: boolean;
}

export const holeNames: Record<Hole['kind'], string> = {
  ps: 'the processing system',
  cfg: 'the configuration logic',
  pcie: 'the PCIe block',
  gt: 'the transceivers',
  void: 'an area without sites',
};

export function lostColumns({ part, drawn, snapped }: RuleContext): LostColumn[] {
  return drawn.flatMap((rectangle) => lostIn(part, rectangle, snapped));
}

function lostIn(part: Part, rectangle: DrawnRectangle, { coverage, rows }: Snapped): LostColumn[] {
  const here: Intervals = [rectangle.y0, rectangle.y1 + 1];
  const lost: LostColumn[] = [];
  for (let x = rectangle.x0; x <= rectangle.x1; x += 1) {
    const column = part.columns[x];
    const unit = part.units[part.unitOf[x] ?? -1];
    const wanted = intersect(longer(coverage.even[x] ?? [], coverage.odd[x] ?? []), here);
    if (!column || !unit || length(wanted) === 0) continue;
    if (length(intersect(rows[x] ?? [], here)) >= length(wanted)) continue;
    const own = intersect(coverage.full[x] ?? [], here);
    lost.push({ column, unit, drawn: rectangle, ...reasonOf(part, unit, own, rectangle, coverage) });
  }
  return lost;
}

/** Whether a column is lost to something fixed inside the rectangle, not beyond its edge. */
export function isFixedInside({ reason, partner, drawn }: LostColumn): boolean {
  return (
    reason === 'fixed' && partner !== undefined && drawn.x0 <= partner.index && partner.index <= drawn.x1
  );
}

type Reason = Pick<LostColumn, 'reason' | 'partner' | 'partnerName' | 'bare'>;

function reasonOf(
  part: Part,
  unit: Unit,
  own: Intervals,
  rectangle: DrawnRectangle,
  { full, names }: Snapped['coverage'],
): Reason {
  const here: Intervals = [rectangle.y0, rectangle.y1 + 1];
  const blocker = unit.blockers.find(
    ({ rows, block }) =>
      (block === undefined || !names.blocks.has(block)) && intersect(rows, here).length > 0,
  );
  if (blocker) {
    const near = part.columns.slice(Math.max(0, unit.x0 - 1), unit.x1 + 2);
    return because(
      'fixed',
      near.find((each) => each.kind === blocker.by),
      part,
    );
  }
  const missing = unit.columns.find((x) => length(intersect(full[x] ?? [], own)) < length(own));
  const partner = missing === undefined ? undefined : part.columns[missing];
  if (own.length === 0 || !partner) return because('cut', undefined, part);
  const hole = holeAt(part, partner.index, own);
  if (hole) return { ...because('fixed', partner, part), partnerName: holeNames[hole.kind] };
  const inside = rectangle.x0 <= partner.index && partner.index <= rectangle.x1;
  const bare = intersect(full[partner.index] ?? [], own).length === 0;
  return { ...because(inside ? 'inside' : 'outside', partner, part), bare };
}

function because(reason: LostColumn['reason'], partner: Column | undefined, part: Part): Reason {
  return { reason, partner, partnerName: describeColumn(part, partner), bare: true };
}

function holeAt(part: Part, x: number, rows: Intervals): Hole | undefined {
  return part.holes.find(
    (hole) => hole.x0 <= x && x <= hole.x1 && intersect([hole.y0, hole.y1 + 1], rows).length > 0,
  );
}

function longer(a: Intervals, b: Intervals): Intervals {
  return length(a) >= length(b) ? a : b;
}

function length(intervals: Intervals): number {
  let sum = 0;
  for (let i = 0; i < intervals.length; i += 2) sum += (intervals[i + 1] ?? 0) - (intervals[i] ?? 0);
  return sum;
}

const kindNames: Partial<Record<Column['kind'], string>> = {
  'clb-l': 'CLB',
  'clb-m': 'CLB',
  bram: 'BRAM',
  dsp: 'DSP',
  uram: 'URAM',
  clock: 'clock',
  config: 'configuration',
  io: 'IO',
  gt: 'transceiver',
  ps: 'processing system',
  hard: 'hard block',
};

/** A column for display: `SLICE_X34/X35`, `the DSP column X2`, `the clock column`. */
export function describeColumn(part: Part, column: Column | undefined): string {
  if (!column) return 'its partner';
  if (column.kind.startsWith('clb') && column.siteX >= 0)
    return part.family === '7series'
      ? `SLICE_X${column.siteX}/X${column.siteX + 1}`
      : `SLICE_X${column.siteX}`;
  const place = column.siteX >= 0 ? ` X${column.siteX}` : '';
  return `the ${kindNames[column.kind] ?? column.kind} column${place}`;
}
