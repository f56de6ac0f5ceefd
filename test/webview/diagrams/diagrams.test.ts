/** What holds of every diagram, those that are added later too. */
import { describe, expect, test } from 'vitest';
import { diagrams } from '../../../webview/src/drawing/diagrams';
import { tablesToCsv } from '../../../webview/src/drawing/diagrams/table';
import type { DiagramInput } from '../../../webview/src/drawing/diagrams/diagram';
import { itemsOf } from '../../../webview/src/drawing/items';
import { outside, overlappingTexts } from '../support/boxes';
import { measure, snapshot } from '../support/snapshots';

const names = ['one-region', 'two-regions', 'static', 'region-only', 'no-device'];

function inputOf(name: string, width = 900): DiagramInput {
  const shown = snapshot(name);
  const path = shown.timeline?.paths.at(-1) ?? null;
  return { snapshot: shown, path, width, gutter: 46, window: null, chosen: {}, measure };
}

/** The input, and one for each other value of each choice. */
function variants(diagram: (typeof diagrams)[number], input: DiagramInput): DiagramInput[] {
  const choices = diagram.choices?.(input) ?? [];
  return [
    input,
    ...choices.flatMap(({ id, options }) =>
      options.map(({ value }) => ({ ...input, chosen: { ...input.chosen, [id]: value } })),
    ),
  ];
}

describe.each(diagrams)('$title', (diagram) => {
  test.each(names)('%s: what it draws is inside, apart, spoken and in its table', (name) => {
    for (const width of [320, 900, 2400])
      for (const input of variants(diagram, inputOf(name, width))) {
        const scene = diagram.layout(input);
        expect(scene === null).toBe(diagram.facts(input) === null);
        if (!scene) continue;
        expect(outside(scene)).toEqual([]);
        expect(overlappingTexts(scene)).toEqual([]);
        const items = itemsOf(input.snapshot, input.path);
        for (const { id } of scene.hits) expect(items.has(id), id).toBe(true);
        for (const { columns, rows } of diagram.tables(input))
          for (const { cells } of rows) expect(cells).toHaveLength(columns.length);
        expect(diagram.legend(input).length).toBeGreaterThan(0);
      }
  });

  test('zooming in shows a part, and out again everything', () => {
    const input = inputOf('one-region');
    const near = diagram.zoom(input, { x: 0.5, y: 0.5 }, 0.5);
    expect(near).not.toBeNull();
    const moved = diagram.pan({ ...input, window: near }, { x: 0.1, y: 0 });
    expect(moved).not.toEqual(near);
    expect(diagram.zoom({ ...input, window: moved }, { x: 0.5, y: 0.5 }, 10)).toBeNull();
  });
});

test('tables are written as CSV with their units, and no cell runs as a formula', () => {
  const table = {
    title: 'Tasks',
    columns: [{ name: 'task' }, { name: 'start', unit: 'ns' as const }],
    rows: [
      { id: 'a', cells: ['=1+1', 203_000] },
      { id: 'b', cells: ['say "x", y', null] },
    ],
  };
  expect(tablesToCsv([table])).toBe('task,start (ns)\r\n\'=1+1,203000\r\n"say ""x"", y",\r\n');
});
