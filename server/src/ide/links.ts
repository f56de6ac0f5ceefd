import type { Analysis } from '../analysis/analysis';
import { resolvePath } from '../workspace/file-system';
import { placed } from '../analysis/offsets';
import { ownFile } from './cursor';

export interface Link {
  /** Start of the path without its quotes. */
  readonly start: number;
  readonly end: number;
  readonly uri: string;
}

/** Links to the files that a design names: imports, models and traces. None in a document without a folder. */
export function links(analysis: Analysis): Link[] {
  const file = ownFile(analysis);
  if (file === undefined) return [];
  return file.tree.slots.flatMap((slot): Link[] => {
    const { block } = slot;
    const path =
      block?.kind === 'network'
        ? block.model
        : block?.kind === 'import' || block?.kind === 'profile'
          ? block.path
          : undefined;
    const uri = path && resolvePath(file.uri, path.value);
    if (path === undefined || uri === undefined) return [];
    const { start, end } = placed(slot, path.span);
    const isClosed = file.text[end - 1] === '"' && end - 1 > start;
    return [{ start: start + 1, end: isClosed ? end - 1 : end, uri }];
  });
}
