/** Connects state, layout and page: a change requests one frame, which redoes only what changed. */
import { rememberLast } from '../../../server/src/base/memo';
import { diagrams } from '../drawing/diagrams';
import type { Diagram, DiagramInput } from '../drawing/diagrams/diagram';
import { itemId, itemsOf, type Item } from '../drawing/items';
import type { Palette } from '../drawing/palette';
import type { Hit, Scene } from '../drawing/scene/shapes';
import type { Channel } from '../messaging/channel';
import { canvasMeasure } from '../scene/canvas';
import type { Mark } from '../scene/surface';
import { createStore, initialState, keptOf, shownPath, type ViewState } from '../state/store';
import { walk } from '../state/walk';
import { withMoving } from '../state/moving';
import { applyPalette, onThemeChange, readPalette } from '../theme/watch';
import type { DiagramBox } from './diagram-box';
import { element } from './dom';
import { exportDiagram, type Exported } from './export-diagram';
import type { ExportChoice } from './exporter';
import { createMover } from './mover';
import { explorationPanel } from './exploration';
import { buildPage } from './page';
import { gutterOf, itemsIn, marksOf, sceneMaker } from './scenes';
import type { SectionEvents } from './section';
import { pageShower } from './show';
import { createTooltip } from './tooltip';

const staleAfterMs = 200;

export function startView(root: HTMLElement, channel: Channel): void {
  const store = createStore(initialState(channel.loadState()), changed);
  const tooltip = createTooltip();
  const spoken = element('div', { class: 'visually-hidden', role: 'status', 'aria-live': 'polite' });
  const mover = createMover(store, channel, (text) => (spoken.textContent = text));
  const page = buildPage(root, {
    section: sectionEvents,
    onProblem() {
      const range = store.state.snapshot?.problem?.range;
      if (range) channel.post({ type: 'reveal', range });
    },
    onItem(id) {
      store.dispatch({ type: 'select', id });
      reveal(id);
    },
  });
  const exploration = explorationPanel({
    onPreview: (candidate) => channel.post({ type: 'previewCandidate', candidate }),
    onApply: (candidate) => channel.post({ type: 'applyCandidate', candidate }),
    onBack: () => channel.post({ type: 'endPreview' }),
    onClose: () => channel.post({ type: 'closeExploration' }),
  });
  root.prepend(exploration.element);
  root.append(tooltip.element, spoken);
  const shownSnapshot = rememberLast(withMoving);
  const brush = measuringBrush();
  const showPage = pageShower(page);
  const itemsFor = rememberLast(itemsOf);
  const parts = page.sections.map(({ diagram, box }) => ({
    diagram,
    box,
    makeScene: sceneMaker(diagram),
    show: boxShower(box),
  }));
  const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)');

  let palette = readPalette();
  applyPalette(palette);
  let measure = canvasMeasure(brush, palette);
  let items: ReadonlyMap<string, Item> = new Map();
  const scenes = new Map<string, Scene>();
  /** Pointer that carries a region. */
  let carried: { clientX: number; clientY: number } | null = null;
  let frame = 0;
  let moving = false;
  let staleTimer: ReturnType<typeof setTimeout> | undefined;

  channel.onMessage((message) => store.dispatch(message));
  onThemeChange(() => {
    palette = readPalette();
    applyPalette(palette);
    measure = canvasMeasure(brush, palette);
    ask();
  });
  // Drawn at once: a frame later the old picture would appear stretched.
  new ResizeObserver(render).observe(root);

  function changed(old: ViewState): void {
    const { state } = store;
    mover.follow(old);
    if (state.computing !== old.computing) markStale(state.computing);
    if (state.snapshot !== old.snapshot || state.chosen !== old.chosen) moving = true;
    ask();
  }

  function ask(): void {
    if (frame === 0) frame = requestAnimationFrame(render);
  }

  function render(): void {
    cancelAnimationFrame(frame);
    frame = 0;
    const animated = moving && !reducedMotion.matches;
    moving = false;
    const { state } = store;
    const snapshot = state.snapshot && shownSnapshot(state.snapshot, state.moving);
    const path = shownPath(state);
    exploration.show(state.exploration, state.preview, palette, measure);
    if (snapshot) {
      items = itemsFor(snapshot, path);
      channel.saveState(keptOf(state));
    }
    const marks = marksOf(state, items);
    const selected = items.get(state.selection ?? '') ?? null;
    showPage({ ...state, snapshot }, path, { palette, marks, selected });
    showMoving();
    if (!snapshot) return;
    for (const { diagram, makeScene, show } of parts) {
      const scene = makeScene(inputOf(diagram, snapshot));
      if (scene) scenes.set(diagram.id, scene);
      else scenes.delete(diagram.id);
      show(scene, palette, marks, animated, items, state.selection);
    }
  }

  /** The figures of a region that is moved, at the pointer, or beside it while keys move it. */
  function showMoving(): void {
    const { moving } = store.state;
    if (!moving || moving.released) return;
    const hit = scenes.get('floorplan')?.hits.find(({ id }) => id === itemId.region(moving.grip.region));
    const part = parts.find(({ diagram }) => diagram.movable);
    if (!hit || !part) return;
    const box = part.box.element.getBoundingClientRect();
    const at = carried ?? { clientX: box.x + hit.x + hit.w, clientY: box.y + hit.y };
    tooltip.show(mover.lines(), at.clientX, at.clientY);
  }

  /** All sections are equally wide, and hidden ones have none. */
  function shownWidth(): number {
    return Math.max(...parts.map(({ box }) => box.element.clientWidth));
  }

  function inputOf(diagram: Diagram, snapshot: NonNullable<ViewState['snapshot']>): DiagramInput {
    const { state } = store;
    const { chosen } = state;
    const common = { snapshot, path: shownPath(state), width: shownWidth(), chosen, measure };
    return {
      ...common,
      gutter: gutterOf(diagram, diagrams, common),
      window: state.windows[diagram.id] ?? null,
    };
  }

  function markStale(computing: boolean): void {
    clearTimeout(staleTimer);
    root.classList.remove('stale');
    if (computing) staleTimer = setTimeout(() => root.classList.add('stale'), staleAfterMs);
  }

  function reveal(id: string): void {
    const item = items.get(id);
    if (item) channel.post({ type: 'reveal', range: item.range });
  }

  function sectionEvents(diagram: Diagram): SectionEvents {
    const show = (change: (input: DiagramInput) => unknown): void => {
      const { snapshot } = store.state;
      if (!snapshot) return;
      store.dispatch({ type: 'window', diagram: diagram.id, window: change(inputOf(diagram, snapshot)) });
    };
    const fit = (): void => show(() => null);
    const moves = mover.events(diagram, () => {
      const { snapshot } = store.state;
      const scene = scenes.get(diagram.id);
      return snapshot && scene ? { input: inputOf(diagram, snapshot), scene } : null;
    });
    return {
      ...moves,
      onCarry(dx, dy, { clientX, clientY }) {
        carried = { clientX, clientY };
        moves.onCarry(dx, dy);
        showMoving();
      },
      onDrop() {
        carried = null;
        tooltip.hide();
        moves.onDrop();
      },
      onDropNothing() {
        carried = null;
        tooltip.hide();
        moves.onDropNothing();
      },
      onKey(event) {
        const meant = moves.onKey(event);
        if (meant && (event.key === 'Escape' || event.key === 'Enter')) {
          carried = null;
          tooltip.hide();
        }
        return meant;
      },
      onSelect: (id) => store.dispatch({ type: 'select', id }),
      onReveal: reveal,
      onHover(hit, at) {
        store.dispatch({ type: 'hover', id: hit?.id ?? null });
        if (!at) tooltip.hide();
        else tooltip.show(tooltipLines(diagram, hit, at.x, at.y), at.clientX, at.clientY);
      },
      onWalk(direction) {
        const { snapshot, selection } = store.state;
        if (!snapshot) return;
        const whole = diagram.layout({ ...inputOf(diagram, snapshot), window: null });
        const id = walk(whole?.hits ?? [], selection, direction);
        store.dispatch({ type: 'select', id });
        if (!scenes.get(diagram.id)?.hits.some((hit) => hit.id === id)) fit();
      },
      onZoom: (x, y, factor) => show((input) => diagram.zoom(input, { x, y }, factor)),
      onPan: (x, y) => show((input) => diagram.pan(input, { x, y })),
      onFit: fit,
      onChoose: (choice, value) => store.dispatch({ type: 'choose', choice, value }),
      onLegend: (shown) => store.dispatch({ type: 'legend', shown }),
      onSave: (choice) => save(diagram, choice),
      onCopy(choice) {
        const made = exported(diagram, choice);
        if (made) channel.post({ type: 'copy', text: made.data });
      },
    };
  }

  function tooltipLines(diagram: Diagram, hit: Hit | null, x: number, y: number): string[] {
    const item = hit && items.get(hit.id);
    if (item) return [item.name, ...item.lines];
    const { snapshot } = store.state;
    const scene = scenes.get(diagram.id);
    return (snapshot && scene && diagram.describeAt?.(inputOf(diagram, snapshot), scene, x, y)) ?? [];
  }

  function exported(diagram: Diagram, choice: ExportChoice): Exported | null {
    const { snapshot } = store.state;
    return snapshot && exportDiagram(diagram, inputOf(diagram, snapshot), choice, brush);
  }

  function save(diagram: Diagram, choice: ExportChoice): void {
    const made = exported(diagram, choice);
    if (made) channel.post({ type: 'save', ...made });
  }
}

type BoxShower = (
  scene: Scene | null,
  palette: Palette,
  marks: readonly Mark[],
  animated: boolean,
  items: ReadonlyMap<string, Item>,
  selection: string | null,
) => void;

/** Shows a new scene, or only new outlines; skips both if unchanged. */
function boxShower(box: DiagramBox): BoxShower {
  const list = rememberLast((scene: Scene, items: ReadonlyMap<string, Item>, selection: string | null) =>
    box.list(itemsIn(scene, items), selection),
  );
  let shown: Scene | null = null;
  let shownPalette: Palette | null = null;
  let shownMarks = '';
  return (scene, palette, marks, animated, items, selection) => {
    if (!scene) return;
    const marked = JSON.stringify(marks);
    if (scene !== shown || palette !== shownPalette) box.show(scene, palette, marks, animated);
    else if (marked !== shownMarks) box.mark(marks);
    shown = scene;
    shownPalette = palette;
    shownMarks = marked;
    list(scene, items, selection);
  };
}

function measuringBrush(): CanvasRenderingContext2D {
  const context = document.createElement('canvas').getContext('2d');
  if (!context) throw new Error('this browser does not support canvas');
  return context;
}
