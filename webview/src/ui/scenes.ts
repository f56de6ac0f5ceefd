/** Builds the diagrams' scenes from the state. */
import { rememberLast } from '../../../server/src/base/memo';
import type { Diagram, DiagramInput } from '../drawing/diagrams/diagram';
import { itemsAt, relatedTo, type Item } from '../drawing/items';
import type { Scene } from '../drawing/scene/shapes';
import type { Mark } from '../scene/surface';
import type { ViewState } from '../state/store';

/** Below this width the left edges of the diagrams need not align. */
const narrow = 640;

/** Lays a diagram out; an unchanged one is the same object as before. */
export function sceneMaker(diagram: Diagram): (input: DiagramInput) => Scene | null {
  const made = rememberLast(
    (
      snapshot: DiagramInput['snapshot'],
      path: DiagramInput['path'],
      width: number,
      gutter: number,
      window: unknown,
      chosen: DiagramInput['chosen'],
      measure: DiagramInput['measure'],
    ) => diagram.layout({ snapshot, path, width, gutter, window, chosen, measure }),
  );
  return ({ snapshot, path, width, gutter, window, chosen, measure }) =>
    made(snapshot, path, width, gutter, window, chosen, measure);
}

/** The width of each diagram's names, or of the widest for all where there is room. */
export function gutterOf(
  diagram: Diagram,
  all: readonly Diagram[],
  input: Omit<DiagramInput, 'gutter' | 'window'>,
): number {
  const aligned = input.width < narrow ? [diagram] : all;
  return Math.max(...aligned.map((one) => one.gutter(input)));
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
