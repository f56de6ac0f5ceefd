/** Drops problems that only follow from another problem, so that each error is reported once. */
import type { FileTree } from '../../../grammar/src/index';
import type { SemanticProblem } from './problem';

/** The structural problems without those that follow from a name or stage already reported. */
export function withoutFollowUps(
  files: readonly { readonly tree: FileTree }[],
  reported: readonly SemanticProblem[],
  found: readonly SemanticProblem[],
): SemanticProblem[] {
  const isPlaceUnknown = reported.some((p) => p.kind === 'unknown-name' && p.wanted === 'place');
  const isStageBroken =
    reported.some(
      (p) =>
        p.kind === 'stage-reversed' ||
        p.kind === 'stage-networks' ||
        (p.kind === 'duplicate-name' && p.what === 'layer') ||
        (p.kind === 'unknown-name' && p.origin.block.kind === 'stage' && p.wanted === 'layer'),
    ) || files.some((f) => f.tree.slots.some((s) => s.block?.kind === 'stage' && s.problems.length > 0));
  return found.filter(
    ({ kind }) =>
      !(isPlaceUnknown && kind === 'unused-region') &&
      !(isStageBroken && (kind === 'layer-in-no-stage' || kind === 'stage-gap')),
  );
}
