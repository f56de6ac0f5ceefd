/** Edits that leave some of a design's exits, and everything else as it is now. */
import type { Share } from '../../base/units';
import type { Edit } from '../../diagnostics/rule';
import { chosenForAuto } from '../../ide/refactorings';
import type { Design, ExitSpec, Policy } from '../../semantics/design';
import type { FileEdit } from '../../workspace/edited';
import { placed, policyEdit } from '../candidates';
import { commentEdit } from '../comment-edit';
import type { State } from '../trial';

export interface Kept {
  readonly exits: ReadonlySet<string>;
  readonly policy: Policy;
  /** New rates of the exits (). */
  readonly rates: ReadonlyMap<string, Share>;
  /** A comment for the first line, without slashes. */
  readonly comment: string;
}

/**
 * Deletes the other exits, and writes what the tool has chosen for `auto`, since it would choose anew with fewer exits.
 * Undefined where an edit has no place.
 */
export function exitEdits(before: State, kept: Kept): readonly FileEdit[] | undefined {
  const { analysis } = before;
  const { design } = analysis;
  const gone = design.exits.filter((e) => !kept.exits.has(e.name));
  const edits: Edit[] = gone.map(({ origin }) => ({ at: { ...origin, span: origin.block.span }, text: '' }));
  for (const exit of design.exits) {
    const rate = kept.rates.get(exit.name);
    if (kept.exits.has(exit.name) && rate !== undefined && rate !== exit.rate?.value)
      edits.push(rateEdit(exit, rate));
  }
  if (design.schedule.policy !== kept.policy) {
    const edit = policyEdit(analysis, kept.policy);
    if (edit === undefined) return undefined;
    edits.push(edit);
  }
  const written = edits.length === 0 ? [] : placed(before, [{ title: '', edits }])[0]?.edits;
  if (written === undefined) return undefined;
  const deleted = written.filter((e) => e.text === '');
  const autos = chosenForAuto(analysis).filter(
    (a) => !deleted.some((d) => d.uri === a.uri && d.start <= a.start && a.end <= d.end),
  );
  return [...commentEdit(before, kept.comment), ...written, ...autos];
}

/** Writes the rate of an exit. */
export function rateEdit({ rate, origin }: ExitSpec, share: Share): Edit {
  const text = `rate ${percent(share)}`;
  if (rate) return { at: rate.origin, text };
  const end = (origin.block.body?.end ?? origin.block.span.end) - 1;
  return { at: { ...origin, span: { start: end, end } }, text: `  ${text}\n` };
}

/** Rates are read back as written, so all digits are. */
function percent(share: Share): string {
  return `${Number((share * 100).toPrecision(15))}%`;
}

/** Exits of a design whose stages are not written: without an exit its cut would be gone too. */
export function isCutByExits({ stages }: Design): boolean {
  return stages.some((s) => s.implied);
}
