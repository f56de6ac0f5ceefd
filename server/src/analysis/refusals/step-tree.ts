/** The controller's steps as a tree of decisions. */
import {
  batchOrder,
  type PathProgram,
  type Program,
  type ScheduleProblem,
  type Step,
  compile,
} from '../../schedule/index';
import type { Analysis, ModuleFigures } from '../analysis';

/** A step of the controller: a module at one point of a path through the decisions. */
export interface TreeStep {
  readonly step: Step;
  /** The first step of the same module. */
  readonly module: number;
  /** In which order a batch whose inputs take different cases runs the modules; 0 if nothing says. */
  rank: number;
  /** Next step; -1 at the end of a path and after a decision. */
  next: number;
  /** For a decision: the step of each case, the likeliest of them, and loads that all of them need. */
  readonly cases: number[];
  likeliest: number;
  readonly common: number[];
}

export interface StepTree {
  readonly program: Program;
  /** In depth-first order, so the first path is in execution order. */
  readonly steps: readonly TreeStep[];
  /** Steps of each of the program's paths. */
  readonly paths: readonly (readonly number[])[];
  /** Whether the design decides between paths. */
  readonly branches: boolean;
}

/** All paths through a problem's decisions, with common prefixes merged. */
export function stepTree(problem: ScheduleProblem): StepTree {
  // The tree ignores how a batch splits: each of its inputs takes one path.
  const program = compile(problem.decision === undefined ? problem : { ...problem, batch: 1 });
  const steps: TreeStep[] = [];
  const firstOf = new Map<number, number>();
  const paths = program.paths.map((path) => addPath(path, steps, firstOf));
  const order = batchOrder(problem);
  for (const node of steps) node.rank = order?.get(node.step.name) ?? 0;
  // Early loads of a decision follow it, so they are added after the tree is complete.
  program.paths.forEach((path, p) => {
    const own = paths[p] ?? [];
    for (const { index, decision } of path.steps) {
      const node = steps[own[index] ?? -1];
      if (decision && node?.common.length === 0)
        node.common.push(...decision.common.flatMap((s) => own[s.index] ?? []));
    }
  });
  return { program, steps, paths, branches: program.paths.length > 1 || hasDecision(program) };
}

function hasDecision({ paths }: Program): boolean {
  return paths.some((p) => p.steps.some((s) => s.decision !== undefined));
}

/** Adds a path and returns its steps' indices in the tree. */
function addPath({ steps, choices }: PathProgram, tree: TreeStep[], firstOf: Map<number, number>): number[] {
  const own: number[] = [];
  let before: TreeStep | undefined;
  let decided = 0;
  /** Index of the case that led here. */
  let taken: number | undefined;
  for (const step of steps) {
    let index = follower(tree, before, taken);
    if (index < 0) {
      index = tree.length;
      if (!firstOf.has(step.module)) firstOf.set(step.module, index);
      const module = firstOf.get(step.module) ?? index;
      tree.push({ step, module, rank: 0, next: -1, cases: [], likeliest: 0, common: [] });
      if (before && taken === undefined) before.next = index;
      else if (before && taken !== undefined) before.cases[taken] = index;
    }
    own.push(index);
    before = tree[index];
    taken = undefined;
    if (step.decision !== undefined && before) {
      taken = choices[decided++]?.index ?? 0;
      // A decision that names no other path as the likeliest is on the likeliest one.
      if (step.decision.likeliest === undefined) before.likeliest = taken;
    }
  }
  return own;
}

/** The step that already follows another, or -1. */
function follower(
  tree: readonly TreeStep[],
  before: TreeStep | undefined,
  taken: number | undefined,
): number {
  if (before === undefined) return tree.length > 0 ? 0 : -1;
  return taken === undefined ? before.next : (before.cases[taken] ?? -1);
}

/** The module of the design that a step runs. */
export function moduleOf(
  { modules }: Pick<Analysis, 'modules'>,
  { step }: TreeStep,
): ModuleFigures | undefined {
  const kind = step.decision ? 'switch' : step.isCheck ? 'exit' : 'stage';
  return modules.find((m) => m.name === step.name && m.kind === kind);
}

/** Stages at which an input ends, and stages that read the network's input. */
export function endsAndStarts({ steps, paths }: StepTree): {
  readonly ends: readonly number[];
  readonly starts: readonly number[];
} {
  const ends = new Set<number>();
  const starts = new Set<number>();
  for (const path of paths) {
    const last = path.findLast((i) => steps[i]?.step.isCheck === false);
    if (last !== undefined) ends.add(last);
    for (const i of path) {
      starts.add(i);
      if (steps[i]?.step.isCheck === false) break;
    }
  }
  return { ends: [...ends], starts: [...starts] };
}
