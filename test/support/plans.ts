/** The fixes that are offered of what does not fit, tried as the server tries them. */
import { pathToFileURL } from 'node:url';
import { analyse } from '../../server/src/analysis/analyse';
import { neverCancelled } from '../../server/src/base/checkpoint';
import { type Diagnostic, diagnose } from '../../server/src/diagnostics/diagnose';
import { nodeFileSystem } from '../../server/src/node/file-system';
import { type Plan, findPlans } from '../../server/src/plans/plans';
import { type State, tried } from '../../server/src/plans/trial';
import { Documents } from '../../server/src/workspace/documents';
import { load } from './fixture';
import { samples } from './samples';

/** Placing regions on large parts takes longer than a test may. */
const MOST_MS = 2000;

/** A sample with its model and trace. */
export async function stateOfSample(name: string): Promise<State> {
  const sample = samples.find((s) => s.name === name);
  const closure = sample && (await new Documents(nodeFileSystem).closure(pathToFileURL(sample.path).href));
  if (closure === undefined) throw new Error(`no sample ${name}`);
  const analysis = await analyse(closure, neverCancelled);
  return { closure, analysis, diagnostics: diagnose(analysis) };
}

export interface Planned extends State {
  readonly plans: ReadonlyMap<Diagnostic, readonly Plan[]>;
}

export async function planned(fixture: string): Promise<Planned> {
  const { closure, analysis } = await load(fixture);
  return plannedOf({ closure, analysis, diagnostics: diagnose(analysis) });
}

/** The design that a plan leads to, and what is offered there. */
export async function afterPlan(before: State, { edits }: Plan): Promise<Planned> {
  return plannedOf(await tried(before, edits, neverCancelled));
}

/** The plans of the first diagnostic with the code. */
export function plansOf({ diagnostics, plans }: Planned, code: string): readonly Plan[] {
  const diagnostic = diagnostics.find((d) => d.code === code);
  return diagnostic === undefined ? [] : (plans.get(diagnostic) ?? []);
}

async function plannedOf(state: State): Promise<Planned> {
  const start = performance.now();
  return {
    ...state,
    plans: await findPlans(state, neverCancelled, () => performance.now() - start > MOST_MS),
  };
}
