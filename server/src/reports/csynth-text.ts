import type { Resources } from '../base/resources';
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
  };
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
