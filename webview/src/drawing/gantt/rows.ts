/** The rows of the timeline: lanes whose tasks never meet share one. */
import { perObject } from '../../../../server/src/base/memo';
import type { LaneView, TimelineView } from '../../../../server/src/base/protocol/view';

export interface Row {
  readonly id: string;
  readonly label: string;
  readonly lanes: readonly string[];
  readonly kind: LaneView['kind'];
  readonly accent: number | null;
}

/**
 * Each region and the CPU has its row. The port has none: its loads are those of the regions. Resident stages share rows as
 * far as no two of them run at once on any path, and so do resident checks.
 */
export const rowsOf = perObject((timeline: TimelineView): Row[] => {
  const uses = usesOf(timeline);
  const of = (lane: LaneView): Use => uses.get(lane.id) ?? { spans: [], checks: false, alone: true };
  const rows: Row[] = [];
  const resident: LaneView[] = [];
  for (const lane of timeline.lanes) {
    if (lane.kind === 'static') resident.push(lane);
    else if (lane.kind !== 'port' || of(lane).alone) rows.push(rowOf([lane], lane.label));
  }
  const stages = packed(
    resident.filter((lane) => !of(lane).checks),
    of,
  );
  const checks = packed(
    resident.filter((lane) => of(lane).checks),
    of,
  );
  const cpuAt = rows.findIndex((row) => row.kind === 'cpu');
  rows.splice(
    cpuAt < 0 ? rows.length : cpuAt,
    0,
    ...stages.map((lanes) => rowOf(lanes, 'static')),
    ...checks.map((lanes) => rowOf(lanes, 'checks')),
  );
  return rows;
});

interface Use {
  /** Start and end of each task, by path. */
  readonly spans: (readonly [number, number])[][];
  /** It runs checks. */
  checks: boolean;
  /** It has a task that is on no other lane. */
  alone: boolean;
}

function usesOf({ paths }: TimelineView): Map<string, Use> {
  const uses = new Map<string, Use>();
  paths.forEach(({ tasks }, path) => {
    for (const { lanes, kind, startNs, endNs } of tasks)
      for (const lane of lanes) {
        const use = uses.get(lane) ?? { spans: [], checks: false, alone: false };
        uses.set(lane, use);
        (use.spans[path] ??= []).push([startNs, endNs]);
        use.checks ||= kind === 'check';
        use.alone ||= lanes.length === 1;
      }
  });
  return uses;
}

/** Each lane in the first row where it meets nothing. */
function packed(lanes: readonly LaneView[], of: (lane: LaneView) => Use): LaneView[][] {
  const rows: LaneView[][] = [];
  for (const lane of lanes) {
    const row = rows.find((one) => one.every((other) => !meet(of(lane), of(other))));
    if (row) row.push(lane);
    else rows.push([lane]);
  }
  return rows;
}

function meet(a: Use, b: Use): boolean {
  return a.spans.some((own, path) =>
    own.some(([start, end]) => (b.spans[path] ?? []).some(([from, to]) => start < to && from < end)),
  );
}

function rowOf(lanes: readonly LaneView[], together: string): Row {
  const [first] = lanes;
  return {
    id: lanes.map((lane) => lane.id).join('+'),
    label: lanes.length === 1 ? (first?.label ?? '') : together,
    lanes: lanes.map((lane) => lane.id),
    kind: first?.kind ?? 'static',
    accent: first?.accent ?? null,
  };
}
