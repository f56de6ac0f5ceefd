/** The view's static DOM. */
import { diagrams } from '../drawing/diagrams';
import type { Diagram } from '../drawing/diagrams/diagram';
import { element } from './dom';
import { buildSection, type Section, type SectionEvents } from './section';

export interface PageEvents {
  section: (diagram: Diagram) => SectionEvents;
  /** A module's or a figure's row was clicked. */
  onItem: (id: string) => void;
  /** The notice's problem was clicked. */
  onProblem: () => void;
}

/** The page's parts: created once, then only filled. */
export interface Page {
  title: HTMLElement;
  notice: { problem: HTMLElement; effect: HTMLElement };
  empty: HTMLElement;
  sections: readonly Section[];
  main: HTMLElement;
  regionPanel: HTMLElement;
  staticPanel: HTMLElement;
  figuresPanel: HTMLElement;
  paperPanel: HTMLElement;
  missing: HTMLElement;
}

export function buildPage(root: HTMLElement, events: PageEvents): Page {
  const title = element('h1', { class: 'visually-hidden' }, 'Exeunt');
  const problem = element('button', { type: 'button', class: 'problem' });
  problem.addEventListener('click', events.onProblem);
  const effect = element('span', { class: 'effect' });
  const notice = element('div', { class: 'notice', role: 'status' }, problem, effect);
  const empty = element('p', { class: 'empty', role: 'status' }, 'Reading the design…');
  const missing = element('ul', { class: 'missing', hidden: '' });
  const sections = diagrams.map((diagram) => buildSection(diagram, events.section(diagram)));
  const regionPanel = panel('region', 'Region');
  const staticPanel = panel('static', 'Static part');
  const figuresPanel = panel('figures', 'Figures');
  const paperPanel = panel('papers', 'Published');
  const aside = element('div', { class: 'panels' }, regionPanel, figuresPanel, paperPanel, staticPanel);
  const pictures = element('div', { class: 'diagrams' }, ...sections.map((section) => section.element));
  for (const part of [aside, pictures])
    part.addEventListener('click', (event) => {
      const row = event.target instanceof Element ? event.target.closest('button[data-id]') : null;
      const id = row?.getAttribute('data-id');
      if (id) events.onItem(id);
    });
  const main = element('main', { hidden: '' }, title, notice, missing, pictures, aside);
  root.replaceChildren(main, empty);
  return {
    title,
    notice: { problem, effect },
    empty,
    sections,
    main,
    regionPanel,
    staticPanel,
    figuresPanel,
    paperPanel,
    missing,
  };
}

function panel(id: string, label: string): HTMLElement {
  return element('section', { id: `panel-${id}`, class: 'panel', 'aria-label': label, hidden: '' });
}
