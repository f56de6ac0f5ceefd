/** Decides where alternatives are offered. */
import type { Analysis } from '../analysis/analysis';
import { ownFile } from './cursor';

const kinds: ReadonlySet<string> = new Set(['stage', 'region', 'schedule']);

/** Whether a range touches text that places modules: stages, regions, the schedule, and the header of a network. */
export function asksForAlternatives(analysis: Analysis, from: number, to: number): boolean {
  return (ownFile(analysis)?.tree.slots ?? []).some(({ start, block }) => {
    if (block === undefined) return false;
    const head = block.kind === 'network' ? (block.body?.start ?? block.span.end) : undefined;
    if (head === undefined && !kinds.has(block.kind)) return false;
    const end = start + (head ?? block.span.end);
    return start + block.span.start <= to && from <= end;
  });
}
