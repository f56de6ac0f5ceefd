/** The box that a diagram is drawn in, with mouse, keyboard and screen-reader access. */
import { contains, type Hit, type Scene } from '../drawing/scene/shapes';
import { Surface, type Mark } from '../scene/surface';
import { describe, type Item } from '../drawing/items';
import type { Direction } from '../state/walk';
import type { Palette } from '../drawing/palette';
import { element } from './dom';

export interface BoxEvents {
  onSelect(id: string | null): void;
  onReveal(id: string): void;
  /** Pointer over an item, over nothing, or outside; in pixels of the scene and of the window. */
  onHover(hit: Hit | null, at: { x: number; y: number; clientX: number; clientY: number } | null): void;
  onWalk(direction: Direction): void;
  /** Zoom around a point, in shares of the plot. */
  onZoom(x: number, y: number, factor: number): void;
  /** Move by shares of the plot. */
  onPan(x: number, y: number): void;
  onFit(): void;
  /** CSS cursor of what a drag from here would move; null where it pans. */
  gripCursor(x: number, y: number): string | null;
  /** A drag begins at a place of the scene. Returns whether it moves something, else it pans. */
  onGrab(x: number, y: number): boolean;
  /** What was grabbed is this far from where it was, in pixels, and the pointer there in the window. */
  onCarry(dx: number, dy: number, at: { clientX: number; clientY: number }): void;
  onDrop(): void;
  onDropNothing(): void;
  /** Before any other meaning of a key; returns whether it was meant. */
  onKey(event: KeyboardEvent): boolean;
}

const keys: Record<string, Direction> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'first',
  End: 'last',
};
/** Of a key and of a button. */
export const zoomStep = 1.4;
/** Zoom per pixel of wheel movement: a notch of about 100 pixels zooms by about 20 %. */
const wheelZoom = 0.002;
const dragThreshold = 4;
/** Number of items around the selected one that are exposed to the screen reader. */
const optionsAround = 100;

/** A canvas with pointer and keyboard navigation; a list box for screen readers. */
export class DiagramBox {
  readonly element: HTMLElement;
  private readonly surface: Surface;
  private readonly options = element('div', { class: 'options', role: 'presentation' });
  private scene: Scene | null = null;
  private listed = '';

  constructor(
    private readonly id: string,
    label: string,
    private readonly events: BoxEvents,
  ) {
    const canvas = element('canvas', { 'aria-hidden': 'true' });
    const attributes = { id, class: 'diagram', role: 'listbox', tabindex: '0', 'aria-label': label };
    this.element = element('div', attributes, canvas, this.options);
    this.surface = new Surface(canvas);
    this.listenToKeys();
    this.listenToPointer(canvas);
  }

  show(scene: Scene, palette: Palette, marks: readonly Mark[], animated: boolean): void {
    this.scene = scene;
    this.surface.show(scene, palette, marks, animated);
  }

  mark(marks: readonly Mark[]): void {
    this.surface.mark(marks);
  }

  /** Lists items for the screen reader; in large diagrams only those near the selection. */
  list(items: readonly Item[], selected: string | null): void {
    const index = items.findIndex((item) => item.id === selected);
    const from = Math.max(index - optionsAround, 0);
    const near = items.slice(from, Math.max(index, 0) + optionsAround);
    const listed = JSON.stringify([selected, items.length, near.map((item) => [item.id, describe(item)])]);
    if (listed === this.listed) return;
    this.listed = listed;
    this.element.setAttribute('role', items.length > 0 ? 'listbox' : 'group');
    this.options.replaceChildren(
      ...near.map((item, offset) =>
        element(
          'div',
          {
            role: 'option',
            id: `${this.id}-${from + offset}`,
            'data-id': item.id,
            'aria-selected': String(item.id === selected),
            'aria-posinset': String(from + offset + 1),
            'aria-setsize': String(items.length),
          },
          describe(item),
        ),
      ),
    );
    if (index >= 0) this.element.setAttribute('aria-activedescendant', `${this.id}-${index}`);
    else this.element.removeAttribute('aria-activedescendant');
  }

  hitAt(x: number, y: number): Hit | null {
    return this.scene?.hits.findLast((hit) => contains(hit, x, y)) ?? null;
  }

  private listenToKeys(): void {
    this.element.addEventListener('keydown', (event) => {
      if (this.events.onKey(event)) {
        event.preventDefault();
        event.stopPropagation();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const direction = keys[event.key];
      if (direction) this.events.onWalk(direction);
      else if (event.key === 'Escape') this.events.onSelect(null);
      else if (event.key === 'Enter' || event.key === ' ') {
        const selected = this.options.querySelector('[aria-selected="true"]')?.getAttribute('data-id');
        if (!selected) return;
        this.events.onReveal(selected);
      } else if (event.key === '+' || event.key === '=') this.events.onZoom(0.5, 0.5, 1 / zoomStep);
      else if (event.key === '-') this.events.onZoom(0.5, 0.5, zoomStep);
      else if (event.key === '0') this.events.onFit();
      else return;
      event.preventDefault();
    });
  }

  private listenToPointer(canvas: HTMLCanvasElement): void {
    let drag: Drag | null = null;
    canvas.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      const { clientX, clientY } = event;
      drag = { start: place(canvas, event), x: clientX, y: clientY, moved: false, carries: false };
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener('pointermove', (event) => {
      const at = place(canvas, event);
      if (drag && this.scene) {
        const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
        if (!drag.moved) {
          if (Math.hypot(dx, dy) < dragThreshold) return;
          drag.moved = true;
          drag.carries = this.events.onGrab(drag.start.x, drag.start.y);
        }
        this.events.onHover(null, null);
        if (drag.carries) {
          this.events.onCarry(at.x - drag.start.x, at.y - drag.start.y, event);
          return;
        }
        [drag.x, drag.y] = [event.clientX, event.clientY];
        this.events.onPan(dx / this.scene.plot.w, dy / this.scene.plot.h);
        return;
      }
      const hit = this.hitAt(at.x, at.y);
      canvas.classList.toggle('over-item', hit !== null);
      canvas.style.cursor = this.events.gripCursor(at.x, at.y) ?? '';
      this.events.onHover(hit, at);
    });
    canvas.addEventListener('pointerup', (event) => {
      const ended = drag;
      drag = null;
      if (ended?.carries) this.events.onDrop();
      if (ended?.moved ?? true) return;
      const at = place(canvas, event);
      const hit = this.hitAt(at.x, at.y);
      this.events.onSelect(hit?.id ?? null);
      if (hit) this.events.onReveal(hit.id);
    });
    canvas.addEventListener('pointercancel', () => {
      if (drag?.carries) this.events.onDropNothing();
      drag = null;
    });
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') drag = null;
    });
    canvas.addEventListener('pointerleave', () => this.events.onHover(null, null));
    canvas.addEventListener('dblclick', () => this.events.onFit());
    canvas.addEventListener('wheel', (event) => this.wheel(event, place(canvas, event)), { passive: false });
  }

  /** A plain wheel scrolls the page; with Ctrl or ⌘, which a pinch on a touchpad sends too, it zooms; sideways it moves. */
  private wheel(event: WheelEvent, at: { x: number; y: number }): void {
    if (!this.scene || !contains(this.scene.plot, at.x, at.y)) return;
    const { plot } = this.scene;
    if (event.ctrlKey || event.metaKey) {
      const factor = Math.exp(event.deltaY * (event.deltaMode === 0 ? 1 : 33) * wheelZoom);
      this.events.onZoom((at.x - plot.x) / plot.w, (at.y - plot.y) / plot.h, factor);
    } else if (
      this.element.dataset.zoomed === 'true' &&
      (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY))
    ) {
      this.events.onPan(-(event.deltaX || event.deltaY) / plot.w, 0);
    } else return;
    event.preventDefault();
  }
}

interface Drag {
  /** In the scene. */
  start: { x: number; y: number };
  x: number;
  y: number;
  moved: boolean;
  /** It moves what was grabbed; else it pans. */
  carries: boolean;
}

function place(canvas: HTMLCanvasElement, event: MouseEvent) {
  const { left, top } = canvas.getBoundingClientRect();
  const { clientX, clientY } = event;
  return { x: clientX - left, y: clientY - top, clientX, clientY };
}
