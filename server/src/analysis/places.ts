import { type Block, firstForm, spanIn } from '../../../grammar/src/index';
import type { Origin } from '../semantics/design';
import type { SourceDocument } from '../workspace/documents';

interface Placed {
  readonly files: readonly SourceDocument[];
}

interface Standing {
  readonly block: Block;
  readonly start: number;
}

const standings = new WeakMap<object, Map<Block, Standing>>();

/** Where an origin stands in its file today: blocks move, and so do layers within them. */
export function absolute(
  { files }: Placed,
  { uri, block, span }: Origin,
): { uri: string; start: number; end: number } | undefined {
  const file = files.find((f) => f.uri === uri);
  if (file === undefined) return undefined;
  let index = standings.get(file);
  if (index === undefined) {
    index = new Map(
      file.tree.slots.flatMap((s) =>
        s.block ? [[firstForm(s.block), { block: s.block, start: s.start }] as const] : [],
      ),
    );
    standings.set(file, index);
  }
  const standing = index.get(firstForm(block));
  if (standing === undefined) return undefined;
  const now = spanIn(standing.block, block, span);
  return { uri, start: standing.start + now.start, end: standing.start + now.end };
}
