/** One diagram's section of the page: title, controls, legend, the picture and its figures as a table. */
import type { Choice, Diagram, DiagramInput } from '../drawing/diagrams/diagram';
import type { Palette } from '../drawing/palette';
import { button, checkbox, chooser, type Choice as Shown, type Control } from './controls';
import { DiagramBox, zoomStep, type BoxEvents } from './diagram-box';
import { element } from './dom';
import { exporter, type ExportChoice } from './exporter';
import { legend } from './legend';
import { foldedTables, type Tables } from './table';

export interface SectionEvents extends BoxEvents {
  readonly onChoose: (choice: string, value: string) => void;
  readonly onLegend: (shown: boolean) => void;
  readonly onSave: (choice: ExportChoice) => void;
  readonly onCopy: (choice: ExportChoice) => void;
}

export interface Section {
  readonly diagram: Diagram;
  readonly element: HTMLElement;
  readonly box: DiagramBox;
  /** Everything but the picture. */
  show(
    input: Omit<DiagramInput, 'gutter' | 'measure' | 'width'>,
    palette: Palette,
    legendShown: boolean,
  ): void;
}

export function buildSection(diagram: Diagram, events: SectionEvents): Section {
  const { id, title, label } = diagram;
  const box = new DiagramBox(id, label, events);
  const facts = element('span', { class: 'subtitle' });
  const choices = element('span', { class: 'choices' });
  const legendList = element('ul', { class: 'legend', 'aria-label': `Legend of the ${title.toLowerCase()}` });
  const legendToggle = checkbox('Legend', events.onLegend);
  const what = title.toLowerCase();
  const zoomOut = button('−', `Zoom out of the ${what} (-)`, () => events.onZoom(0.5, 0.5, zoomStep));
  const fit = button('Fit', `Show the whole ${what} (0)`, () => events.onFit());
  const exports = exporter(what, events.onSave, events.onCopy);
  const controls = element(
    'div',
    { class: 'controls' },
    choices,
    legendToggle.element,
    element(
      'span',
      { class: 'zoom' },
      zoomOut,
      button('+', `Zoom into the ${what} (+)`, () => events.onZoom(0.5, 0.5, 1 / zoomStep)),
      fit,
    ),
    exports.button,
  );
  const head = element('header', {}, element('h2', {}, title), facts, controls);
  const tables: Tables = foldedTables(title);
  const choosers = new Map<string, Control<Shown>>();
  const made = element(
    'section',
    { 'aria-label': title },
    head,
    exports.form,
    legendList,
    box.element,
    tables.element,
  );
  return {
    diagram,
    element: made,
    box,
    show(input, palette, legendShown) {
      const text = diagram.facts(input);
      made.hidden = text === null;
      if (text === null) return;
      facts.textContent = text;
      showChoices(choices, choosers, diagram.choices?.(input) ?? [], events.onChoose);
      legendToggle.show(legendShown);
      legendList.hidden = !legendShown;
      const entries = diagram.legend(input);
      const key = `${JSON.stringify(entries)} ${palette.key} ${devicePixelRatio}`;
      if (legendList.dataset.key !== key) {
        legendList.dataset.key = key;
        legendList.replaceChildren(...legend(entries, palette));
      }
      const zoomed = input.window !== null;
      box.element.dataset.zoomed = String(zoomed);
      for (const one of [zoomOut, fit]) one.toggleAttribute('disabled', !zoomed);
      tables.show(diagram.tables(input));
    },
  };
}

function showChoices(
  parent: HTMLElement,
  known: Map<string, Control<Shown>>,
  choices: readonly Choice[],
  onChoose: SectionEvents['onChoose'],
): void {
  for (const { id, label, options, value } of choices) {
    let control = known.get(id);
    if (!control) {
      control = chooser(label, (chosen) => onChoose(id, chosen));
      control.element.dataset.choice = id;
      known.set(id, control);
      parent.append(control.element);
    }
    control.show({ options, chosen: value });
    control.element.hidden = false;
  }
  const there = new Set(choices.map(({ id }) => id));
  for (const [id, control] of known) if (!there.has(id)) control.element.hidden = true;
}
