/** Connects state, layout and page: a change requests one frame, which redoes only what changed. */
import type { TimelineView } from '../../../server/src/base/protocol/view';
import { planGeometry } from '../drawing/floorplan/geometry';
import { describeFabric } from '../drawing/floorplan/layout';
import { wholeTime } from '../drawing/gantt/layout';
import type { Channel } from '../messaging/channel';
import { canvasMeasure } from '../scene/canvas';
import type { Hit, Scene } from '../drawing/scene/shapes';
import { sceneToSvg } from '../drawing/scene/svg';
import type { Mark } from '../scene/surface';
import { itemsOf, type Item } from '../drawing/items';
import { rememberLast } from '../../../server/src/base/memo';
import { createStore, initialState, keptOf, shownPath, type ViewState } from '../state/store';
import { walk } from '../state/walk';
import { panPlan, panTime, zoomPlan, zoomTime } from '../drawing/window';
import { makePalette, type Palette } from '../drawing/palette';
import { applyPalette, onThemeChange, readPalette } from '../theme/watch';
import type { Diagram, DiagramEvents } from './diagram';
import { buildPage } from './page';
import { itemsIn, marksOf, sceneMaker, type SceneInput, type Scenes } from './scenes';
import { pageShower } from './show';
import { createTooltip } from './tooltip';

const staleAfterMs = 200;
/** Width of an exported figure in pixels: slightly more than two columns of a paper at 96 dpi. */
const exportWidth = 900;

export function startView(root: HTMLElement, channel: Channel): void {
  const store = createStore(initialState(channel.loadState()), changed);
  const tooltip = createTooltip();
  const page = buildPage(root, {
    plan: diagramEvents('plan'),
    gantt: diagramEvents('gantt'),
    onPath(exit) {
      const last = store.state.snapshot?.timeline?.paths.at(-1);
      store.dispatch({ type: 'path', exit: exit === last?.exit ? null : exit });
    },
    onLegend: (shown) => store.dispatch({ type: 'legend', shown }),
    onExport: exportSvg,
    onProblem() {
      const range = store.state.snapshot?.problem?.range;
      if (range) channel.post({ type: 'reveal', range });
    },
    onItem(id) {
      store.dispatch({ type: 'select', id });
      reveal(id);
    },
  });
  root.append(tooltip.element);
  const brush = measuringBrush();
  const showPage = pageShower(page);
  const makeScenes = sceneMaker();
  const itemsFor = rememberLast(itemsOf);
  const showPlan = diagramShower(page.plan.diagram);
  const showGantt = diagramShower(page.gantt.diagram);
  const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)');

  let palette = readPalette();
  applyPalette(palette);
  let measure = canvasMeasure(brush, palette);
  let items: ReadonlyMap<string, Item> = new Map();
  let scenes: Scenes = { plan: null, gantt: null };
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
    if (state.computing !== old.computing) markStale(state.computing);
    if (state.snapshot !== old.snapshot || state.path !== old.path) moving = true;
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
    const { snapshot } = state;
    const path = shownPath(state);
    if (snapshot) {
      items = itemsFor(snapshot, path);
      channel.saveState(keptOf(state));
    }
    const marks = marksOf(state, items);
    showPage(state, path, { palette, marks, selected: items.get(state.selection ?? '') ?? null });
    if (!snapshot) return;
    scenes = makeScenes(sceneInput(snapshot));
    showPlan(scenes.plan, palette, marks, animated, items, state.selection);
    showGantt(scenes.gantt, palette, marks, animated, items, state.selection);
  }

  function sceneInput(snapshot: NonNullable<ViewState['snapshot']>): SceneInput {
    const { state } = store;
    const width = page.plan.diagram.element.clientWidth || page.gantt.diagram.element.clientWidth;
    return { snapshot, path: shownPath(state), width, measure, plan: state.plan, time: state.time };
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

  function diagramEvents(which: 'plan' | 'gantt'): DiagramEvents {
    const fit = (): void =>
      store.dispatch(which === 'plan' ? { type: 'plan', window: null } : { type: 'time', window: null });
    return {
      onSelect: (id) => store.dispatch({ type: 'select', id }),
      onReveal: reveal,
      onHover(hit, at) {
        store.dispatch({ type: 'hover', id: hit?.id ?? null });
        if (!at) tooltip.hide();
        else tooltip.show(tooltipLines(which, hit, at.x, at.y), at.clientX, at.clientY);
      },
      onWalk(direction) {
        const { snapshot, selection } = store.state;
        if (!snapshot) return;
        const whole = sceneMaker()({ ...sceneInput(snapshot), plan: null, time: null })[which];
        const id = walk(whole?.hits ?? [], selection, direction);
        store.dispatch({ type: 'select', id });
        if (!scenes[which]?.hits.some((hit) => hit.id === id)) fit();
      },
      onZoom(x, y, factor) {
        const { plan, time } = store.state;
        if (which === 'plan') store.dispatch({ type: 'plan', window: zoomPlan(plan, x, y, factor) });
        else withTimeline((timeline) => zoomTime(time, wholeTime(timeline), x, factor));
      },
      onPan(x, y) {
        const { plan, time } = store.state;
        if (which === 'plan') store.dispatch({ type: 'plan', window: panPlan(plan, x, y) });
        else withTimeline((timeline) => panTime(time, wholeTime(timeline), x));
      },
      onFit: fit,
    };
  }

  function withTimeline(change: (timeline: TimelineView) => ViewState['time']): void {
    const timeline = store.state.snapshot?.timeline;
    if (timeline) store.dispatch({ type: 'time', window: change(timeline) });
  }

  function tooltipLines(which: 'plan' | 'gantt', hit: Hit | null, x: number, y: number): string[] {
    const item = hit && items.get(hit.id);
    if (item) return [item.name, ...item.lines];
    const { snapshot, plan } = store.state;
    if (which === 'gantt' || !snapshot?.device || !scenes.plan) return [];
    return describeFabric(snapshot.device, planGeometry(snapshot.device, scenes.plan.plot, plan), x, y);
  }

  /** Figures are for paper: light theme, everything in view, a fixed width. */
  function exportSvg(which: 'floorplan' | 'timeline'): void {
    const { snapshot } = store.state;
    if (!snapshot) return;
    const paper = makePalette('light', () => '');
    const whole = { plan: null, time: null, width: exportWidth, measure: canvasMeasure(brush, paper) };
    const made = sceneMaker()({ ...sceneInput(snapshot), ...whole });
    const scene = which === 'floorplan' ? made.plan : made.gantt;
    if (!scene) return;
    const svg = sceneToSvg(scene, `${snapshot.design}: ${which}`, paper);
    channel.post({ type: 'saveSvg', name: `${snapshot.design}-${which}.svg`, svg });
  }
}

/** Shows a new scene, or only new outlines; skips both if unchanged. */
function diagramShower(diagram: Diagram) {
  const list = rememberLast((scene: Scene, items: ReadonlyMap<string, Item>, selection: string | null) =>
    diagram.list(itemsIn(scene, items), selection),
  );
  let shown: Scene | null = null;
  let shownPalette: Palette | null = null;
  let shownMarks = '';
  return (
    scene: Scene | null,
    palette: Palette,
    marks: readonly Mark[],
    animated: boolean,
    items: ReadonlyMap<string, Item>,
    selection: string | null,
  ): void => {
    if (!scene) return;
    const marked = JSON.stringify(marks);
    if (scene !== shown || palette !== shownPalette) diagram.show(scene, palette, marks, animated);
    else if (marked !== shownMarks) diagram.mark(marks);
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
