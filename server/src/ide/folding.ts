import { commentsIn } from '../../../grammar/src/index';
import type { Analysis } from '../analysis/analysis';
import { ownFile } from './cursor';

export interface Folding {
  /** An offset on the line that stays visible. */
  readonly start: number;
  /** An offset on the last hidden line. */
  readonly end: number;
  readonly comment: boolean;
}

/** Folds bodies in braces, except the closing line, block comments, and runs of line comments. */
export function foldings(analysis: Analysis): Folding[] {
  const file = ownFile(analysis);
  if (file === undefined) return [];
  const { text, tree } = file;
  const bodies = tree.slots.flatMap(({ start, block }) => {
    if (block?.body === undefined) return [];
    return bodyFolding(text, start + block.body.start, start + block.body.end);
  });
  return [...bodies, ...commentFoldings(text)].sort((a, b) => a.start - b.start);
}

function bodyFolding(text: string, open: number, end: number): Folding[] {
  const closed = text[end - 1] === '}';
  const last = text.slice(open, closed ? end - 1 : end).trimEnd().length + open;
  return spansLines(text, open, last) ? [{ start: open, end: last, comment: false }] : [];
}

function commentFoldings(text: string): Folding[] {
  const foldings: Folding[] = [];
  let run: { start: number; end: number } | undefined;
  const close = () => {
    if (run && spansLines(text, run.start, run.end)) foldings.push({ ...run, comment: true });
    run = undefined;
  };
  for (const { start, end, ownLine } of commentsIn(text)) {
    const goesOn = run && ownLine && /^[^\S\n]*\n[^\S\n]*$/.test(text.slice(run.end, start));
    if (run && goesOn) run.end = end;
    else {
      close();
      run = { start, end };
    }
  }
  close();
  return foldings;
}

function spansLines(text: string, start: number, end: number): boolean {
  const newline = text.indexOf('\n', start);
  return newline >= 0 && newline < end;
}
