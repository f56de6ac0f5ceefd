import type { Analysis } from '../analysis/analysis';
import { resolvePath } from '../workspace/file-system';
import { ownFile, shifted } from './cursor';

export interface Link {
  /** Of the path with its quotes. */
  readonly start: number;
  readonly end: number;
  readonly uri: string;
}

/** Files that a design names: imports, models and traces. None of a document without a folder. */
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
    return path && uri !== undefined ? [{ ...shifted(slot, path.span), uri }] : [];
  });
}
