import type { Resources } from '../base/resources';
import type { HlsCycles } from '../analysis/figures/measured';
import { hlsCycles, spanOf } from './csynth';
import type { ReadReport } from './report';

/** `== Vivado HLS Report for 'f'`, `== Vitis HLS Report for 'f'`, and csynth.rpt's `== Synthesis Summary Report of 'f'`. */
export const csynthTitle =
  /^\s*=* *==\s*(?:Vivado HLS|Vitis HLS) Report for '(\w+)'|Synthesis Summary Report of '(\w+)'/m;

/**
 * `<top>_csynth.rpt` and `csynth.rpt`: one has a row `Total`, the other one for each module, its numbers with shares
 * behind. Columns are found by their names: `DSP48E` up to 2020.1, `URAM` where the part or the version has it.
 */
export function readCsynthText(text: string): ReadReport {
  const [, ofModule, ofProject] = csynthTitle.exec(text) ?? [];
  const subject = ofModule ?? ofProject ?? '';
  const lines = text.split('\n').map((line) => line.trim());
  const head = lines.findIndex(
    (line) => line.startsWith('|') && /\bBRAM(_18K)?\b/.test(line) && /\bLUT\b/.test(line),
  );
  const names = cellsOf(lines[head] ?? '');
  const row = lines
    .slice(head + 1)
    .map(cellsOf)
    .find(([first = '']) => (ofModule !== undefined ? first === 'Total' : isRowOf(first, subject)));
  if (head < 0 || row === undefined)
    return { error: 'it has no table of BRAM, DSP, FF and LUT with a sum: the file is cut off' };
  const used = (...wanted: string[]): number | undefined => {
    const column = names.findIndex((name) => wanted.includes(name));
    const cell = row[column] ?? '';
    if (cell === '-') return 0;
    return /^\d+/.test(cell) ? Number(/^\d+/.exec(cell)?.[0]) : undefined;
  };
  const [lut, ff] = [used('LUT'), used('FF')];
  if (lut === undefined || ff === undefined) return { error: 'its table has no LUT or FF' };
  const optional: Partial<Record<keyof Resources, number | undefined>> = {
    dsp: used('DSP', 'DSP48E'),
    bram18: used('BRAM_18K', 'BRAM'),
    uram: used('URAM'),
  };
  const known = Object.entries(optional).filter(([, value]) => value !== undefined);
  return {
    kind: 'synthesis',
    subject,
    part: /Target device:\s*(\S+)/.exec(text)?.[1] ?? '',
    tool: `HLS ${/Version:\s*(\S+)/.exec(text)?.[1] ?? ''}`.trim(),
    resources: { lut, ff, ...(Object.fromEntries(known) as Partial<Resources>) },
    ...hlsCycles(ofModule !== undefined ? moduleCycles(lines) : projectCycles(names, row)),
  };
}

/** The tables `Timing` and `Latency` of a module: periods, then least and most of latency and interval. */
function moduleCycles(lines: readonly string[]): HlsCycles {
  const clock = lines.findIndex((line) => /^\|\s*Clock\s*\|\s*Target\s*\|/.test(line));
  const [target, estimated] =
    clock < 0 ? [] : (firstRow(lines, clock)?.slice(1, 3) ?? []).map((cell) => Number.parseFloat(cell));
  const head = lines.findIndex((line) => /^\|\s*Latency\b.*\|\s*Interval\b/.test(line));
  const columns = cellsOf(lines[head + 1] ?? '');
  const row = head < 0 ? undefined : firstRow(lines, head + 1);
  // Latency in cycles comes first; between it and the interval may stand the same in seconds.
  const interval = columns.length - 3;
  const latencySpan = spanOf(row?.[0], row?.[1]);
  const intervalSpan = spanOf(row?.[interval], row?.[interval + 1]);
  return {
    ...(latencySpan && { latency: latencySpan }),
    ...(intervalSpan && { interval: intervalSpan }),
    ...(isPeriod(estimated) && { clockNs: estimated }),
    ...(isPeriod(target) && { targetNs: target }),
  };
}

/** The row of a project's summary: one figure each, and a slack in place of the clock. */
function projectCycles(names: readonly string[], row: readonly string[]): HlsCycles {
  const cell = (name: string) => row[names.indexOf(name)];
  // The heads take two lines: above `(cycles)` stands Latency, above `Interval` nothing.
  const latency = spanOf(cell('(cycles)'), cell('(cycles)'));
  const interval = spanOf(cell('Interval'), cell('Interval'));
  const slack = Number.parseFloat(cell('Slack') ?? '');
  return {
    ...(latency && { latency }),
    ...(interval && { interval }),
    ...(Number.isFinite(slack) && { slackNs: slack }),
  };
}

function firstRow(lines: readonly string[], after: number): string[] | undefined {
  const row = lines.slice(after + 1, after + 4).find((line) => line.startsWith('|'));
  return row === undefined ? undefined : cellsOf(row);
}

function isPeriod(value: number | undefined): value is number {
  return value !== undefined && value > 0;
}

/** `+ front`, and `+ front*` where it is a dataflow region. */
function isRowOf(cell: string, subject: string): boolean {
  return cell === `+ ${subject}` || cell === `+ ${subject}*`;
}

function cellsOf(line: string): string[] {
  return line.startsWith('|')
    ? line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim())
    : [];
}
