import { hierarchyRows } from './hierarchy';
import type { ReadReport } from './report';

/** Rows of report_utilization by resource; `CLB` is UltraScale+, `Slice` 7 series, stars mark footnotes. */
const rows = {
  lut: /^(?:Slice|CLB) LUTs\*?$/,
  ff: /^(?:Slice Registers|CLB Registers|Register as Flip Flop)$/,
  dsp: /^DSPs$/,
  tiles: /^Block RAM Tile$/,
  uram: /^URAM$/,
} as const;

/** `report_utilization` of Vivado, of a whole design or of cells: tables of `| Site Type | Used | …`. */
export function readUtilisation(text: string): ReadReport {
  const head = header(text);
  const instances = hierarchyRows(text);
  if (instances.length > 0) return { kind: 'hierarchy', part: head.part, tool: head.tool, rows: instances };
  const table = usedByName(text);
  const used = (row: RegExp) => table.find(([name]) => row.test(name))?.[1];
  const [lut, ff, dsp, tiles, uram] = [
    used(rows.lut),
    used(rows.ff),
    used(rows.dsp),
    used(rows.tiles),
    used(rows.uram),
  ];
  // The tables come in this order, so that a file that was cut off lacks the later ones.
  if (lut === undefined || ff === undefined)
    return { error: 'it has no table of LUTs and registers: the file is cut off, or no utilisation report' };
  if (tiles === undefined || dsp === undefined)
    return { error: 'it ends before the tables of block RAM and DSP: the file is cut off' };
  return {
    kind: 'utilisation',
    ...head,
    resources: { lut, ff, dsp, bram18: Math.round(tiles * 2), ...(uram !== undefined && { uram }) },
  };
}

/**
 * Rows of the tables with their column `Used`: the first number, but for reports of pblocks, which have the shares of
 * parent and children in front of it.
 */
function usedByName(text: string): (readonly [name: string, used: number])[] {
  let column = 1;
  return text.split('\n').flatMap((line): [string, number][] => {
    if (!line.startsWith('|')) return [];
    const cells = line.split('|').map((cell) => cell.trim());
    const head = cells.indexOf('Used');
    if (head > 0) column = head - 1;
    const used = /^<?(\d+(?:\.\d+)?)$/.exec(cells[column + 1] ?? '')?.[1];
    return used === undefined ? [] : [[cells[1] ?? '', Number(used)]];
  });
}

/** `report_timing_summary`: the first row of its design timing summary. */
export function readTiming(text: string): ReadReport {
  const { part, tool } = header(text);
  const [, names = '', row] = /^\s*(WNS\(ns\).*)\n[\s-]*\n(.*)$/m.exec(text) ?? [];
  const values = row?.trim().split(/\s+/) ?? [];
  if (!/^(-?\d+\.\d+|NA|inf)$/.test(values[0] ?? ''))
    return { error: 'it has no design timing summary: the file is cut off, or no timing report' };
  const slackNs = Number(values[0]);
  if (!Number.isFinite(slackNs)) return { error: 'it has no path with a slack: was the design constrained?' };
  // Names hold single blanks, two or more stand between them.
  const holdNs = Number(
    values[
      names
        .trim()
        .split(/\s{2,}/)
        .indexOf('WHS(ns)')
    ],
  );
  return { kind: 'timing', part, tool, slackNs, ...(Number.isFinite(holdNs) && { holdNs }) };
}

/** What the banner of a Vivado report says. */
export function header(text: string): { part: string; tool: string; subject: string } {
  const field = (name: string) =>
    new RegExp(`^\\|\\s*${name}\\s*:\\s*(.*?)\\s*\\|?$`, 'm').exec(text)?.[1] ?? '';
  const command = field('Command');
  return {
    part: field('Device').replace(/\s.*$/, ''),
    tool: field('Tool Version').replace(/\s*\(.*$/, ''),
    subject:
      /(?:^|[\s/])(\w+?)_(?:hierarchical_)?utilization(?:_placed|_synth)?\.rpt/.exec(command)?.[1] ??
      /-(?:pblocks|cells)\s+[[{]*(?:get_(?:pblocks|cells)\s+)?\{?(?:[\w/]*\/)?(\w+)/.exec(command)?.[1] ??
      field('Design'),
  };
}
