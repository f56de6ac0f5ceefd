/** Whose results each module of a path reads, where that is not just the stage before it. */
import type { ScheduledPath, ScheduleProblem } from '../../schedule/index';
import type { Analysis, LayerList } from '../analysis';
import { stepSources } from '../refusals/step-sources';
import { stepTree } from '../refusals/step-tree';

/** The problem with `reads` where a value crosses a stage. A path that lacks a value is refused elsewhere. */
export function withReaders(
  problem: ScheduleProblem,
  analysis: Pick<Analysis, 'design' | 'lists' | 'modules'>,
): ScheduleProblem {
  if (analysis.lists.every(isChain)) return problem;
  const tree = stepTree(problem);
  const found = stepSources(analysis, tree);
  if ('error' in found) return problem;
  let step = 0;
  const reading = <M extends { readonly name: string }>(module: M, before: string | null): M => {
    const reads = [
      ...new Set((found.sources[step++] ?? []).map((source) => tree.steps[source.step]?.step.name ?? null)),
    ];
    const isUsual = reads.length === 0 || (reads.length === 1 && reads[0] === before);
    return isUsual ? module : { ...module, reads };
  };
  // In the order of the tree's steps: depth first.
  const along = (path: ScheduledPath, from: string | null): ScheduledPath => {
    let before = from;
    const exits = path.exits?.map((e) => reading(e, before));
    const stages = path.stages.map((stage) => {
      const own = reading(stage, before);
      before = stage.name;
      return { ...own, ...(stage.exits && { exits: stage.exits.map((e) => reading(e, before)) }) };
    });
    const first = { ...(exits && { exits }), stages };
    if (path.decision === undefined) return first;
    const decision = reading(path.decision, before);
    const cases = decision.cases.map((c) => ({ ...along(c, before), name: c.name, rate: c.rate }));
    return { ...first, decision: { ...decision, cases } };
  };
  return { ...problem, ...along(problem, null) };
}

/** Whether each layer reads the one before it, and no other. Loops, as this runs over every layer with each keystroke. */
function isChain({ kind, specs }: LayerList): boolean {
  if (kind !== 'network') return true;
  for (const { inputs, index } of specs) for (const input of inputs) if (input !== index - 1) return false;
  return true;
}
