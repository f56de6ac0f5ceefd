/** The one place where spans, which count from their block, become offsets in a file. */
import { type Block, type BlockSlot, type Span, firstForm, spanIn } from '../../../grammar/src/index';
import type { Origin } from '../semantics/design';
import type { SourceDocument } from '../workspace/documents';

interface Placed {
  readonly files: readonly SourceDocument[];
}

/**
 * A span of a block, or of its syntax problems, in offsets of the file.
 * @throws where the span lies outside of the block: it was counted from another
 */
export function placed({ start, end }: BlockSlot, span: Span): { start: number; end: number } {
  if (span.start < 0 || span.end < span.start || span.end > end - start)
    throw new Error(`a place at ${span.start}-${span.end} in a block of ${end - start} characters`);
  return { start: start + span.start, end: start + span.end };
}

const standings = new WeakMap<object, Map<Block, BlockSlot>>();

/** Where an origin stands in its file today: blocks move, and so do layers within them. */
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

/** The same for what may stand in absolute offsets already. */
export function located(
  placed: Placed,
  at: Origin | { readonly uri: string; readonly start: number; readonly end: number },
): { uri: string; start: number; end: number } | undefined {
  return 'block' in at ? absolute(placed, at) : at;
}
