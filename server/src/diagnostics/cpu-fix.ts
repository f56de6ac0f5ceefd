import type { ExitSpec } from '../semantics/design';
import type { Edit } from './rule';

/** Places the check of an exit on the processor; undefined if its block is incomplete. */
export function onCpu({ placeOrigin, origin }: Pick<ExitSpec, 'placeOrigin' | 'origin'>): Edit | undefined {
  if (placeOrigin) return { at: placeOrigin, text: 'cpu' };
  const end = origin.block.body?.end;
  if (end === undefined) return undefined;
  return { at: { ...origin, span: { start: end - 1, end: end - 1 } }, text: '  on cpu\n' };
}
