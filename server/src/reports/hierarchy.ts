import type { Resources } from '../base/resources';

/** One instance of `report_utilization -hierarchical`. */
export interface HierarchyRow {
  readonly instance: string;
  readonly module: string;
  /** Levels below the top. */
  readonly depth: number;
  readonly resources: Resources;
}

/**
 * The table `Utilization by Hierarchy`, the outer instances first. Columns are found by their names: `DSP48 Blocks` of
 * older versions, `URAM` of UltraScale+; shares behind the numbers come with `-hierarchical_percentages`. A row in
 * parentheses is what an instance has beside those inside it.
 */
export function hierarchyRows(text: string): HierarchyRow[] {
  const lines = text.split('\n');
  const head = lines.findIndex((line) => /^\|\s*Instance\s*\|/.test(line) && line.includes('Total LUTs'));
  if (head < 0) return [];
  const names = cellsOf(lines[head] ?? '').map((name) => name.trim());
  const rows: HierarchyRow[] = [];
  for (const line of lines.slice(head + 1)) {
    if (!line.startsWith('|')) {
      if (rows.length > 0) break;
      continue;
    }
    const cells = cellsOf(line);
    const instance = cells[0] ?? '';
    const number = (...wanted: string[]): number => {
      const cell = cells[names.findIndex((name) => wanted.includes(name))] ?? '';
      return Number(/\d+(?:\.\d+)?/.exec(cell)?.[0] ?? 0);
    };
    if (instance.trim().startsWith('(')) continue;
    rows.push({
      instance: instance.trim(),
      module: (cells[1] ?? '').trim(),
      // Cells begin with a blank; each level is two more.
      depth: Math.floor((instance.length - instance.trimStart().length - 1) / 2),
      resources: {
        lut: number('Total LUTs'),
        ff: number('FFs'),
        dsp: number('DSP Blocks', 'DSP48 Blocks', 'DSPs'),
        bram18: 2 * number('RAMB36') + number('RAMB18'),
        uram: number('URAM'),
      },
    });
  }
  return rows.sort((a, b) => a.depth - b.depth);
}

function cellsOf(line: string): string[] {
  return line.split('|').slice(1, -1);
}
