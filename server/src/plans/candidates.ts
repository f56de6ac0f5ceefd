/** Candidate edits for a design as a whole, to be tried. */
import { kindSpecs } from '../../../grammar/src/index';
import type { Analysis } from '../analysis/analysis';
import { onCpu } from '../diagnostics/cpu-fix';
import { type DiagnosticFix, placedFixes } from '../diagnostics/placed-fixes';
import type { Edit, Fix } from '../diagnostics/rule';
import { writtenAt } from '../semantics/layer-meaning';
import type { ExitSpec, Policy } from '../semantics/design';
import { scheduleEdits } from './schedule-edit';
import type { State } from './trial';

export function placed({ analysis }: State, fixes: readonly Fix[]): DiagnosticFix[] {
  return placedFixes(analysis, fixes);
}

/** Most names in a title; more become a number. */
const MOST_NAMES = 3;

/** Moves the 1, 2, … largest heads; the last candidate moves all. */
export function exitsToCpu(state: State): DiagnosticFix[] {
  const { design, modules } = state.analysis;
  const lut = (exit: ExitSpec): number => modules.find((m) => m.spec === exit)?.resources?.lut ?? 0;
  const movable = design.exits
    .filter((e) => e.place.kind !== 'cpu')
    .sort((a, b) => lut(b) - lut(a))
    .flatMap((exit) => {
      const edit = onCpu(exit);
      return edit ? [{ exit, edit }] : [];
    });
  return movable.flatMap((_, i) => {
    const some = movable.slice(0, i + 1);
    const names = some.map(({ exit }) => `'${exit.name}'`);
    const which = some.length <= MOST_NAMES ? names.join(', ') : `the ${some.length} largest exits`;
    const isAll = some.length === movable.length && some.length > 1;
    const title = isAll ? 'Exits to the CPU' : `Run ${which} on the CPU`;
    return placed(state, [{ title, edits: some.map(({ edit }) => edit) }]);
  });
}

const policies: readonly Policy[] = ['overlap', 'serial', 'speculate'];

/** The other policies. */
export function policyFixes(analysis: Analysis): Fix[] {
  return policies.flatMap((p): Fix[] => {
    const edit = p === analysis.design.schedule.policy ? undefined : policyEdit(analysis, p);
    return edit ? [{ title: `Schedule with \`policy ${p}\``, edits: [edit] }] : [];
  });
}

/** Writes a policy; undefined where there is no place for it. */
export function policyEdit(analysis: Analysis, policy: Policy): Edit | undefined {
  return scheduleEdits(analysis, { policy })?.[0];
}

/** Makes everything in regions resident, and removes the regions. */
export function staticFix({ design }: Analysis): Fix[] {
  const inRegions = [...design.stages, ...design.exits].filter((m) => m.place.kind === 'region');
  if (inRegions.length === 0) return [];
  const moved = inRegions.flatMap(({ placeOrigin }): Edit[] =>
    placeOrigin ? [{ at: placeOrigin, text: 'static' }] : [],
  );
  if (moved.length < inRegions.length) return [];
  const gone = design.regions.map(({ origin }): Edit => ({
    at: { ...origin, span: origin.block.span },
    text: '',
  }));
  return [{ title: 'Make everything static', edits: [...moved, ...gone] }];
}

/** Sets `parallel auto` on all foldable layers of stages. */
export function autoFix({ modules }: Analysis): Fix[] {
  const layers = modules
    .filter((m) => m.kind === 'stage' && m.place.kind !== 'cpu')
    .flatMap(({ list, layers: own }) => own.flatMap((i) => list.layers[i] ?? []));
  const edits = layers.flatMap(({ shaped, chosen }): Edit[] => {
    const { spec } = shaped;
    if (chosen || !kindSpecs[spec.kind].weighted) return [];
    const written = spec.node.settings.find((s) => s.keyword.text === 'parallel');
    if (written) return [{ at: writtenAt(spec, written), text: 'parallel auto' }];
    const { end } = spec.node.span;
    return [{ at: { ...spec.origin, span: { start: end, end } }, text: ' parallel auto' }];
  });
  return edits.length === 0 ? [] : [{ title: 'Fold the stages anew with `parallel auto`', edits }];
}
