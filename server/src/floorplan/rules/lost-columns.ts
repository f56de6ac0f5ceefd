import { intersect, type Column, type Intervals, type Part, type Unit } from '../../device';
import type { DrawnRectangle } from '../drawn';
import type { RuleContext } from '../violation';

/** A column that a pblock covers, but cannot have whole, because its unit is not wholly inside. */
export interface LostColumn {
  readonly column: Column;
  readonly unit: Unit;
  /** The rectangle that covers it. */
  readonly drawn: DrawnRectangle;
  /**
   * Why: the unit shares interconnect with something fixed, the range cuts the column itself, or a partner is missing:
   * `inside` the rectangle, where no range names it, or `outside`.
   */
  readonly reason: 'fixed' | 'cut' | 'inside' | 'outside';
  /** The column that is missing or fixed. */
  readonly partner: Column | undefined;
}

export function lostColumns({ part, drawn, snapped }: RuleContext): LostColumn[] {
  const { coverage } = snapped;
  const lost: LostColumn[] = [];
  for (let x = coverage.first; x <= coverage.last; x += 1) {
    const column = part.columns[x];
    const unit = part.units[part.unitOf[x] ?? -1];
    const wanted = longer(coverage.even[x] ?? [], coverage.odd[x] ?? []);
    const rectangle = drawn.find((each) => each.x0 <= x && x <= each.x1);
    if (!column || !unit || !rectangle || length(wanted) === 0) continue;
    if (length(snapped.rows[x] ?? []) >= length(wanted)) continue;
    lost.push({ column, unit, drawn: rectangle, ...reasonOf(part, unit, column, rectangle, coverage.full) });
  }
  return lost;
}

function reasonOf(
  part: Part,
  unit: Unit,
  column: Column,
  rectangle: DrawnRectangle,
  full: readonly Intervals[],
): Pick<LostColumn, 'reason' | 'partner'> {
  if (unit.blockedBy !== undefined) {
    const near = part.columns.slice(Math.max(0, unit.x0 - 1), unit.x1 + 2);
    return { reason: 'fixed', partner: near.find((each) => each.kind === unit.blockedBy) };
  }
  const own = full[column.index] ?? [];
  if (own.length === 0) return { reason: 'cut', partner: undefined };
  const missing = unit.columns.find((x) => length(intersect(full[x] ?? [], own)) < length(own));
  if (missing === undefined) return { reason: 'cut', partner: undefined };
  const inside = rectangle.x0 <= missing && missing <= rectangle.x1;
  return { reason: inside ? 'inside' : 'outside', partner: part.columns[missing] };
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

/** A column as a person reads it: `SLICE_X34/X35`, `the DSP column X2`, `the clock column`. */
export function describeColumn(part: Part, column: Column | undefined): string {
  if (!column) return 'its partner';
  if (column.kind.startsWith('clb') && column.siteX >= 0)
    return part.family === '7series'
      ? `SLICE_X${column.siteX}/X${column.siteX + 1}`
      : `SLICE_X${column.siteX}`;
  const place = column.siteX >= 0 ? ` X${column.siteX}` : '';
  return `the ${kindNames[column.kind] ?? column.kind} column${place}`;
}
