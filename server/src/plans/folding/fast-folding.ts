/** A design whose modules are all folded for the least time in their places. */
import { neverCancelled } from '../../base/checkpoint';
import { runAtOnce } from '../../base/steps';
import { searchFolds } from '../../explore/folds/fold-search';
import { type State, tried } from '../trial';
import { type NewFolding, foldEdits } from './fold-edits';
import { roomsOf } from './rooms';

/**
 * The design with the foldings that a short search finds; undefined if none of them changes or fits. What `parallel auto` chooses for heads is
 * as small as the budgets let it be, which is no fair rival where the time counts.
 */
export async function fastFolding(before: State): Promise<State | undefined> {
  const { rooms } = roomsOf(before);
  const foldings = rooms.flatMap(({ modules, problem }): NewFolding[] => {
    const { best } = runAtOnce(searchFolds({ ...problem, goal: { kind: 'time' }, isShort: true }));
    return modules.flatMap((module, m) => {
      const parallel = best?.foldings[m]?.parallel;
      return parallel ? [{ module, parallel }] : [];
    });
  });
  const edits = foldings.length === 0 ? undefined : foldEdits(before, foldings, undefined);
  return edits && edits.length > 0 ? tried(before, edits, neverCancelled) : undefined;
}

/** The text of a design as one edit of another version of its file. */
export function wholeEdit(
  before: State,
  text: string,
): { readonly uri: string; readonly start: number; readonly end: number; readonly text: string } {
  const [file] = before.analysis.files;
  if (file === undefined) throw new Error('an analysis has at least its own file');
  return { uri: file.uri, start: 0, end: file.text.length, text };
}
