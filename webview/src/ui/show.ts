/** Fills the page from the state. */
import type { PathView, RegionView, ViewSnapshot } from '../../../server/src/base/protocol/view';
import type { Mark } from '../scene/surface';
import type { Item } from '../drawing/items';
import { rememberLast } from '../../../server/src/base/memo';
import type { ViewState } from '../state/store';
import type { Palette } from '../drawing/palette';
import { element, fill } from './dom';
import { plural } from '../../../server/src/base/format';
import type { Page } from './page';
import { paperPanel } from './paper-panel';
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
    const { chosen, windows, legend } = state;
    for (const section of page.sections) {
      const window = windows[section.diagram.id] ?? null;
      section.show({ snapshot, path, window, chosen }, palette, legend);
    }
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
  page.paperPanel.hidden = snapshot.papers === undefined;
  fill(page.paperPanel, ...paperPanel(snapshot.papers ?? []));
  if (snapshot.timeline) fill(page.figuresPanel, ...figuresPanel(snapshot.timeline, snapshot));
}

/** The region of the selected item, or the first one. */
function shownRegion(regions: readonly RegionView[], selected: Item | null): RegionView | null {
  return regions.find((region) => region.name === selected?.region) ?? regions[0] ?? null;
}
