import type { FileEdit } from '../workspace/edited';

/**
 * Edits of a text, and then edits of what they make of it, as edits of the text itself. Undefined where a later one reaches into
 * what an earlier one wrote, or stands at its edge, where nothing would tell which comes first.
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
