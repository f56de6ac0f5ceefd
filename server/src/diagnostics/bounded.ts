import type { SourceDocument } from '../workspace/documents';
import type { FileSpan, Severity } from './rule';

interface Told extends FileSpan {
  readonly severity: Severity;
}

/** Messages of one rule that are told of one block. */
const MOST = 100;

/**
 * What one rule has found, of one block no more than anybody reads: the last one that is told says how many there are behind it.
 *
 * @param found of this file alone
 * @param withMore the last one, with how many there are behind it
 */
export function bounded<D extends Told>(
  found: readonly D[],
  file: SourceDocument | undefined,
  withMore: (last: D, more: number) => D,
): readonly D[] {
  if (found.length <= MOST || file === undefined) return found;
  const starts = file.tree.slots.flatMap(({ start, block }) => (block ? [start + block.span.start] : []));
  return [...grouped(found, starts).values()].flatMap((group) => told(group, withMore));
}

function grouped<D extends Told>(found: readonly D[], starts: readonly number[]): Map<string, D[]> {
  const groups = new Map<string, D[]>();
  for (const diagnostic of found) {
    const key = `${blockAt(starts, diagnostic.start)} ${diagnostic.severity}`;
    const group = groups.get(key);
    if (group) group.push(diagnostic);
    else groups.set(key, [diagnostic]);
  }
  return groups;
}

/** Position of the last block that begins there or before. */
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

function told<D extends Told>(group: readonly D[], withMore: (last: D, more: number) => D): readonly D[] {
  if (group.length <= MOST) return group;
  const inOrder = [...group].sort((a, b) => a.start - b.start || a.end - b.end);
  const shown = inOrder.slice(0, MOST - 1);
  const last = inOrder[MOST - 1];
  const more = group.length - MOST;
  return last === undefined ? shown : [...shown, withMore(last, more)];
}
