/** Converts spans, which are relative to their block, to offsets in a file; no other file does. */
import { type Block, type BlockSlot, type Span, firstForm, spanIn } from '../../../grammar/src/index';
import type { Origin } from '../semantics/design';
import type { SourceDocument } from '../workspace/documents';

interface Placed {
  readonly files: readonly SourceDocument[];
}

/**
 * A span of a block, or of its syntax problems, in offsets of the file.
 * @throws Error if the span is outside of the block, and so relative to another one
 */
export function placed({ start, end }: BlockSlot, span: Span): { start: number; end: number } {
  if (span.start < 0 || span.end < span.start || span.end > end - start)
    throw new Error(`a place at ${span.start}-${span.end} in a block of ${end - start} characters`);
  return { start: start + span.start, end: start + span.end };
}

const standings = new WeakMap<object, Map<Block, BlockSlot>>();

/** Current position of an origin in its file: edits move blocks, and layers within them. */
export function absolute(
  { files }: Placed,
  { uri, block, span }: Origin,
): { uri: string; start: number; end: number } | undefined {
  const file = files.find((f) => f.uri === uri);
  if (file === undefined) return undefined;
  let index = standings.get(file);
  if (index === undefined) {
    index = new Map(file.tree.slots.flatMap((s) => (s.block ? [[firstForm(s.block), s] as const] : [])));
    standings.set(file, index);
  }
  const standing = index.get(firstForm(block));
  return standing?.block && { uri, ...placed(standing, spanIn(standing.block, block, span)) };
}

/** Like `absolute`, for positions that may already be absolute. */
export function located(
  placed: Placed,
  at: Origin | { readonly uri: string; readonly start: number; readonly end: number },
): { uri: string; start: number; end: number } | undefined {
  return 'block' in at ? absolute(placed, at) : at;
}
