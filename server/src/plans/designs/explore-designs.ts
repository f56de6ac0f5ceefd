/** Compares the ways to build a network on its part: each kind of design with its best cuts, places, foldings and regions. */
import { type Checkpoint, neverCancelled } from '../../base/checkpoint';
import type { Nanoseconds, Share } from '../../base/units';
import { chosenForAuto } from '../../ide/refactorings';
import { gapBetween } from '../../explore/gap';
import { type FileEdit, editedText } from '../../workspace/edited';
import { type Leaving, type RequiredAccuracy, leavingOf, requiredOf, writtenRates } from '../exits/leaving';
import { fastFolding, wholeEdit } from '../folding/fast-folding';
import { interruption } from '../interruption';
import {
  type Fits,
  type MissedBudget,
  type DesignObjective,
  betterFirst,
  fitsOf,
  missedBudgets,
  powerNeeded,
  searchedBy,
  valueFor,
} from '../standing';
import { type State, tried, troubles } from '../trial';
import { structureEdits } from './design-text';
import { type FoldDesign, type FoldedDesign, designFolder } from './folded-design';
import { lowerBounds } from './lower-bound';
import { residentBound } from './resident-bound';
import { type Group, type GroupWork, groupsOf, searchGroup, spaceOf } from './search-group';
import { type Kind, type Structure, isFrontResident, shapesOf, structuresIn } from './structures';
import { type Trunk, trunkOf } from './trunk';

export interface DesignsAsked {
  readonly objective: DesignObjective;
  /** Whether the exits are chosen too. */
  readonly exits: 'kept' | 'free';
  /** Instead of the budget's, or the design's own; only where exits are chosen. */
  readonly accuracy: Share | undefined;
}

/** A whole design. Its figures are those of the analysis of its text. */
export interface DesignCandidate {
  readonly kind: Kind;
  /** Undefined for the file as it is written. */
  readonly structure: Structure | undefined;
  readonly exits: readonly string[];
  readonly isFrontResident: boolean;
  readonly fits: Fits;
  readonly missed: readonly MissedBudget[];
  /** Why it does not fit for sure, if it does not. */
  readonly trouble: string | undefined;
  readonly edits: readonly FileEdit[];
  readonly after: State;
}

/** What was found of one kind, with one number of exits. */
export interface DesignGroup {
  readonly kind: Kind;
  readonly count: number;
  readonly best: DesignCandidate | undefined;
  /**
   * No design that keeps to the limits by its estimates is below; undefined for times per input, of which no bound is known. What may not
   * fit can be.
   */
  readonly bound: Nanoseconds | undefined;
  /** Undefined if the best may not fit: the bound is not of it. */
  readonly gap: Share | undefined;
  readonly structures: number;
  readonly tried: number;
  /** Why there is none. */
  readonly why: string | undefined;
}

export interface DesignSearch {
  readonly asked: DesignsAsked;
  /** In path order. */
  readonly exits: readonly string[];
  readonly required: RequiredAccuracy | undefined;
  readonly written: DesignCandidate;
  readonly groups: readonly DesignGroup[];
  /** Best first, with the file as it is written. */
  readonly candidates: readonly DesignCandidate[];
  /** Which cuts were tried, in words. */
  readonly cuts: string;
  readonly complete: boolean;
}

/** Folded designs of a group that are finished as text. */
const MOST_FINISHED = 2;
/** There are 2^n sets of exits. */
const MOST_FREE_EXITS = 15;

/** What is known at once, before a long search: not yet analysed as text. */
export interface FirstAnswer {
  /** How many sets of exits there are. */
  readonly sets: number;
  /** Undefined if no such static design fits. */
  readonly best: FoldedDesign | undefined;
}

/** Structures are taken in the order of what their latency is at least, and folded; the best of each kind are analysed as edited text. */
export async function exploreDesigns(
  before: State,
  asked: DesignsAsked,
  checkpoint: Checkpoint,
  progress: (done: number, total: number) => void = () => undefined,
  onFirst: (first: FirstAnswer) => void = () => undefined,
): Promise<DesignSearch | { readonly missing: string }> {
  const trunk = trunkOf(before);
  if ('missing' in trunk) return trunk;
  const { analysis } = before;
  const names = trunk.exits.map(({ spec }) => spec.name);
  const problem = analysis.timeline?.problem;
  if (problem === undefined) return { missing: 'a timeline' };
  if (asked.objective === 'energy' && analysis.energy?.stream === undefined) return { missing: powerNeeded };
  const isFree = asked.exits === 'free';
  if (isFree && names.length === 0) return { missing: 'an exit' };
  if (isFree && names.length > MOST_FREE_EXITS)
    return {
      missing: `at most ${MOST_FREE_EXITS} exits; with more, \`--as-written\` compares them with cuts, places and foldings as they are`,
    };
  if (isFree && analysis.profile?.counted?.trace.numbered)
    return { missing: 'a trace with the names of its exits: by numbers, none of them can be left out' };
  const all = 2 ** names.length - 1;
  const leaving = leavingOf(before, problem, names);
  const required = isFree ? requiredOf(before, asked.accuracy, leaving.accuracyOf?.(all)) : undefined;
  const isWanted = (mask: number): boolean => isRight(leaving, required?.accuracy, mask);
  const objective = searchedBy(asked.objective);
  const fold = designFolder(before, trunk, leaving.rateOf, objective);
  if (isFree) onFirst(firstOf(trunk, isWanted, fold));
  const { shapes, cuts } = spaceOf(before, trunk, isFree, isWanted);
  const bounds = lowerBounds(before, trunk, leaving.rateOf);
  const { isOver, pause } = interruption(checkpoint);
  const asIs = await asWritten(before, trunk);
  const groups: DesignGroup[] = [];
  const sorted = groupsOf(shapes, bounds, residentBound(before, trunk, leaving.rateOf), objective);
  const work: Work = {
    ...{ before, trunk, leaving, asked, objective, isFree, isOver, pause, fold, bounds },
    reasons: new Map(),
  };
  for (const [i, group] of sorted.entries()) {
    progress(i, sorted.length);
    await pause();
    if (isOver()) break;
    groups.push(await groupOf(work, group));
  }
  progress(sorted.length, sorted.length);
  const candidates = [asIs, ...groups.flatMap(({ best }) => best ?? [])].sort(betterFirst(asked.objective));
  return { asked, exits: names, required, written: asIs, groups, candidates, cuts, complete: !isOver() };
}

/** The static design without exits, or with all of them where it would be wrong too often. */
function firstOf(trunk: Trunk, isWanted: (mask: number) => boolean, fold: FoldDesign): FirstAnswer {
  const all = 2 ** trunk.exits.length - 1;
  const { shapes } = shapesOf(trunk, isWanted(0) ? 0 : all, [], false);
  const [best] = shapes
    .flatMap((shape) => structuresIn(trunk, shape).filter((s) => s.kind === 'static'))
    .flatMap((structure) => fold(structure) ?? [])
    .sort((a, b) => a.timeNs - b.timeNs);
  return { sets: all + 1, best };
}

interface Work extends GroupWork {
  readonly before: State;
  readonly leaving: Leaving;
  readonly asked: DesignsAsked;
  /** Of each kind of which a group had nothing that fits for sure, why. */
  readonly reasons: Map<Kind, string>;
}

function isRight({ accuracyOf }: Leaving, needed: Share | undefined, mask: number): boolean {
  return needed === undefined || accuracyOf === undefined || accuracyOf(mask) >= needed - 1e-9;
}

async function groupOf(work: Work, group: Group): Promise<DesignGroup> {
  const { asked, isOver, pause } = work;
  const { kind, count, own } = group;
  const { found, least, boundNs, structures, folded } = await searchGroup(work, group);
  const better = betterFirst(asked.objective);
  const finished: DesignCandidate[] = [];
  let why = own.length === 0 ? 'no rectangle of the part holds a region' : undefined;
  for (const design of found) {
    await pause();
    if (isOver() && finished.length > 0) break;
    const made = await written(work, design);
    if (made) finished.push(made);
    const sound = finished.filter((f) => f.fits === 'yes' && f.missed.length === 0);
    if (sound.length >= (asked.exits === 'free' ? 1 : MOST_FINISHED)) break;
  }
  if (finished.every((f) => f.fits !== 'yes') && least !== undefined && !isOver()) {
    // What fits by its estimates only, or the reason why nothing does: once for a kind, since it takes long.
    const known = work.reasons.get(kind);
    const open = known ?? (await openOf(work, least));
    if (typeof open !== 'string') finished.push(open);
    const reason = typeof open === 'string' ? open : (open.trouble ?? 'nothing was found that fits');
    work.reasons.set(kind, reason);
    why ??= reason;
  }
  const [candidate] = finished.sort(better);
  const value = candidate && valueFor(candidate.after, asked.objective);
  const isOf = candidate?.fits === 'yes' && boundNs !== undefined && value !== undefined;
  return {
    ...{ kind, count, best: candidate, bound: boundNs, structures, tried: folded },
    gap: isOf ? gapBetween(value, boundNs, 1) : undefined,
    why: candidate ? undefined : (why ?? 'interrupted'),
  };
}

/** A structure with every folding left to the tool, or why it has no times. */
async function openOf(work: Work, structure: Structure): Promise<DesignCandidate | string> {
  const open = await analysed(work, structure);
  if (open?.analysis.timeline === undefined)
    return open === undefined ? 'its text has no place' : reasonOf(open);
  return (await concrete(work, structure, open, true)) ?? reasonOf(open);
}

/** A folded design as text; undefined if the text has no times. */
async function written(
  work: Work,
  { structure, parallel }: FoldedDesign,
): Promise<DesignCandidate | undefined> {
  const open = await analysed(work, structure, parallel);
  return open?.analysis.timeline && concrete(work, structure, open, work.asked.exits === 'kept');
}

async function analysed(
  { before, trunk, leaving }: Work,
  structure: Structure,
  parallel?: FoldedDesign['parallel'],
): Promise<State | undefined> {
  const specs = trunk.exits.map(({ spec }) => spec);
  const rates = writtenRates(specs, structure.exits, leaving);
  const comment = `\`exeunt explore\`: ${structure.kind} with ${structure.cuts.length + 1} stages.`;
  const edits = structureEdits(before, trunk, structure, rates, comment, parallel);
  return edits && tried(before, edits, neverCancelled);
}

/** With what the tool chose for `auto` written out, and folded for the least time where that is better: as one edit of the file. */
async function concrete(
  { before, trunk, asked }: Work,
  structure: Structure,
  open: State,
  isRefined: boolean,
): Promise<DesignCandidate | undefined> {
  const [made] = open.closure.files;
  if (made === undefined) return undefined;
  const autos = chosenForAuto(open.analysis);
  const plain =
    autos.length === 0
      ? open
      : await tried(before, [wholeEdit(before, editedText(made.text, autos))], neverCancelled);
  if (plain.analysis.timeline === undefined) return undefined;
  const folded = isRefined ? await fastFolding(plain) : undefined;
  const [after] = [plain, ...(folded ? [folded] : [])]
    .map((each) => ({ after: each, fits: fitsOf(each) }))
    .sort(betterFirst(asked.objective))
    .map((each) => each.after);
  if (after === undefined) return undefined;
  const edits = [wholeEdit(before, after.closure.files[0]?.text ?? made.text)];
  const exits = trunk.exits.flatMap(({ spec }, bit) => ((structure.exits >> bit) & 1 ? [spec.name] : []));
  return {
    ...standing(after),
    ...{ kind: structure.kind, structure, exits, edits, after },
    isFrontResident: isFrontResident(structure),
  };
}

async function asWritten(before: State, trunk: Trunk): Promise<DesignCandidate> {
  const { analysis } = before;
  const { stages, schedule } = analysis.design;
  const after = await tried(before, [], neverCancelled);
  const places = stages.map(({ place }) => (place.kind === 'region' ? 0 : -1));
  const isReconfigured = places.includes(0);
  const isStreamed = trunk.list.specs.some((s) => s.weightsIn === 'ddr');
  return {
    ...standing(after),
    kind: isReconfigured ? schedule.policy : isStreamed ? 'static+memory' : 'static',
    structure: undefined,
    exits: trunk.exits.map(({ spec }) => spec.name),
    isFrontResident: isReconfigured && isFrontResident({ places }),
    edits: [],
    after,
  };
}

function standing(after: State): Pick<DesignCandidate, 'fits' | 'missed' | 'trouble'> {
  const fits = fitsOf(after);
  return { fits, missed: missedBudgets(after), trouble: fits === 'yes' ? undefined : reasonOf(after) };
}

function reasonOf(after: State): string {
  const { regions, missing } = after.analysis;
  const infeasible = regions.find((r) => r.infeasible !== undefined)?.infeasible;
  const [trouble] = troubles(after);
  return infeasible ?? trouble?.message ?? missing[0] ?? 'something in it is not modelled';
}
