/** Composes edits. */
import type { FileEdit } from '../workspace/edited';

/**
 * Combines edits of a text with later edits of the result into edits of the text. Undefined if a later edit overlaps
 * an earlier one's text or touches its edge, where the order would be ambiguous.
 */
export function oneAfterAnother(
  first: readonly FileEdit[],
  later: readonly FileEdit[],
): readonly FileEdit[] | undefined {
  const back: FileEdit[] = [];
  for (const edit of later) {
    const own = first.filter((e) => e.uri === edit.uri).sort((a, b) => a.start - b.start);
    let shift = 0;
    for (const { start, end, text } of own) {
      const from = start + shift;
      if (edit.end < from) break;
      if (edit.start <= from + text.length) return undefined;
      shift += text.length - (end - start);
    }
    back.push({ ...edit, start: edit.start - shift, end: edit.end - shift });
  }
  return [...first, ...back];
}
