/** Boards that may hold what a design has resident. */
import type { Analysis } from '../analysis/analysis';
import { type ResourceKind, resourceKinds } from '../base/resources';
import { boardNames, lookupBoard, lookupPart } from '../device/index';

/**
 * Smallest part first, by what the static part uses now: another family has another shell, so that the first one is to
 * be tried.
 */
export function fittingBoards({ staticPart }: Analysis): string[] {
  if (staticPart === undefined) return [];
  const { used } = staticPart;
  const boards = boardNames.flatMap((name) => {
    const board = lookupBoard(name);
    const part = 'ok' in board ? lookupPart(board.ok.part) : undefined;
    return part && 'ok' in part ? [{ name, limits: part.ok.limits }] : [];
  });
  const holds = (limits: Partial<Record<ResourceKind, number>>): boolean =>
    resourceKinds.every((kind) => (limits[kind] ?? 0) >= used[kind]);
  return boards
    .filter(({ limits }) => holds(limits))
    .sort((a, b) => a.limits.lut - b.limits.lut)
    .map(({ name }) => name);
}
