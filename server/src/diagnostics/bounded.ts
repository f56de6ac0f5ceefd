/** Limits the number of diagnostics that one rule reports per block. */
import type { SourceDocument } from '../workspace/documents';
import type { FileSpan, Severity } from './rule';

interface Reported extends FileSpan {
  readonly severity: Severity;
}

/** Most messages of one rule in one block. */
const MOST = 100;

/**
 * Limits a rule's findings per block; the last reported one says how many more there are.
 *
 * @param found findings in this file
 * @param withMore adds the number of omitted findings to the last one
 */
export function bounded<D extends Reported>(
  found: readonly D[],
  file: SourceDocument | undefined,
  withMore: (last: D, more: number) => D,
): readonly D[] {
  if (found.length <= MOST || file === undefined) return found;
  const starts = file.tree.slots.flatMap(({ start, block }) => (block ? [start + block.span.start] : []));
  return [...grouped(found, starts).values()].flatMap((group) => cut(group, withMore));
}

function grouped<D extends Reported>(found: readonly D[], starts: readonly number[]): Map<string, D[]> {
  const groups = new Map<string, D[]>();
  for (const diagnostic of found) {
    const key = `${blockAt(starts, diagnostic.start)} ${diagnostic.severity}`;
    const group = groups.get(key);
    if (group) group.push(diagnostic);
    else groups.set(key, [diagnostic]);
  }
  return groups;
}

/** Index of the last block that begins at or before an offset. */
function blockAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function cut<D extends Reported>(group: readonly D[], withMore: (last: D, more: number) => D): readonly D[] {
  if (group.length <= MOST) return group;
  const inOrder = [...group].sort((a, b) => a.start - b.start || a.end - b.end);
  const shown = inOrder.slice(0, MOST - 1);
  const last = inOrder[MOST - 1];
  const more = group.length - MOST;
  return last === undefined ? shown : [...shown, withMore(last, more)];
}
