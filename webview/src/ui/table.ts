/** A diagram's figures as tables, folded away under it. */
import { cellText, type Table } from '../drawing/diagrams/table';
import { element, fill } from './dom';

export interface Tables {
  readonly element: HTMLElement;
  show(tables: readonly Table[]): void;
}

/** @param name of the diagram */
export function foldedTables(name: string): Tables {
  const body = element('div', { class: 'tables' });
  const summary = element('summary', {}, 'Table');
  const fold = element(
    'details',
    { class: 'figures-table', 'aria-label': `${name} as a table` },
    summary,
    body,
  );
  let latest: readonly Table[] = [];
  const draw = (): void => fill(body, ...latest.map(tableElement));
  fold.addEventListener('toggle', draw);
  return {
    element: fold,
    show(tables) {
      latest = tables;
      if (fold.open) draw();
    },
  };
}

function tableElement({ title, columns, rows }: Table): HTMLElement {
  const head = columns.map(({ name, unit }) =>
    element('th', { scope: 'col', ...(unit ? { class: 'number' } : {}) }, name),
  );
  const body = rows.map(({ id, cells }) =>
    element(
      'tr',
      { 'data-id': id },
      ...cells.map((cell, index) => {
        const unit = columns[index]?.unit;
        const text = cellText(cell, unit);
        if (index === 0)
          return element('th', { scope: 'row' }, element('button', { type: 'button', 'data-id': id }, text));
        return element('td', unit ? { class: 'number' } : {}, text);
      }),
    ),
  );
  return element(
    'table',
    {},
    element('caption', {}, title),
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...body),
  );
}
