/** Candidate edits for a design as a whole, to be tried. */
import { kindSpecs } from '../../../grammar/src/index';
import type { Analysis } from '../analysis/analysis';
import { onCpu } from '../diagnostics/cpu-fix';
import { type DiagnosticFix, placedFixes } from '../diagnostics/placed-fixes';
import type { Edit, Fix } from '../diagnostics/rule';
import { writtenAt } from '../semantics/layer-meaning';
import type { ExitSpec, Policy } from '../semantics/design';
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
export function policyFixes({ design, files }: Analysis): Fix[] {
  const { origin, policy } = design.schedule;
  const others = policies.filter((p) => p !== policy);
  const [file] = files;
  if (origin === undefined) {
    if (file === undefined) return [];
    const end = file.text.length;
    const at = { uri: file.uri, start: end, end };
    return others.map((p) => policyFix(p, { at, text: `\nschedule {\n  policy ${p}\n}\n` }));
  }
  const { block } = origin;
  if (block.kind !== 'schedule') return [];
  const written = block.settings.find((s) => s.keyword.text === 'policy');
  if (written)
    return others.map((p) => policyFix(p, { at: { ...origin, span: written.span }, text: `policy ${p}` }));
  const start = block.body?.start;
  if (start === undefined) return [];
  const inside = { ...origin, span: { start: start + 1, end: start + 1 } };
  return others.map((p) => policyFix(p, { at: inside, text: `\n  policy ${p}` }));
}

function policyFix(policy: Policy, edit: Edit): Fix {
  return { title: `Schedule with \`policy ${policy}\``, edits: [edit] };
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
