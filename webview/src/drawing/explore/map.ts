/** The map of designs: which kind is ahead in each cell, and by how much. */
import { formatNumber } from '../../../../server/src/base/format';
import type { MapCellModel, MapModel } from '../../../../server/src/base/protocol/exploration';
import { text } from '../scene/text';
import type { Box, Font, Measure, Scene, Shape, Tone } from '../scene/shapes';

const CELL = { w: 74, h: 38 };
/** For the line of what pays. */
const MORE = 13;
const PAD = 16;
const HEAD = 56;
const LEGEND = 44;
const PAYS =
  'Below the figure what surely pays: R reconfiguring, E exits, P this part instead of that of the file; – none. The stronger, the more energy.';
const title: Font = { size: 14, bold: true };
const label: Font = { size: 12 };
const factorFont: Font = { size: 13, bold: true };
const small: Font = { size: 10 };

export function layoutMap(model: MapModel, measure: Measure): Scene {
  const { rows, columns, cells } = model;
  const isOfEnergy = cells.some((row) => row.some((c) => c.pays !== undefined));
  const gutter =
    PAD +
    Math.max(...rows.values.map((r) => measure(r, label)), measure(`${rows.name}  ${columns.name}`, label)) +
    12;
  const legendWidth =
    Math.max(measure(model.title, title), 620, isOfEnergy ? measure(PAYS, label) : 0) + 2 * PAD;
  const width = Math.ceil(Math.max(gutter + columns.values.length * CELL.w + PAD, legendWidth));
  const h = CELL.h + (isOfEnergy ? MORE : 0);
  const height = HEAD + rows.values.length * h + LEGEND + (isOfEnergy ? 22 : 0);
  const shapes: Shape[] = [
    text('title', PAD, 18, model.title, title),
    text('rows', PAD, HEAD - 14, rows.name, label, 'muted'),
    text('columns', gutter - 6, HEAD - 14, columns.name, label, 'muted', 'end'),
  ];
  columns.values.forEach((value, c) =>
    shapes.push(text(`column ${c}`, gutter + (c + 0.5) * CELL.w, HEAD - 14, value, label, 'text', 'middle')),
  );
  rows.values.forEach((value, r) => {
    const y = HEAD + r * h;
    shapes.push(text(`row ${r}`, gutter - 10, y + h / 2, value, label, 'text', 'end'));
    columns.values.forEach((_, c) => {
      const cell = cells[r]?.[c];
      if (cell) shapes.push(...cellShapes(`${r} ${c}`, { x: gutter + c * CELL.w, y, w: CELL.w, h }, cell));
    });
  });
  const foot = HEAD + rows.values.length * h + LEGEND / 2 + 2;
  shapes.push(...legend(foot, isOfEnergy, measure));
  const plot = { x: gutter, y: HEAD, w: columns.values.length * CELL.w, h: rows.values.length * h };
  const layers = [{ clip: null, shapes }];
  return { width, height, plot, stillKey: '', still: () => [], layers, hits: [] };
}

/** Told by a letter too: colours are not the same to everybody, and in high contrast there are none. */
const sides = {
  resident: { fill: 'load-0', letter: 'S' },
  reconfigured: { fill: 'load-1', letter: 'R' },
} as const satisfies Record<string, { readonly fill: Tone; readonly letter: string }>;

function cellShapes(key: string, at: Box, cell: MapCellModel): Shape[] {
  const { x, y } = at;
  const box = { x: x + 1, y: y + 1, w: at.w - 2, h: at.h - 2 };
  const { winner, isReconfigured, factor, undecided, pays, strength, notModelled } = cell;
  if (winner === undefined)
    return [
      { type: 'rect', key: `cell ${key}`, ...box, radius: 3, stroke: 'grid', dash: true },
      text(
        `none ${key}`,
        x + CELL.w / 2,
        y + at.h / 2,
        notModelled ? 'not modelled' : 'none',
        small,
        'muted',
        'middle',
      ),
    ];
  const { fill, letter } = isReconfigured ? sides.reconfigured : sides.resident;
  const lead = factor === undefined ? 'only' : `${formatNumber(factor)}×`;
  return [
    {
      ...{ type: 'rect', key: `cell ${key}`, ...box, radius: 3, fill },
      ...(strength !== undefined && { alpha: 0.35 + 0.65 * strength }),
    },
    // Under the texts, and only at the edge, so that they stay readable.
    ...(undecided
      ? [{ type: 'rect', key: `hatch ${key}`, ...box, w: 6, radius: 3, pattern: 'hatch' } satisfies Shape]
      : []),
    text(
      `lead ${key}`,
      x + CELL.w / 2,
      y + 13,
      `${lead}${undecided ? ' ?' : ''}`,
      factorFont,
      'text',
      'middle',
    ),
    text(`kind ${key}`, x + CELL.w / 2, y + 28, `${letter} ${cell.text}`, small, 'text', 'middle'),
    ...(pays === undefined
      ? []
      : [text(`pays ${key}`, x + CELL.w / 2, y + 41, pays || '–', small, 'text', 'middle')]),
  ];
}

function legend(y: number, isOfEnergy: boolean, measure: Measure): Shape[] {
  const shapes: Shape[] = [];
  let x = PAD;
  const entry = (key: string, look: Partial<Shape> & object, words: string): void => {
    shapes.push({
      type: 'rect',
      key: `legend ${key}`,
      x,
      y: y - 7,
      w: 14,
      h: 14,
      radius: 3,
      ...look,
    } as Shape);
    shapes.push(text(`legend text ${key}`, x + 20, y, words, label));
    x += 20 + measure(words, label) + 22;
  };
  entry('resident', { fill: sides.resident.fill }, 'S: resident is ahead');
  entry('reconfigured', { fill: sides.reconfigured.fill }, 'R: reconfigured is ahead');
  entry('undecided', { stroke: 'muted', pattern: 'hatch' }, 'within the bands');
  const times = `2×: the other side takes twice as ${isOfEnergy ? 'much' : 'long'}`;
  shapes.push(text('legend factor', x, y, times, label, 'muted'));
  if (isOfEnergy) shapes.push(text('legend pays', PAD, y + 22, PAYS, label, 'muted'));
  return shapes;
}
