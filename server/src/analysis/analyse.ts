/** Runs the whole analysis of a design, in order of dependence. */
import type { Block } from '../../../grammar/src/index';
import type { Checkpoint } from '../base/checkpoint';
import { lazy } from '../base/memo';
import { bindDesign } from '../semantics/bind';
import type { Design, Origin, Policy } from '../semantics/design';
import type { SemanticProblem } from '../semantics/problem';
import type { Closure, ImportFault, SourceDocument } from '../workspace/documents';
import { baseName, resolvePath } from '../workspace/file-system';
import type { TraceContent } from '../workspace/kept-files';
import type { Refusal } from '../workspace/refusal';
import type {
  Analysis,
  LayerList,
  ModuleFigures,
  ProfileFigures,
  RegionFigures,
  StaticFigures,
  Target,
  TimelineFigures,
} from './analysis';
import { type Choices, chooseExits, chooseStages, hasAuto } from './proposals/auto-parallel';
import { budgetResults } from './figures/budgets';
import { energyFigures } from './figures/energy';
import { rivalEnergy } from './figures/rival-energy';
import { calibrated, calibratedTarget, poweredTarget, statesPort } from './figures/calibration';
import { compare } from './verdict/comparison';
import { fitsForSure, standingOf } from './figures/fits';
import { layerLists, variantLists } from './figures/lists';
import type { ChosenHeads } from './proposals/heads';
import { type Sizes, type Sizing, chooseSizes, hasOpenSizes } from './proposals/region-sizes';
import type { SizingContext } from './proposals/sizing';
import type { Calibration } from './figures/measured';
import type { ModelCheck } from './figures/models';
import { costOptions, moduleFigures } from './figures/modules';
import type { Placements } from './figures/placement';
import { profileOf } from './figures/profile';
import { paperFigures } from './figures/published';
import { readCalibration } from './figures/read-calibration';
import { regionFigures, unplacedRegions } from './figures/regions';
import { baselinesOf, costsOf } from './verdict/static-baselines';
import { staticFigures } from './figures/static-part';
import { findTarget } from './figures/target';
import { MOST_STAGES, stageCount, timelineOf } from './figures/timeline';

export type { Analysis } from './analysis';

export interface AnalysisOptions {
  /** Overrides the design's policy. */
  readonly policy?: Policy;
  /** Ignores measured figures. */
  readonly uncalibrated?: boolean;
  /** Placements of this document, so that no edit waits for a search; without them every search is awaited. */
  readonly placements?: Placements;
  /** Sizes of regions with stages whose folding is open, likewise. */
  readonly sizes?: Sizes;
  /** Checks networks against their models. */
  readonly models?: ModelCheck;
}

/**
 * Computes everything about a design once: binds names, gives layers shapes and costs, turns stages into modules,
 * measures regions, and schedules one input. Never throws because of the text.
 *
 * @throws Cancelled when the checkpoint does
 */
export async function analyse(
  closure: Closure,
  checkpoint: Checkpoint,
  options: AnalysisOptions = {},
): Promise<Analysis> {
  const root = closure.files[0];
  if (root === undefined) throw new Error('a closure has at least its own file');
  const { design, problems, symbols } = bindDesign(closure.files);
  await checkpoint();
  const measured = options.uncalibrated
    ? undefined
    : closure.calibration && readCalibration(closure.calibration);
  const calibration = measured?.calibration;
  const target = calibratedTarget(findTarget(design.device), calibration, statesPort(design));
  const trace = design.profile && (await closure.trace(design.profile.origin.block));
  const profile = profileOf(design, trace);
  const work = {
    design,
    target,
    calibration,
    profile,
    policy: options.policy,
    placements: options.placements,
    checkpoint,
  };
  const { choices: sized, stale } = await sizedStages(work, options.sizes);
  let figures = await figuresOf(work, sized);
  let chosenHeads: ChosenHeads = { heads: [] };
  if (hasAuto(figures.modules)) {
    const stages = new Map([...sized, ...chooseStages({ design, target, ...figures })]);
    figures = await figuresOf(work, stages);
    const exits = chooseExits({ design, target, ...figures }, figures.timeline, profile);
    if (exits.chosen.size > 0) figures = await figuresOf(work, new Map([...stages, ...exits.chosen]));
    chosenHeads = exits;
  }
  const { lists, modules, staticPart, timeline, missing } = figures;
  const regions = figures.regions.map((r) => (stale.includes(r.spec) ? { ...r, stale: true } : r));
  const powered = lazy(() => poweredTarget(target, calibration));
  const energy = lazy(() =>
    energyFigures({ design, target: powered(), modules, regions, staticPart, timeline }),
  );
  const budgets = budgetResults(design.budgets, {
    ...{ timeline, regions, staticPart, energy },
    accuracy: profile?.rates?.accuracy,
  });
  const papers = lazy(() =>
    paperFigures(design, {
      ...{ target, lists, modules, regions, staticPart, timeline, profile, energy },
    }),
  );
  const models = await options.models?.({ design, lists }, closure);
  const standing = lazy(() => standingOf({ regions, staticPart, budgets }));
  const isSure = lazy(() => fitsForSure({ regions, staticPart, budgets }));
  const comparison = lazy(() =>
    compare(
      timeline,
      () => baselinesOf(design, modules, target, timeline, standing, isSure),
      standing,
      isSure,
      (rival) =>
        rivalEnergy(
          { design, target: powered(), timeline, ownCosts: costsOf(modules), base: energy()?.base },
          rival,
        ),
    ),
  );
  return {
    uri: root.uri,
    version: root.version,
    files: closure.files,
    design,
    symbols,
    problems: [...problems, ...closure.faults.flatMap((f) => importProblem(closure.files, f) ?? [])],
    refusedFiles: refusedFiles(design, closure, trace),
    ...(models && { modelFaults: models.faults }),
    ...(models?.isPending && { modelsPending: true }),
    target,
    lists,
    modules,
    regions,
    ...(staticPart && { staticPart }),
    ...(calibration && { calibration }),
    ...(measured?.fault !== undefined && { calibrationFault: measured.fault }),
    ...(profile && { profile }),
    ...(timeline && { timeline }),
    get energy() {
      return energy();
    },
    heads: chosenHeads.heads,
    ...(chosenHeads.headBounds && { headBounds: chosenHeads.headBounds }),
    get comparison() {
      return comparison();
    },
    budgets,
    get papers() {
      return papers();
    },
    missing: missingOf(design, missing ?? tooLong(timeline), target.part !== undefined),
  };
}

interface Work {
  readonly design: Design;
  readonly target: Target;
  readonly calibration: Calibration | undefined;
  readonly profile: ProfileFigures | undefined;
  readonly policy: Policy | undefined;
  readonly placements: Placements | undefined;
  readonly checkpoint: Checkpoint;
}

interface Figures {
  readonly lists: readonly LayerList[];
  readonly modules: readonly ModuleFigures[];
  readonly regions: readonly RegionFigures[];
  readonly staticPart: StaticFigures | undefined;
  readonly timeline: TimelineFigures | undefined;
  /** What the timeline is missing. */
  readonly missing: string | undefined;
}

/** Figures from layers to the timeline, with the parallelism chosen for `auto`. */
async function figuresOf(work: Work, choices: Choices): Promise<Figures> {
  const { design, target, calibration, profile, policy, placements, checkpoint } = work;
  const { lists, modules } = modulesOf(work, choices);
  await checkpoint();
  const regions = await regionFigures(design, modules, target, checkpoint, placements, calibration);
  await checkpoint();
  const staticPart = staticFigures(design, modules, regions, target);
  const outcome = timelineOf({ design, lists, modules }, regions, target, policy, profile);
  return 'missing' in outcome
    ? { lists, modules, regions, staticPart, timeline: undefined, missing: outcome.missing }
    : { lists, modules, regions, staticPart, timeline: outcome, missing: undefined };
}

/** Foldings of stages in regions whose place, and so size, is still to be found. */
async function sizedStages(work: Work, sizes: Sizes | undefined): Promise<Sizing> {
  const { design, target, policy, profile, checkpoint } = work;
  if (!hasOpenSizes(design)) return { choices: new Map(), stale: [] };
  const { lists, modules } = modulesOf(work, new Map());
  const context: SizingContext = {
    ...{ design, target, modules, regions: unplacedRegions(design, modules, work) },
    withChoices: (choices) => modulesOf(work, choices).modules,
    timelineOf: (own, regions) =>
      timelineOf({ design, lists, modules: own }, regions, target, policy, profile),
  };
  return chooseSizes(context, checkpoint, sizes);
}

function modulesOf(
  { design, target, calibration }: Work,
  choices: Choices,
): Pick<Figures, 'lists' | 'modules'> {
  const options = costOptions(target);
  const lists = layerLists(design, options, choices);
  const variants = variantLists(design, options, choices);
  return { lists, modules: calibrated(moduleFigures(design, lists, variants, target), calibration) };
}

/** Files refused before reading, and a trace refused after unpacking. */
function refusedFiles(
  design: Design,
  { refused }: Closure,
  trace: TraceContent | Refusal | undefined,
): Analysis['refusedFiles'] {
  const files = refused.map(({ path, role, refusal, uri, block, span }) => ({
    path,
    role,
    refusal,
    origin: { uri, block, span },
  }));
  const { profile } = design;
  const isTold = refused.some(({ block }) => block === profile?.origin.block);
  if (profile === undefined || trace === undefined || !('kind' in trace) || isTold) return files;
  return [...files, { ...profile, role: 'trace', refusal: trace }];
}

function importProblem(
  files: readonly SourceDocument[],
  { uri, slot, path, fault }: ImportFault,
): SemanticProblem | undefined {
  const root = files[0];
  // A cycle through the design's own file is reported where that file enters it, not in a file that is not open.
  const entered = fault.kind === 'cycle' && fault.chain[0] === root?.uri ? fault.chain[1] : undefined;
  if (root && entered !== undefined && uri !== root.uri) {
    const entry = root.tree.slots.findIndex(
      ({ block: b }) => b?.kind === 'import' && b.path && resolvePath(root.uri, b.path.value) === entered,
    );
    return importProblem(files, { uri: root.uri, slot: entry, path, fault });
  }
  const block: Block | undefined = files.find((f) => f.uri === uri)?.tree.slots[slot]?.block;
  if (block?.kind !== 'import' || block.path === undefined) return undefined;
  const origin: Origin = { uri, block, span: block.path.span };
  return fault.kind === 'cycle'
    ? { kind: 'import-cycle', chain: fault.chain.map(baseName), origin }
    : { kind: `import-${fault.kind}`, path, reason: fault.reason, origin };
}

function tooLong(timeline: TimelineFigures | undefined): string | undefined {
  const stages = timeline ? stageCount(timeline.problem) : 0;
  return stages > MOST_STAGES
    ? `the stream and the judgement of ${stages} stages are not modelled, only of up to ${MOST_STAGES}`
    : undefined;
}

/** What must be added to get the missing figures, most useful first. */
function missingOf(design: Design, timeline: string | undefined, hasPart: boolean): string[] {
  const missing: string[] = [];
  if (!hasPart)
    missing.push('no known device: write `device { board pynq-z2 }` for resources, floorplan and load times');
  // A design with only regions needs no timeline.
  const regionsOnly = design.networks.length === 0 && design.regions.length > 0;
  if (timeline !== undefined && !regionsOnly) missing.push(timeline);
  return missing;
}
