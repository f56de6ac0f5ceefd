/** A design as it would be after edits, without applying them: for quick fixes and proposals that are analysed first. */
import { type Block, reparse } from '../../../grammar/src/index';
import { type Closure, type SourceDocument, namedFiles } from './documents';

/** Replaces a range of a file; offsets refer to the text before any of the edits. */
export interface FileEdit {
  readonly uri: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * A design after edits that do not overlap, with models, traces and calibration as read before. The edits must change
 * neither imports nor the names of models and traces.
 */
export function withEdits(closure: Closure, edits: readonly FileEdit[]): Closure {
  const files = closure.files.map((file) => editedFile(file, edits));
  /** From a block after the edits to the block before them that names the same file. */
  const before = new Map<Block, Block>();
  const refused = closure.files.flatMap((file, i) => {
    const after = files[i] ?? file;
    const gone = closure.refused.filter((r) => r.uri === file.uri);
    if (after === file) return gone;
    const was = namedFiles(file);
    return namedFiles(after).flatMap((named) => {
      const same = was.find((n) => n.path === named.path && n.role === named.role);
      if (same) before.set(named.block, same.block);
      const refusal = gone.find((r) => r.path === named.path && r.role === named.role)?.refusal;
      return refusal ? [{ ...named, refusal }] : [];
    });
  });
  const asBefore = (block: Block): Block => before.get(block) ?? block;
  return {
    ...closure,
    files,
    refused,
    trace: (block) => closure.trace(asBefore(block)),
    model: (block) => closure.model(asBefore(block)),
  };
}

/** The text after edits that do not overlap. */
export function editedText(text: string, edits: readonly Omit<FileEdit, 'uri'>[]): string {
  return fromTheEnd(edits).reduce((t, e) => t.slice(0, e.start) + e.text + t.slice(e.end), text);
}

/** A file after those edits that are its own; they must not overlap. */
export function editedFile(file: SourceDocument, edits: readonly FileEdit[]): SourceDocument {
  const own = edits.filter((e) => e.uri === file.uri);
  if (own.length === 0) return file;
  let { text, tree } = file;
  for (const { start, end, text: inserted } of fromTheEnd(own)) {
    const next = text.slice(0, start) + inserted + text.slice(end);
    tree = reparse(tree, text, next, { start, end, inserted: inserted.length });
    text = next;
  }
  return { ...file, text, tree };
}

/** Last edit first, so that earlier offsets stay valid; of two insertions at one place, the first ends up first. */
function fromTheEnd<T extends { readonly start: number; readonly end: number }>(edits: readonly T[]): T[] {
  return edits
    .map((edit, i) => ({ edit, i }))
    .sort((a, b) => b.edit.start - a.edit.start || b.edit.end - a.edit.end || b.i - a.i)
    .map(({ edit }) => edit);
}
