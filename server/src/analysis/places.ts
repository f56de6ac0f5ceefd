import { type Block, firstForm } from '../../../grammar/src/index';
import type { Origin } from '../semantics/design';
import type { SourceDocument } from '../workspace/documents';

interface Placed {
  readonly files: readonly SourceDocument[];
}

const starts = new WeakMap<object, Map<Block, number>>();

/** Where an origin stands in its file today: blocks move, what is inside them does not. */
export function absolute(
  { files }: Placed,
  { uri, block, span }: Origin,
): { uri: string; start: number; end: number } | undefined {
  const file = files.find((f) => f.uri === uri);
  if (file === undefined) return undefined;
  let index = starts.get(file);
  if (index === undefined) {
    index = new Map(
      file.tree.slots.flatMap((s) => (s.block ? [[firstForm(s.block), s.start] as const] : [])),
    );
    starts.set(file, index);
  }
  const start = index.get(firstForm(block));
  return start === undefined ? undefined : { uri, start: start + span.start, end: start + span.end };
}
