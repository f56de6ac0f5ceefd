import type { FileTree } from '../../../grammar/src/index';
import type { SemanticProblem } from './problem';

/** What only follows from a name or a stage that is told to be wrong already. */
export function withoutFollowUps(
  files: readonly { readonly tree: FileTree }[],
  told: readonly SemanticProblem[],
  found: readonly SemanticProblem[],
): SemanticProblem[] {
  const isPlaceUnknown = told.some((p) => p.kind === 'unknown-name' && p.wanted === 'place');
  const isStageBroken =
    told.some(
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
