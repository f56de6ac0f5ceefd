/** What of a diagram is exported, and how: a small form under its controls. */
import { figureWidthMm } from '../drawing/diagrams/figure';
import { button } from './controls';
import { element } from './dom';

export interface ExportChoice {
  readonly format: 'svg' | 'png' | 'csv';
  readonly asSeen: boolean;
  readonly theme: 'light' | 'dark';
  readonly widthMm: number;
}

export interface Exporter {
  readonly button: HTMLElement;
  readonly form: HTMLElement;
}

/** @param what name of the diagram */
export function exporter(
  what: string,
  onSave: (choice: ExportChoice) => void,
  onCopy: (choice: ExportChoice) => void,
): Exporter {
  const format = select('Format', [
    ['svg', 'SVG'],
    ['png', 'PNG, 300 dpi'],
    ['csv', 'CSV of its figures'],
  ]);
  const part = select('Part', [
    ['whole', 'whole'],
    ['seen', 'as seen'],
  ]);
  const theme = select('Theme', [
    ['light', 'light'],
    ['dark', 'dark'],
  ]);
  const width = element('input', {
    type: 'number',
    min: String(figureWidthMm.least),
    max: String(figureWidthMm.most),
    value: String(figureWidthMm.usual),
    'aria-label': 'Width in mm',
  });
  const choice = (): ExportChoice => ({
    format: format.field.value as ExportChoice['format'],
    asSeen: part.field.value === 'seen',
    theme: theme.field.value as ExportChoice['theme'],
    widthMm: widthIn(width),
  });
  const copy = button('Copy', `Copy the ${what} as text`, () => onCopy(choice()));
  const form = element(
    'div',
    { class: 'exporter', role: 'group', 'aria-label': `Export the ${what}`, hidden: '' },
    format.label,
    part.label,
    theme.label,
    element('label', {}, 'Width ', width, ' mm'),
    button('Save…', `Save the ${what}`, () => onSave(choice())),
    copy,
  );
  const follow = (): void => {
    const isTable = format.field.value === 'csv';
    for (const one of [part.field, theme.field, width]) one.disabled = isTable;
    copy.toggleAttribute('disabled', format.field.value === 'png');
  };
  format.field.addEventListener('change', follow);
  const open = button('Export…', `Export the ${what}`, () => {
    form.hidden = !form.hidden;
    open.setAttribute('aria-expanded', String(!form.hidden));
    if (!form.hidden) format.field.focus();
  });
  open.setAttribute('aria-expanded', 'false');
  return { button: open, form };
}

/** A width that is none, or out of range, becomes the nearest that is; the field shows it. */
function widthIn(field: HTMLInputElement): number {
  const { least, most, usual } = figureWidthMm;
  const given = field.valueAsNumber;
  const width = Number.isFinite(given) ? Math.min(Math.max(given, least), most) : usual;
  field.value = String(width);
  return width;
}

function select(
  name: string,
  options: readonly (readonly [value: string, label: string])[],
): { label: HTMLElement; field: HTMLSelectElement } {
  const field = element(
    'select',
    {},
    ...options.map(([value, label]) => element('option', { value }, label)),
  );
  return { label: element('label', {}, `${name} `, field), field };
}
