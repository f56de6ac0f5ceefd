/** Finds lines of a constraint file that were pasted into a design. */
import { commandsOf } from './tcl';

export interface XdcRun {
  readonly start: number;
  readonly end: number;
}

const first = /\b(?:create_pblock|resize_pblock|add_cells_to_pblock|set_property\b[^\n]*\bget_pblocks)\b/g;
const known = new Set([
  'create_pblock',
  'resize_pblock',
  'add_cells_to_pblock',
  'delete_pblocks',
  'set_property',
  'set',
]);

/** Runs of commands about pblocks, with the variables that they use. */
export function xdcRuns(text: string): XdcRun[] {
  const runs: XdcRun[] = [];
  let from = 0;
  for (;;) {
    first.lastIndex = from;
    const match = first.exec(text);
    if (!match) return runs;
    const start = withVariables(text, match.index, from);
    const end = endOf(text, start);
    if (end > start) runs.push({ start, end });
    from = Math.max(end, match.index + match[0].length);
  }
}

/** The start of `set` and comment lines directly above, and of a bracket around the command. */
function withVariables(text: string, at: number, from: number): number {
  let start = at;
  for (;;) {
    const before = text.slice(from, start);
    const line = /(?:^|\n)([ \t]*(?:set[ \t]+\w+[ \t][^\n]*|#[^\n]*)\r?\n?[ \t]*)$/.exec(before);
    const own = line?.[1] ?? '';
    if (own === '') return start;
    start -= own.trimStart().length;
  }
}

function endOf(text: string, start: number): number {
  let end = start;
  for (const { words, start: at, end: last } of commandsOf(text.slice(start))) {
    if (!known.has(words[0]?.text ?? '')) break;
    // The brace that closes the region, on the line of the command.
    const final = words.at(-1);
    const closes = final?.text === '}' && !final.braced;
    const written = text.slice(start + at, start + last);
    end = start + at + (closes ? written.lastIndexOf('}') : written.length);
    if (closes) break;
  }
  return start + text.slice(start, end).trimEnd().length;
}
