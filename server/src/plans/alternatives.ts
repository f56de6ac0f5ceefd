/** Tries other ways to build a design that works. */
import type { Checkpoint } from '../base/checkpoint';
import { formatAtLeast, formatNs } from '../base/format';
import { cutFix } from '../diagnostics/cut-fix';
import { foldResidentsFix } from '../diagnostics/folding-fix';
import type { FileEdit } from '../workspace/edited';
import { autoFix, placed, staticFix } from './candidates';
import { oneAfterAnother } from './one-after-another';
import { type State, isNoWorse, outcome, tried, troubles } from './trial';

/** A tried alternative to a working design. */
export interface Alternative {
  readonly title: string;
  readonly edits: readonly FileEdit[];
}

/**
 * For a static design that fits: the network in a reconfigurable region. For a reconfigured one: everything static, if
 * that is no slower. Of each the first that fits: as written, folded until it does, refolded.
 *
 * @throws Cancelled when the checkpoint does
 */
export async function findAlternatives(
  before: State,
  checkpoint: Checkpoint,
): Promise<readonly Alternative[]> {
  const { analysis } = before;
  if (troubles(before).length > 0 || analysis.timeline === undefined) return [];
  const meanNs = analysis.timeline.schedule.meanNs;
  const now = ` (now ${formatAtLeast(analysis.timeline.atLeast, formatNs(meanNs))})`;
  const cut = await firstFitting(before, placed(before, cutFix(analysis)), checkpoint);
  const whole = await firstFitting(before, placed(before, staticFix(analysis)), checkpoint, (after) => {
    const then = after.analysis.timeline?.schedule.meanNs;
    return then !== undefined && then <= meanNs;
  });
  return [
    ...cut.map(({ edits, title }) => ({ edits, title: `Try reconfiguration: ${title}${now}` })),
    ...whole.map(({ edits, title }) => ({ edits, title: `Try static: ${title}${now}` })),
  ];
}

async function firstFitting(
  before: State,
  bases: readonly Alternative[],
  checkpoint: Checkpoint,
  isWanted: (after: State) => boolean = () => true,
): Promise<readonly Alternative[]> {
  for (const base of bases) {
    const middle = await tried(before, base.edits, checkpoint);
    const onTop = [foldResidentsFix, autoFix].flatMap((fixes) =>
      placed(middle, fixes(middle.analysis)).flatMap(({ title, edits }): Alternative[] => {
        const both = oneAfterAnother(base.edits, edits);
        return both ? [{ title: `${base.title}, ${lower(title)}`, edits: both }] : [];
      }),
    );
    for (const way of [base, ...onTop]) {
      const after = way === base ? middle : await tried(before, way.edits, checkpoint);
      const fits = isNoWorse(before, after) && troubles(after).length === 0;
      if (fits && isWanted(after))
        return [{ title: `${lower(way.title)}: ${outcome(after)}`, edits: way.edits }];
    }
  }
  return [];
}

function lower(text: string): string {
  return `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`;
}
