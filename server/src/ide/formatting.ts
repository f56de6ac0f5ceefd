import { format } from '../../../grammar/src/index';

export interface TextReplacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Edits that format a text. The formatter mostly changes blanks, so each changed run of blanks is a separate edit, which
 * keeps cursors and folds in place; if more has moved, one edit replaces the rest.
 */
export function formatting(text: string, indent: number): TextReplacement[] {
  const target = format(text, { indent });
  const edits: TextReplacement[] = [];
  let from = 0;
  let to = 0;
  while (from < text.length || to < target.length) {
    const fromEnd = blankEnd(text, from);
    const toEnd = blankEnd(target, to);
    const wanted = target.slice(to, toEnd);
    if (text.slice(from, fromEnd) !== wanted) edits.push({ start: from, end: fromEnd, text: wanted });
    from = fromEnd;
    to = toEnd;
    if (from < text.length || to < target.length) {
      if (text[from] !== target[to]) return [...edits, remainder(text, target, from, to)];
      from++;
      to++;
    }
  }
  return edits;
}

function blankEnd(text: string, start: number): number {
  let end = start;
  while (/\s/.test(text[end] ?? '')) end++;
  return end;
}

/** One replacement up to the last character that differs. */
function remainder(text: string, target: string, from: number, to: number): TextReplacement {
  const most = Math.min(text.length - from, target.length - to);
  let same = 0;
  while (same < most && text[text.length - 1 - same] === target[target.length - 1 - same]) same++;
  return { start: from, end: text.length - same, text: target.slice(to, target.length - same) };
}
