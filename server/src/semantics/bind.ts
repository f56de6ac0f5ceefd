/** Binds the blocks of a file and its imports into one checked design. */
import type { Block, FileTree, Name } from '../../../grammar/src/index';
import { bindExit, bindSwitch } from './bind-branches';
import { bindNetwork } from './bind-network';
import { bindPaper } from './bind-paper';
import { bindStage } from './bind-stage';
import { type Placed, blocksOf, firstOfEachName, pickSingle } from './blocks';
import type { Design, NetworkSpec, Origin, StageSpec } from './design';
import { withoutFollowUps } from './follow-ups';
import { impliedStages } from './implied-stages';
import { type Naming, cutsOf, namingOf } from './naming';
import { defaultSchedule, readBudget, readDevice, readRegion, readSchedule } from './plain-blocks';
import type { SemanticProblem, SymbolKind } from './problem';
import { keeping } from './reader';
import { checkStructure } from './structure';
import { LayerScope, SymbolTable } from './symbols';
import { variantsOf } from './variant';

/** A parsed file. The design's own file comes first, then each import once. */
export interface SourceFile {
  readonly uri: string;
  readonly tree: FileTree;
}

export interface BoundDesign {
  readonly design: Design;
  readonly problems: readonly SemanticProblem[];
  readonly symbols: SymbolTable;
}

export function bindDesign(files: readonly SourceFile[]): BoundDesign {
  const root = files[0];
  if (root === undefined) throw new Error('a design has at least one file');
  const problems: SemanticProblem[] = [];
  const symbols = new SymbolTable();
  const of = <K extends Block['kind']>(kind: K): Placed<Extract<Block, { kind: K }>>[] =>
    files.flatMap(({ uri, tree }) => blocksOf(tree, kind).map((block) => ({ block, uri })));
  const single = <K extends Block['kind']>(kind: K) => pickSingle(root.uri, of(kind), problems);

  const networks = of('network').map((placed) => {
    const bound = bindNetwork(placed);
    const { block, uri } = placed;
    problems.push(...bound.problems);
    if (block.name) declare(symbols, problems, 'network', block.name, { uri, block, span: block.name.span });
    symbols.declareLayers(new LayerScope(bound.spec.name, bound.list, false));
    return bound;
  });
  const precisions = new Map(networks.map((n) => [n.spec.name, n.precision]));
  const allRegions = of('region').flatMap(({ block, uri }) => {
    if (block.name) declare(symbols, problems, 'region', block.name, { uri, block, span: block.name.span });
    return boundRegion(uri, block, problems) ?? [];
  });
  const regions = firstOfEachName(allRegions);
  // In text order, so that the later of two with the same name is reported.
  for (const { uri, tree } of files) {
    for (const { block } of tree.slots) {
      if (block?.kind !== 'stage' && block?.kind !== 'exit' && block?.kind !== 'switch') continue;
      if (block.name)
        declare(symbols, problems, block.kind, block.name, { uri, block, span: block.name.span });
    }
  }
  const specs = firstOfEachName(networks.map((n) => n.spec));
  const naming = namingOf(
    networks.map((n) => n.spec),
    regions.map((r) => r.name),
  );
  const context = { symbols, problems, naming, precisions, networks: specs };
  const exits = of('exit').flatMap((e) => bindExit(context, e) ?? []);
  const switches = of('switch').flatMap((s) => bindSwitch(context, s) ?? []);
  const cuts = cutsOf(naming, [...exits, ...switches]);
  const stageContext = { ...context, cuts };
  const stages = of('stage').flatMap((s) => bindStage(stageContext, s) ?? []);

  const device = single('device');
  const schedule = single('schedule');
  const profile = single('profile');
  const budget = single('budget');
  const design: Design = {
    uri: root.uri,
    networks: specs,
    exits,
    switches,
    stages: [...stages, ...impliedStages(unstaged(specs, stages), [...exits, ...switches])],
    variants: variantsOf(stages, specs, problems),
    regions,
    cuts,
    schedule: schedule ? boundSchedule(schedule.uri, schedule.block, problems) : defaultSchedule,
    papers: of('paper').map((p) => bindPaper(symbols, p, problems, specs.length + regions.length > 0)),
    budgets: budget ? boundBudget(budget.uri, budget.block, problems) : [],
    ...(device && { device: boundDevice(device.uri, device.block, problems) }),
    ...(profile?.block.path && {
      profile: {
        path: profile.block.path.value,
        origin: { uri: profile.uri, block: profile.block, span: profile.block.path.span },
      },
    }),
  };
  problems.push(...withoutFollowUps(files, problems, structureProblems(naming, design)));
  return { design, problems, symbols };
}

/** Networks that get implied stages: all if no stage is written; of several networks, those without a stage. */
function unstaged(networks: readonly NetworkSpec[], stages: readonly StageSpec[]): readonly NetworkSpec[] {
  if (stages.length === 0) return networks;
  if (networks.length < 2 || stages.some((s) => s.network === undefined)) return [];
  return networks.filter((n) => !stages.some((s) => s.network === n.name));
}

const boundDevice = keeping(readDevice);
const boundRegion = keeping(readRegion);
const boundSchedule = keeping(readSchedule);
const boundBudget = keeping(readBudget);

/** The parts of the last structure without problems. */
const sound = new WeakMap<Naming, readonly unknown[]>();

/** Checks the structure, unless names and everything around the layers are the same objects as in a sound structure. */
function structureProblems(naming: Naming, design: Design): readonly SemanticProblem[] {
  const parts = [
    ...design.stages,
    ...design.exits,
    ...design.switches,
    ...design.regions,
    design.profile?.path,
  ];
  const last = sound.get(naming);
  if (last?.length === parts.length && parts.every((part, i) => part === last[i])) return [];
  const found = checkStructure(design);
  if (found.length === 0) sound.set(naming, parts);
  return found;
}

/** Stages, exits and switches all become modules, so a name may be used for only one of them. */
const moduleKinds: readonly SymbolKind[] = ['stage', 'exit', 'switch'];

function declare(
  symbols: SymbolTable,
  problems: SemanticProblem[],
  kind: SymbolKind,
  name: Name,
  origin: Origin,
): void {
  const sameNamespace = moduleKinds.includes(kind) ? moduleKinds : [kind];
  const first = sameNamespace.flatMap((k) => symbols.find(k, name.text))[0];
  if (first === undefined) symbols.declare({ kind, name: name.text, origin });
  else problems.push({ kind: 'duplicate-name', name: name.text, what: kind, first: first.origin, origin });
}
