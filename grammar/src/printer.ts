/**
 * The formatter. It moves tokens and comments and never drops one; a block with errors is left unchanged, byte for byte.
 * It works on tokens, not on the tree, so that it cannot lose what the tree does not contain.
 */
import { linesOfBlock } from './block-lines';
import { render, type Line } from './layout';
import { TokenStream, type Comment } from './lexer';
import { slotOf } from './parse';
import { nextSegment } from './segments';
import { CommentQueue, hasBlankLine } from './spacing';

interface FormatOptions {
  /** Blanks per level. */
  readonly indent: number;
}

export function format(text: string, options: FormatOptions = { indent: 2 }): string {
  const comments: Comment[] = [];
  const stream = new TokenStream(text, 0, comments);
  const queue = new CommentQueue(comments);
  const lines: Line[] = [];
  let at = 0;
  let endsVerbatim = false;
  const blankBefore = (start: number): boolean => lines.length > 0 && hasBlankLine(text, at, start);

  /** Adds comments between blocks: after the previous block if on its line, else on lines of their own. */
  const addGap = (end: number): void => {
    for (const comment of queue.takeBefore(end)) {
      const last = lines[lines.length - 1];
      if (!comment.ownLine && last && !last.verbatim) last.trailing.push(comment.text);
      else
        lines.push({
          indent: 0,
          cells: [comment.text],
          trailing: [],
          blankBefore: blankBefore(comment.start),
        });
      at = comment.end;
    }
  };

  for (let segment = nextSegment(stream); segment; segment = nextSegment(stream)) {
    const slot = slotOf(segment);
    addGap(slot.start);
    const inside = queue.takeBefore(slot.end);
    const blank = blankBefore(slot.start);
    if (slot.block && slot.problems.length === 0) {
      lines.push(...linesOfBlock(segment.tokens, inside, text, slot.block.kind, blank));
      at = slot.end;
      endsVerbatim = false;
    } else {
      const end = endOfLine(text, slot.end, stream.peek()?.startOffset ?? text.length, queue);
      const cells = [text.slice(startOfLine(text, slot.start, at), end)];
      lines.push({ indent: 0, cells, trailing: [], blankBefore: blank, verbatim: true });
      at = end;
      endsVerbatim = end === text.length;
    }
  }
  addGap(text.length);
  const mark = text.startsWith(byteOrderMark) ? byteOrderMark : '';
  if (lines.length === 0) return mark;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const isLast = lines[lines.length - 1]?.verbatim && endsVerbatim;
  return mark + render(lines, options.indent, eol) + (isLast ? '' : eol);
}

const byteOrderMark = '\uFEFF';

/** Start of an unchanged block, including blanks before it on its line. */
function startOfLine(text: string, start: number, from: number): number {
  let i = start;
  while (i > from && /[^\S\r\n\uFEFF]/.test(text.charAt(i - 1))) i--;
  return i === 0 || /[\r\n\uFEFF]/.test(text.charAt(i - 1)) ? i : start;
}

/** End of the line on which an unchanged block ends, including the comments on it. */
function endOfLine(text: string, from: number, limit: number, queue: CommentQueue): number {
  let end = from;
  for (;;) {
    const newline = text.slice(end, limit).search(/[\r\n]/);
    const lineEnd = newline < 0 ? limit : end + newline;
    const comment = queue.peek();
    if (!comment || comment.start >= lineEnd) return lineEnd;
    queue.takeBefore(comment.end);
    end = comment.end;
  }
}
