/** Brings state, layout and page together: a change asks for one frame, a frame lays out and shows what changed. */
import type { PathView, TimelineView, ViewSnapshot } from '../../../server/src/protocol/view';
import { describeFabric, layoutPlan } from '../floorplan/layout';
import { planGeometry } from '../floorplan/geometry';
import { ganttGutter, layoutGantt, wholeTime } from '../gantt/layout';
import type { Channel } from '../messaging/channel';
import { canvasMeasure } from '../scene/canvas';
import type { Hit, Measure, Scene } from '../scene/shapes';
import { sceneToSvg } from '../scene/svg';
import type { Mark } from '../scene/surface';
import { itemsAt, itemsOf, relatedTo, type Item } from '../state/items';
import { createStore, initialState, keptOf, shownPath, type Action, type ViewState } from '../state/store';
import { walk } from '../state/walk';
import { panPlan, panTime, zoomPlan, zoomTime } from '../state/window';
import { makePalette } from '../theme/palette';
import { applyPalette, onThemeChange, readPalette } from '../theme/watch';
import type { DiagramEvents } from './diagram';
import { showPage } from './show';
import { buildPage } from './page';
import { createTooltip } from './tooltip';

/** Narrower than this the gutters of both diagrams need not line up. */
const narrow = 640;
const planGutter = 46;
const staleAfterMs = 200;
/** Width of an exported figure: a page's column pair at 96 dots an inch. */
const exportWidth = 900;

export function startView(root: HTMLElement, channel: Channel): void {
  const store = createStore(initialState(channel.loadState()), changed);
  const tooltip = createTooltip();
  const page = buildPage(root, {
    plan: diagramEvents('plan'),
    gantt: diagramEvents('gantt'),
    onPath: (exit) => {
      const last = store.state.snapshot?.timeline?.paths.at(-1);
      store.dispatch({ type: 'path', exit: exit === last?.exit ? null : exit });
    },
    onLegend: (shown) => store.dispatch({ type: 'legend', shown }),
    onExport: exportSvg,
    onItem: (id) => {
      store.dispatch({ type: 'select', id });
      reveal(id);
    },
  });
  root.append(tooltip.element);
  const measuring = document.createElement('canvas').getContext('2d');
  if (!measuring) throw new Error('this browser has no canvas');
  const brush = measuring;

  let palette = readPalette();
  applyPalette(palette);
  let measure: Measure = canvasMeasure(brush, palette);
  let items = new Map<string, Item>();
  let scenes: { plan: Scene | null; gantt: Scene | null } = { plan: null, gantt: null };
  let frame = 0;
  let dirty: 'marks' | 'layout' | 'content' = 'marks';
  let staleTimer: ReturnType<typeof setTimeout> | undefined;
  const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)');

  channel.onMessage((message) => store.dispatch(message));
  onThemeChange(() => {
    palette = readPalette();
    applyPalette(palette);
    measure = canvasMeasure(brush, palette);
    ask('layout');
  });
  new ResizeObserver(() => {
    // Drawn at once: a frame later the old picture would be seen stretched.
    dirty = dirty === 'marks' ? 'layout' : dirty;
    render();
  }).observe(root);

  function changed(old: ViewState, action: Action): void {
    const { state } = store;
    if (action.type !== 'hover' && action.type !== 'cursor') channel.saveState(keptOf(state));
    if (state.computing !== old.computing) markStale(state.computing);
    const content = state.snapshot !== old.snapshot || state.path !== old.path;
    if (content || state.emptyReason !== old.emptyReason) ask('content');
    else if (state.plan !== old.plan || state.time !== old.time || state.legend !== old.legend) ask('layout');
    else if (action.type !== 'computing') ask('marks');
  }

  function ask(what: typeof dirty): void {
    const order = ['marks', 'layout', 'content'] as const;
    if (order.indexOf(what) > order.indexOf(dirty)) dirty = what;
    if (frame === 0) frame = requestAnimationFrame(render);
  }

  function render(): void {
    cancelAnimationFrame(frame);
    frame = 0;
    const what = dirty;
    dirty = 'marks';
    const { state } = store;
    const path = shownPath(state);
    if (what === 'content') items = state.snapshot ? itemsOf(state.snapshot, path) : new Map<string, Item>();
    const marks = marksOf(state, items);
    const outlined = new Set(marks.filter((mark) => mark.look !== 'hover').map((mark) => mark.id));
    showPage(page, state, path, { palette, outlined, selected: items.get(state.selection ?? '') ?? null });
    if (!state.snapshot) return;
    if (what === 'marks') {
      page.plan.diagram.mark(marks);
      page.gantt.diagram.mark(marks);
    } else {
      const animated = what === 'content' && !reducedMotion.matches;
      const width = page.plan.diagram.element.clientWidth || page.gantt.diagram.element.clientWidth;
      scenes = layout(state.snapshot, state, path, width, measure);
      if (scenes.plan) page.plan.diagram.show(scenes.plan, palette, marks, animated);
      if (scenes.gantt) page.gantt.diagram.show(scenes.gantt, palette, marks, animated);
    }
    page.plan.diagram.list(itemsIn(scenes.plan), state.selection);
    page.gantt.diagram.list(itemsIn(scenes.gantt), state.selection);
  }

  function itemsIn(scene: Scene | null): Item[] {
    const ids = new Set((scene?.hits ?? []).map((hit) => hit.id));
    return [...ids].map((id) => items.get(id)).filter((item) => item !== undefined);
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
    return {
      onSelect: (id) => store.dispatch({ type: 'select', id }),
      onReveal: reveal,
      onHover(hit, at) {
        store.dispatch({ type: 'hover', id: hit?.id ?? null });
        if (!at) tooltip.hide();
        else tooltip.show(tooltipLines(which, hit, at.x, at.y), at.clientX, at.clientY);
      },
      onWalk(direction) {
        const id = walk(scenes[which]?.hits ?? [], store.state.selection, direction);
        store.dispatch({ type: 'select', id });
      },
      onZoom(x, y, factor) {
        if (which === 'plan') {
          store.dispatch({ type: 'plan', window: zoomPlan(store.state.plan, x, y, factor) });
        } else {
          withTimeline((timeline) => zoomTime(store.state.time, wholeTime(timeline), x, factor));
        }
      },
      onPan(x, y) {
        if (which === 'plan') store.dispatch({ type: 'plan', window: panPlan(store.state.plan, x, y) });
        else withTimeline((timeline) => panTime(store.state.time, wholeTime(timeline), x));
      },
      onFit() {
        if (which === 'plan') store.dispatch({ type: 'plan', window: null });
        else store.dispatch({ type: 'time', window: null });
      },
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

  /** Figures are for paper: light, whole, at one width, whatever the editor looks like. */
  function exportSvg(which: 'floorplan' | 'timeline'): void {
    const { state } = store;
    if (!state.snapshot) return;
    const paper = makePalette('light', () => '');
    const whole = { ...state, plan: null, time: null };
    const made = layout(state.snapshot, whole, shownPath(state), exportWidth, canvasMeasure(brush, paper));
    const scene = which === 'floorplan' ? made.plan : made.gantt;
    if (!scene) return;
    const { design } = state.snapshot;
    channel.post({
      type: 'saveSvg',
      name: `${design}-${which}.svg`,
      svg: sceneToSvg(scene, `${design}: ${which}`, paper),
    });
  }
}

function layout(
  snapshot: ViewSnapshot,
  state: Pick<ViewState, 'plan' | 'time'>,
  path: PathView | null,
  width: number,
  measure: Measure,
): { plan: Scene | null; gantt: Scene | null } {
  const { device, regions, timeline } = snapshot;
  const laneGutter = timeline ? ganttGutter(timeline.lanes, width, measure) : planGutter;
  const gutter = width < narrow ? planGutter : Math.max(laneGutter, planGutter);
  return {
    plan: device && layoutPlan(device, regions, { width, gutter, window: state.plan, measure }),
    gantt:
      timeline &&
      path &&
      layoutGantt(timeline, {
        width,
        gutter: Math.max(laneGutter, planGutter),
        path,
        window: state.time,
        measure,
      }),
  };
}

/** Outlines, the weakest first: what is selected wins over the cursor's place, and that over the pointer. */
function marksOf(state: ViewState, items: ReadonlyMap<string, Item>): Mark[] {
  const looks = new Map<string, Mark['look']>();
  if (state.hovered !== null) looks.set(state.hovered, 'hover');
  if (state.cursor) for (const id of itemsAt(items.values(), state.cursor)) looks.set(id, 'cursor');
  const selected = items.get(state.selection ?? '');
  if (selected) for (const id of relatedTo(selected, items.values())) looks.set(id, 'selected');
  return [...looks].map(([id, look]) => ({ id, look }));
}
