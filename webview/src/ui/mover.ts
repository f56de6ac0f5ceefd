/** Moves regions with pointer and keys: asks what they are at each place, one question at a time, and writes the last one. */
import { cursorOf, movedRect, wholeRegion, type Edges, type Grip } from '../drawing/floorplan/grip';
import type { Diagram, DiagramInput } from '../drawing/diagrams/diagram';
import { itemId } from '../drawing/items';
import type { Scene } from '../drawing/scene/shapes';
import type { Channel } from '../messaging/channel';
import { isSameRect, movingLines } from '../state/moving';
import type { Store, ViewState } from '../state/store';

export interface Mover {
  /** Of the moved region; empty while none is moved. */
  lines(): string[];
  /** After each change of the state. */
  follow(old: ViewState): void;
  events(
    diagram: Diagram,
    now: () => { input: DiagramInput; scene: Scene } | null,
  ): {
    gripCursor(x: number, y: number): string | null;
    onGrab(x: number, y: number): boolean;
    onCarry(dx: number, dy: number): void;
    onDrop(): void;
    onDropNothing(): void;
    onKey(event: KeyboardEvent): boolean;
  };
}

/** @param say for screen readers */
export function createMover(store: Store, channel: Channel, say: (text: string) => void): Mover {
  /** A question is on its way. */
  let asked = false;
  let written = false;

  function begin(grip: Grip): void {
    written = false;
    store.dispatch({ type: 'move', moving: { grip, drawn: grip.rect, placement: null, released: false } });
  }

  function carry(columns: number, rows: number, edges?: Edges): void {
    const { moving, snapshot } = store.state;
    if (!moving || moving.released || !snapshot?.device) return;
    // Keys move on from where it is held; a pointer tells how far it is from where it was.
    const from = edges ? { ...moving.grip, rect: moving.drawn, edges } : moving.grip;
    const drawn = movedRect(snapshot.device, from, columns, rows);
    if (!isSameRect(drawn, moving.drawn)) store.dispatch({ type: 'move', moving: { ...moving, drawn } });
  }

  function release(): void {
    const { moving } = store.state;
    if (moving) store.dispatch({ type: 'move', moving: { ...moving, released: true } });
  }

  function cancel(): void {
    if (!store.state.moving) return;
    say('Moved back.');
    store.dispatch({ type: 'move', moving: null });
  }

  function ask(): void {
    const { moving } = store.state;
    if (!moving || asked || (moving.placement && isSameRect(moving.placement.drawn, moving.drawn))) return;
    asked = true;
    channel.post({ type: 'place', region: moving.grip.region, drawn: moving.drawn });
  }

  function settle(): void {
    const { moving } = store.state;
    const placement = moving?.placement;
    if (!moving?.released || !placement || written || !isSameRect(placement.drawn, moving.drawn)) return;
    const { edits, version } = placement;
    if (edits === null || edits.length === 0) {
      const [reason] = placement.region.violations;
      say(reason === undefined ? 'Nothing changed.' : `Moved back: ${reason}`);
      store.dispatch({ type: 'move', moving: null });
      return;
    }
    written = true;
    say('Written.');
    // The picture stays as it is until the snapshot of the new text is there.
    channel.post({ type: 'write', version, edits });
  }

  return {
    lines: () => (store.state.moving ? movingLines(store.state.moving) : []),
    follow(old) {
      const { moving } = store.state;
      if (moving === old.moving) return;
      const answered = moving?.placement !== old.moving?.placement;
      if (answered || (old.moving && !moving)) asked = false;
      if (answered && moving && !moving.released) say(movingLines(moving).join(', '));
      ask();
      settle();
    },
    events(diagram, now) {
      const gripAt = (x: number, y: number): Grip | null => {
        const shown = now();
        return (shown && diagram.movable?.gripAt(shown.input, shown.scene, x, y)) ?? null;
      };
      return {
        gripCursor(x, y) {
          const grip = gripAt(x, y);
          return grip && cursorOf(grip.edges);
        },
        onGrab(x, y) {
          const grip = gripAt(x, y);
          if (grip) begin(grip);
          return grip !== null;
        },
        onCarry(dx, dy) {
          const shown = now();
          if (!shown || !diagram.movable) return;
          const { columns, rows } = diagram.movable.steps(shown.input, shown.scene, dx, dy);
          carry(columns, rows);
        },
        onDrop: release,
        onDropNothing: cancel,
        onKey(event) {
          const { moving, snapshot, selection } = store.state;
          if (!diagram.movable || event.altKey || event.metaKey) return false;
          if (!moving) {
            if (event.key !== 'm' || event.ctrlKey) return false;
            const region = snapshot?.regions.find(({ name }) => itemId.region(name) === selection);
            const [rect, second] = region?.rects ?? [];
            if (!region || !rect || second) return false;
            begin({ region: region.name, rect, edges: wholeRegion });
            return true;
          }
          if (event.key === 'Escape') cancel();
          else if (event.key === 'Enter') release();
          else {
            const step = keySteps[event.key];
            if (!step) return false;
            const rowHeight = snapshot?.device?.clockRegions.rowHeight ?? 1;
            carry(step.columns * keyColumns, step.rows * rowHeight, edgesOf(event, step));
          }
          return true;
        },
      };
    },
  };
}

/** A pair of columns: less never reaches the next legal edge on a Zynq-7000. */
const keyColumns = 2;

const keySteps: Record<string, { columns: number; rows: number }> = {
  ArrowLeft: { columns: -1, rows: 0 },
  ArrowRight: { columns: 1, rows: 0 },
  ArrowUp: { columns: 0, rows: 1 },
  ArrowDown: { columns: 0, rows: -1 },
};

/** Shift moves the right or upper edge, Ctrl the left or lower one, else all. */
function edgesOf(event: KeyboardEvent, step: { columns: number }): Edges {
  if (!event.shiftKey && !event.ctrlKey) return wholeRegion;
  const [across, far] = [step.columns !== 0, event.shiftKey];
  return { left: across && !far, right: across && far, top: !across && far, bottom: !across && !far };
}
