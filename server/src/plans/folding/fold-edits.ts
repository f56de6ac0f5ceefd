/** Edits that give modules other foldings, and leave everything else as it is now. */
import type { ModuleFigures } from '../../analysis/analysis';
import { changedFolds } from '../../analysis/proposals/refold';
import { foldingFix } from '../../diagnostics/folding-fix';
import { chosenForAuto } from '../../ide/refactorings';
import type { Parallelism } from '../../semantics/design';
import type { FileEdit } from '../../workspace/edited';
import { placed } from '../candidates';
import { commentEdit } from '../comment-edit';
import type { State } from '../trial';

export interface NewFolding {
  readonly module: ModuleFigures;
  readonly parallel: readonly Parallelism[];
}

/** What the tool has chosen for other `auto` is written too, since it would choose anew. Undefined where an edit has no place. */
export function foldEdits(
  before: State,
  foldings: readonly NewFolding[],
  comment: string | undefined,
): readonly FileEdit[] | undefined {
  const changes = foldings.flatMap(({ module, parallel }) => changedFolds(module, parallel));
  const fixes = foldingFix('', changes);
  const written = fixes.length === 0 ? [] : placed(before, fixes)[0]?.edits;
  if (written === undefined) return undefined;
  const autos = chosenForAuto(before.analysis).filter(
    (a) => !written.some((w) => w.uri === a.uri && w.start <= a.start && a.end <= w.end),
  );
  return [...(comment === undefined ? [] : commentEdit(before, comment)), ...written, ...autos];
}
