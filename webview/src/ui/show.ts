/** Fills the page from the state. */
import type {
  PathView,
  RegionView,
  TimelineView,
  ViewSnapshot,
} from '../../../server/src/base/protocol/view';
import type { Mark } from '../scene/surface';
import type { Item } from '../drawing/items';
import { rememberLast } from '../../../server/src/base/memo';
import type { ViewState } from '../state/store';
import type { Palette } from '../drawing/palette';
import { element, fill } from './dom';
import { plural } from '../../../server/src/base/format';
import { legend, legendItems } from './legend';
import type { Page } from './page';
import { figuresPanel, regionPanel, staticPanel } from './panels';

interface Shown {
  palette: Palette;
  marks: readonly Mark[];
  selected: Item | null;
}

/** Fills the page's text, each part only if its data changed; diagrams draw themselves. */
export function pageShower(page: Page): (state: ViewState, path: PathView | null, shown: Shown) => void {
  const notice = rememberLast((snapshot: ViewSnapshot) => showNotice(page, snapshot));
  const panels = rememberLast(
    (snapshot: ViewSnapshot, palette: Palette, selected: Item | null, outlined: string) =>
      showPanels(page, snapshot, palette, selected, new Set(outlined.split('\n'))),
  );
  return (state, path, { palette, marks, selected }) => {
    const { snapshot } = state;
    page.main.hidden = snapshot === null;
    page.empty.hidden = snapshot !== null;
    if (snapshot === null) {
      if (state.emptyReason !== null) page.empty.textContent = state.emptyReason;
      return;
    }
    notice(snapshot);
    showPlan(page, snapshot, state, palette);
    showTimeline(page, snapshot.timeline, path, state);
    const outlined = marks.filter(({ look, id }) => look !== 'hover' && id.startsWith('module:'));
    panels(snapshot, palette, selected, outlined.map(({ id }) => id).join('\n'));
  };
}

function showNotice(page: Page, snapshot: ViewSnapshot): void {
  const { design, missing, problem: first, understood } = snapshot;
  page.title.textContent = `${design}: floorplan and timeline`;
  const { errors, warnings } = snapshot.diagnostics;
  const counts = [
    ...(errors > 0 ? [plural(errors, 'error')] : []),
    ...(warnings > 0 ? [plural(warnings, 'warning')] : []),
  ].join(' and ');
  const { problem, effect } = page.notice;
  // Always takes up space, so that content below does not move during typing.
  problem.dataset.severity = errors > 0 ? 'error' : warnings > 0 ? 'warning' : 'none';
  problem.toggleAttribute('disabled', first === null);
  problem.textContent =
    first === null ? 'No problems' : `${counts} · line ${first.range.start.line + 1}: ${first.message}`;
  problem.title = first === null ? '' : `${first.code}: ${first.message}`;
  effect.textContent = understood ? '' : 'Figures cover only what could be understood.';
  page.missing.hidden = missing.length === 0;
  fill(page.missing, ...missing.map((text) => element('li', {}, text)));
}

/** UltraScale+ has rows only: the columns of its clock regions are not known. */
function clockRegionText(rows: number, columns: number): string {
  return columns === 1 ? `${rows} rows of clock regions` : `${columns} × ${rows} clock regions`;
}

function showPlan(page: Page, { device }: ViewSnapshot, state: ViewState, palette: Palette): void {
  const { section, facts, legend: list, legendToggle, diagram } = page.plan;
  section.hidden = device === null;
  if (!device) return;
  const { rows, columnStarts } = device.clockRegions;
  const board = device.board === null ? [] : [device.board];
  facts.textContent = [device.part, ...board, clockRegionText(rows, columnStarts.length)].join(' · ');
  legendToggle.show(state.legend);
  list.hidden = !state.legend;
  const roles = legendItems(device);
  const key = `${roles.join(' ')} ${palette.key} ${devicePixelRatio}`;
  if (list.dataset.key !== key) {
    list.dataset.key = key;
    list.replaceChildren(...legend(roles, palette));
  }
  diagram.element.dataset.zoomed = String(state.plan !== null);
}

function showTimeline(
  page: Page,
  timeline: TimelineView | null,
  path: PathView | null,
  state: ViewState,
): void {
  const { section, facts, chooser, diagram } = page.gantt;
  section.hidden = timeline === null;
  if (!timeline || !path) return;
  facts.textContent = `policy ${timeline.policy} · ${timeline.batch === 1 ? '1 input' : `batch of ${timeline.batch}`}`;
  chooser.show({
    options: timeline.paths.map((one, index) => ({
      value: one.exit,
      label: pathLabel(one, index === timeline.paths.length - 1),
    })),
    chosen: path.exit,
  });
  diagram.element.dataset.zoomed = String(state.time !== null);
}

function pathLabel({ exit, isEnd }: PathView, isLast: boolean): string {
  if (isEnd !== true && !isLast) return `path to exit ${exit}`;
  return exit === 'end' ? 'path to the end' : `path ${exit}`;
}

function showPanels(
  page: Page,
  snapshot: ViewSnapshot,
  palette: Palette,
  selected: Item | null,
  outlined: ReadonlySet<string>,
): void {
  const region = shownRegion(snapshot.regions, selected);
  page.regionPanel.hidden = region === null;
  if (region) {
    page.regionPanel.style.setProperty('--accent', palette.color(`accent-${region.accent}`));
    fill(page.regionPanel, ...regionPanel(region, snapshot.device?.clockRegions.rowHeight ?? 50, outlined));
  }
  page.staticPanel.hidden = snapshot.staticPart === null || snapshot.staticPart.modules.length === 0;
  if (snapshot.staticPart) fill(page.staticPanel, ...staticPanel(snapshot.staticPart, outlined));
  page.figuresPanel.hidden = snapshot.timeline === null;
  if (snapshot.timeline) fill(page.figuresPanel, ...figuresPanel(snapshot.timeline, snapshot));
}

/** The region of the selected item, or the first one. */
function shownRegion(regions: readonly RegionView[], selected: Item | null): RegionView | null {
  return regions.find((region) => region.name === selected?.region) ?? regions[0] ?? null;
}
