/** What a search found: its sentences, its picture, its tables, and the candidates to preview and apply. */
import type { ExplorationTable } from '../../../server/src/base/protocol/exploration';
import type { ShownExploration } from '../../../server/src/base/protocol/view';
import { rememberLast } from '../../../server/src/base/memo';
import { layoutCurve } from '../drawing/explore/curve';
import { layoutMap } from '../drawing/explore/map';
import type { Palette } from '../drawing/palette';
import type { Measure } from '../drawing/scene/shapes';
import { sceneToSvg } from '../drawing/scene/svg';
import { button } from './controls';
import { element } from './dom';

interface ExplorationEvents {
  readonly onPreview: (candidate: string) => void;
  readonly onApply: (candidate: string) => void;
  readonly onBack: () => void;
  readonly onClose: () => void;
}

interface ExplorationPanel {
  readonly element: HTMLElement;
  show(found: ShownExploration | null, preview: string | null, palette: Palette, measure: Measure): void;
}

/** Hidden as long as nothing was searched. */
export function explorationPanel(events: ExplorationEvents): ExplorationPanel {
  const title = element('h2', {});
  const body = element('div', { class: 'exploration-body' });
  const label = element('span', { role: 'status' });
  const apply = button('Apply', 'Write this candidate into the design, as one undo step', () => {
    if (shown !== null) events.onApply(shown);
  });
  const banner = element(
    'div',
    { class: 'preview', hidden: '' },
    label,
    apply,
    button('Back', 'Show the design as it is written', events.onBack),
  );
  const close = button('Close', 'Close the exploration', events.onClose);
  const head = element('header', {}, title, element('div', { class: 'controls' }, close));
  const panel = element(
    'section',
    { id: 'exploration', class: 'panel exploration', 'aria-label': 'Exploration', hidden: '' },
    head,
    banner,
    body,
  );
  let shown: string | null = null;
  const fillBody = rememberLast((found: ShownExploration, palette: Palette, measure: Measure) => {
    title.textContent = found.title;
    body.replaceChildren(
      ...found.sentences.map((text) => element('p', {}, text)),
      ...pictureOf(found, palette, measure),
      ...found.tables.map((table) => tableOf(table, found.candidates, events.onPreview)),
      element('ul', { class: 'notes' }, ...found.notes.map((text) => element('li', {}, text))),
    );
  });
  return {
    element: panel,
    show(found, preview, palette, measure) {
      panel.hidden = found === null;
      if (found === null) return;
      shown = preview;
      banner.hidden = preview === null;
      label.textContent = preview === null ? '' : `Below: number ${preview}, which is not in the text yet.`;
      fillBody(found, palette, measure);
      for (const own of body.querySelectorAll<HTMLElement>('button[data-candidate]'))
        own.setAttribute('aria-pressed', String(own.dataset['candidate'] === preview));
    },
  };
}

function pictureOf({ picture, title }: ShownExploration, palette: Palette, measure: Measure): Element[] {
  if (picture === undefined) return [];
  const scene =
    picture.kind === 'curve' ? layoutCurve(picture.model, measure) : layoutMap(picture.model, measure);
  // Its texts are escaped where the picture is written.
  const { documentElement } = new DOMParser().parseFromString(
    sceneToSvg(scene, picture.model.title, palette),
    'image/svg+xml',
  );
  const figure = element('figure', { 'aria-label': title });
  figure.append(document.importNode(documentElement, true));
  return [figure];
}

function tableOf(
  { title, head, rows, candidates }: ExplorationTable,
  known: readonly string[],
  onPreview: (candidate: string) => void,
): HTMLElement {
  const isNumbered = head[0] === '#';
  const cellOf = (text: string, r: number, c: number): HTMLElement => {
    const id = candidates ? candidates[r]?.[c] : isNumbered && c === 0 ? text : null;
    if (id === null || id === undefined || !known.includes(id)) return element('td', {}, text);
    const look = {
      type: 'button',
      'data-candidate': id,
      title: `Preview number ${id} in floorplan and timeline`,
    };
    const preview = element('button', look, text);
    preview.addEventListener('click', () => onPreview(id));
    return element('td', {}, preview);
  };
  return element(
    'div',
    { class: 'wide', tabindex: '0', role: 'region', 'aria-label': title },
    element(
      'table',
      {},
      element('caption', {}, title),
      element('thead', {}, element('tr', {}, ...head.map((text) => element('th', { scope: 'col' }, text)))),
      element(
        'tbody',
        {},
        ...rows.map((row, r) => element('tr', {}, ...row.map((text, c) => cellOf(text, r, c)))),
      ),
    ),
  );
}
