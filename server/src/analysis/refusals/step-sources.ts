/** Which earlier step makes each value that a step of the controller reads. */
import { branchStart } from '../../semantics/branch-start';
import type { Analysis, LayerList, ModuleFigures } from '../analysis';
import { makerAt, moduleStreams, type ModuleStreams } from './streams';
import { moduleOf, type StepTree } from './step-tree';

/** A result of a step: `step` is -1 for the network's input. */
export interface ValueSource {
  readonly step: number;
  readonly result: number;
}

const input: ValueSource = { step: -1, result: 0 };

/** By step and stream of its module; or why a path lacks a value. */
export function stepSources(
  analysis: Pick<Analysis, 'design' | 'lists' | 'modules'>,
  tree: StepTree,
): { readonly sources: readonly (readonly ValueSource[])[] } | { readonly error: string } {
  const parents = parentsOf(tree);
  const modules = tree.steps.map((node) => moduleOf(analysis, node));
  const known = new Map<ModuleFigures, ModuleStreams>();
  const streamsOf = (module: ModuleFigures): ModuleStreams => {
    const found = known.get(module) ?? moduleStreams(analysis, module);
    known.set(module, found);
    return found;
  };
  const sources: ValueSource[][] = [];
  for (const [step, module] of modules.entries()) {
    if (module === undefined) {
      sources.push([]);
      continue;
    }
    const before = stagesBefore(step, parents, modules);
    const { entering } = streamsOf(module);
    const own: ValueSource[] = [];
    for (const { layer } of entering) {
      const found = sourceOf(analysis, module, layer, before, streamsOf);
      // A stage behind one that was jumped over reads what the last one made in its place.
      const instead = entering.length === 1 ? lastOf(before) : undefined;
      const source = found ?? instead;
      if (source === undefined) return { error: lacking(module, layer) };
      own.push(source);
    }
    sources.push(own);
  }
  return { sources };
}

interface StageStep {
  readonly step: number;
  readonly module: ModuleFigures;
}

/** The stages on the way to a step, the nearest first. */
function stagesBefore(
  step: number,
  parents: readonly number[],
  modules: readonly (ModuleFigures | undefined)[],
): StageStep[] {
  const found: StageStep[] = [];
  for (let at = parents[step] ?? -1; at >= 0; at = parents[at] ?? -1) {
    const module = modules[at];
    if (module?.kind === 'stage') found.push({ step: at, module });
  }
  return found;
}

function sourceOf(
  { lists }: Pick<Analysis, 'lists'>,
  { list }: ModuleFigures,
  layer: number,
  before: readonly StageStep[],
  streamsOf: (module: ModuleFigures) => ModuleStreams,
): ValueSource | undefined {
  if (list.kind === 'network') return madeAt(list, layer, before, streamsOf);
  const start = branchStart(list.spec);
  const trunk = lists.find((l) => l.kind === 'network' && l.name === start?.network);
  return trunk && start ? madeAt(trunk, start.layer, before, streamsOf) : undefined;
}

/** The nearest stage before that hands on the value of a layer of the network. */
function madeAt(
  list: LayerList,
  layer: number,
  before: readonly StageStep[],
  streamsOf: (module: ModuleFigures) => ModuleStreams,
): ValueSource | undefined {
  if (list.specs[layer]?.kind === 'input')
    return before.every(({ module }) => module.list.name === list.name) ? input : lastOf(before);
  for (const { step, module } of before) {
    if (module.list.name !== list.name || !module.layers.includes(layer)) continue;
    const result = streamsOf(module).leaving.findIndex((r) => r.layers.includes(layer));
    if (result >= 0) return { step, result };
  }
  // A stage that only repeats a value leaves it in memory.
  const repeated = list.layers[layer];
  const isRepeated = repeated !== undefined && makerAt(list, layer) !== layer;
  const from = repeated?.shaped.fusedInto ?? repeated?.shaped.spec.inputs[0];
  return isRepeated && from !== undefined ? madeAt(list, from, before, streamsOf) : undefined;
}

function lastOf([last]: readonly StageStep[]): ValueSource {
  return last ? { step: last.step, result: 0 } : input;
}

function parentsOf({ steps }: StepTree): number[] {
  const parents = steps.map(() => -1);
  steps.forEach(({ next, cases }, step) => {
    for (const follower of [next, ...cases]) if (follower >= 0) parents[follower] = step;
  });
  return parents;
}

function lacking({ kind, name, list }: ModuleFigures, layer: number): string {
  return `${kind} ${name} reads ${list.specs[layer]?.label ?? 'a value'}, which a path that jumps over its stage does not have: let the stage behind the jump read one value`;
}
