/** Builds both diagrams' scenes from the state. */
import type { PathView, ViewSnapshot } from '../../../server/src/base/protocol/view';
import { layoutPlan } from '../drawing/floorplan/layout';
import { ganttGutter, layoutGantt } from '../drawing/gantt/layout';
import type { Measure, Scene } from '../drawing/scene/shapes';
import type { Mark } from '../scene/surface';
import { itemsAt, relatedTo, type Item } from '../drawing/items';
import { rememberLast } from '../../../server/src/base/memo';
import type { ViewState } from '../state/store';

/** Below this width the left edges of the two diagrams need not align. */
const narrow = 640;
const planGutter = 46;

export interface Scenes {
  plan: Scene | null;
  gantt: Scene | null;
}

export interface SceneInput {
  snapshot: ViewSnapshot;
  path: PathView | null;
  width: number;
  measure: Measure;
  plan: ViewState['plan'];
  time: ViewState['time'];
}

/** Lays out both diagrams; an unchanged one is the same object as before. */
export function sceneMaker(): (input: SceneInput) => Scenes {
  const planScene = rememberLast(
    (
      device: NonNullable<ViewSnapshot['device']>,
      regions: ViewSnapshot['regions'],
      width: number,
      gutter: number,
      window: ViewState['plan'],
      measure: Measure,
    ) => layoutPlan(device, regions, { width, gutter, window, measure }),
  );
  const ganttScene = rememberLast(
    (
      timeline: NonNullable<ViewSnapshot['timeline']>,
      path: PathView,
      width: number,
      gutter: number,
      window: ViewState['time'],
      measure: Measure,
    ) => layoutGantt(timeline, { width, gutter, path, window, measure }),
  );
  return ({ snapshot, path, width, measure, plan, time }) => {
    const { device, regions, timeline } = snapshot;
    const gutter = timeline ? Math.max(ganttGutter(timeline.lanes, width, measure), planGutter) : planGutter;
    const ownGutter = width < narrow ? planGutter : gutter;
    return {
      plan: device && planScene(device, regions, width, ownGutter, plan, measure),
      gantt: timeline && path && ganttScene(timeline, path, width, gutter, time, measure),
    };
  };
}

/** The items that a scene shows, in reading order. */
export function itemsIn(scene: Scene | null, items: ReadonlyMap<string, Item>): Item[] {
  const ids = new Set((scene?.hits ?? []).map((hit) => hit.id));
  return [...ids].map((id) => items.get(id)).filter((item) => item !== undefined);
}

/** Outlines of items: selection takes precedence over the cursor, and the cursor over hover. */
export function marksOf(
  { selection, hovered, cursor }: Pick<ViewState, 'selection' | 'hovered' | 'cursor'>,
  items: ReadonlyMap<string, Item>,
): Mark[] {
  const looks = new Map<string, Mark['look']>();
  if (hovered !== null) looks.set(hovered, 'hover');
  if (cursor) for (const id of itemsAt(items.values(), cursor)) looks.set(id, 'cursor');
  const selected = items.get(selection ?? '');
  if (selected) for (const id of relatedTo(selected, items.values())) looks.set(id, 'selected');
  return [...looks].map(([id, look]) => ({ id, look }));
}
