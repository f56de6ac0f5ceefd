/** Finds the work that may be done before a decision is known. */
import { at } from '../at';
import type { Layout } from './numbering';
import type { ScheduledPath } from '../problem/problem';
import { type Choice, sharesOf } from '../problem/shares';

/**
 * For each decision, the modules that every case loads next into their region, so that their loads are useful whatever is
 * decided. In the order of the first case's path.
 */
export function commonLoads(
  problem: ScheduledPath,
  { idOf, moduleRegion }: Pick<Layout, 'idOf' | 'moduleRegion'>,
): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, readonly number[]>();
  /** For each region, the module that is next there whatever is decided; undefined if that depends on the decision. */
  const firstUses = (path: ScheduledPath, choices: readonly Choice[]): Map<number, number | undefined> => {
    const uses = new Map<number, number | undefined>();
    const use = (name: string): void => {
      const id = idOf.get(name) ?? -1;
      const region = at(moduleRegion, id);
      if (region >= 0 && !uses.has(region)) uses.set(region, id);
    };
    path.exits?.forEach((m) => {
      use(m.name);
    });
    for (const stage of path.stages) [stage, ...(stage.exits ?? [])].forEach((m) => use(m.name));
    const { decision } = path;
    if (decision === undefined) return uses;
    use(decision.name);
    const cases = decision.cases.map((c, index) =>
      firstUses(c, [...choices, { decision: decision.name, case: c.name, index }]),
    );
    const agreed: number[] = [];
    for (const [region, id] of cases[0] ?? []) {
      if (id !== undefined && cases.every((c) => c.get(region) === id)) agreed.push(id);
    }
    found.set(keyOf(choices, decision.name), agreed);
    for (const region of new Set(cases.flatMap((c) => [...c.keys()]))) {
      if (!uses.has(region))
        uses.set(
          region,
          agreed.find((id) => moduleRegion[id] === region),
        );
    }
    return uses;
  };
  firstUses(problem, []);
  return found;
}

/** The most likely case of each decision; of equal ones the first in the text. */
export function likeliestChoices(problem: ScheduledPath): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const visit = ({ decision }: ScheduledPath): void => {
    if (decision === undefined) return;
    const shares = sharesOf(decision.cases);
    const best = shares.reduce((a, b) => (b.share > a.share ? b : a));
    found.set(decision.name, decision.cases.indexOf(best.way));
    decision.cases.forEach(visit);
  };
  visit(problem);
  return found;
}

/** A key for a decision on a path: the same switch can occur on several paths, which differ in earlier choices. */
export function keyOf(choices: readonly Choice[], decision: string): string {
  return JSON.stringify([choices.map((c) => [c.decision, c.index]), decision]);
}
