/** The view's static DOM. */
import { button, checkbox, chooser, type Choice, type Control } from './controls';
import { Diagram, type DiagramEvents } from './diagram';
import { element } from './dom';

export interface PageEvents {
  plan: DiagramEvents;
  gantt: DiagramEvents;
  onPath: (exit: string) => void;
  onLegend: (shown: boolean) => void;
  onExport: (diagram: 'floorplan' | 'timeline') => void;
  /** A module's row was clicked. */
  onItem: (id: string) => void;
  /** The notice's problem was clicked. */
  onProblem: () => void;
}

/** The page's parts: created once, then only filled. */
export interface Page {
  title: HTMLElement;
  notice: { problem: HTMLElement; effect: HTMLElement };
  empty: HTMLElement;
  plan: {
    section: HTMLElement;
    facts: HTMLElement;
    legend: HTMLElement;
    legendToggle: Control<boolean>;
    diagram: Diagram;
  };
  gantt: { section: HTMLElement; facts: HTMLElement; chooser: Control<Choice>; diagram: Diagram };
  main: HTMLElement;
  regionPanel: HTMLElement;
  staticPanel: HTMLElement;
  figuresPanel: HTMLElement;
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
  const plan = planSection(events);
  const gantt = ganttSection(events);
  const regionPanel = panel('region', 'Region');
  const staticPanel = panel('static', 'Static part');
  const figuresPanel = panel('figures', 'Figures');
  const aside = element('div', { class: 'panels' }, regionPanel, figuresPanel, staticPanel);
  aside.addEventListener('click', (event) => {
    const row = event.target instanceof Element ? event.target.closest('[data-id]') : null;
    const id = row?.getAttribute('data-id');
    if (id) events.onItem(id);
  });
  const diagrams = element('div', { class: 'diagrams' }, plan.section, gantt.section);
  const main = element('main', { hidden: '' }, title, notice, missing, diagrams, aside);
  root.replaceChildren(main, empty);
  return {
    title,
    notice: { problem, effect },
    empty,
    plan,
    gantt,
    main,
    regionPanel,
    staticPanel,
    figuresPanel,
    missing,
  };
}

function planSection(events: PageEvents): Page['plan'] {
  const diagram = new Diagram('floorplan', 'Floorplan: regions of the device', events.plan);
  const facts = element('span', { class: 'subtitle' });
  const legend = element('ul', { class: 'legend', 'aria-label': 'Kinds of columns' });
  const legendToggle = checkbox('Legend', events.onLegend);
  const save = button('Export SVG', 'Save the floorplan as SVG', () => events.onExport('floorplan'));
  const head = header('Floorplan', facts, legendToggle.element, save);
  const section = element('section', { 'aria-label': 'Floorplan' }, head, legend, diagram.element);
  return { section, facts, legend, legendToggle, diagram };
}

function ganttSection(events: PageEvents): Page['gantt'] {
  const diagram = new Diagram('timeline', 'Timeline: tasks on their lanes, exits and budgets', events.gantt);
  const facts = element('span', { class: 'subtitle' });
  const path = chooser('Path shown', events.onPath);
  const save = button('Export SVG', 'Save the timeline as SVG', () => events.onExport('timeline'));
  const head = header('Timeline', facts, path.element, save);
  const section = element('section', { 'aria-label': 'Timeline' }, head, diagram.element);
  return { section, facts, chooser: path, diagram };
}

function header(name: string, facts: HTMLElement, ...controls: HTMLElement[]): HTMLElement {
  return element(
    'header',
    {},
    element('h2', {}, name),
    facts,
    element('div', { class: 'controls' }, ...controls),
  );
}

function panel(id: string, label: string): HTMLElement {
  return element('section', { id: `panel-${id}`, class: 'panel', 'aria-label': label, hidden: '' });
}
