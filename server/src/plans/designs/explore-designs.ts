/** Compares the ways to build a network on its part: each kind of design with its best cuts, places, foldings and regions. */
import { type Checkpoint, neverCancelled } from '../../base/checkpoint';
import type { Nanoseconds, Share } from '../../base/units';
import { bitsOf } from '../../explore/exits/best-subsets';
import { chosenForAuto } from '../../ide/refactorings';
import { type FileEdit, editedText } from '../../workspace/edited';
import { type Leaving, type RequiredAccuracy, leavingOf, requiredOf } from '../exits/leaving';
import { fastFolding, wholeEdit } from '../folding/fast-folding';
import { interruption } from '../interruption';
import {
  type Fits,
  type MissedBudget,
  type TimeObjective,
  betterFirst,
  fitsOf,
  missedBudgets,
  timeFor,
} from '../standing';
import { type State, tried, troubles } from '../trial';
import { structureEdits } from './design-text';
import { type LowerBounds, lowerBounds } from './lower-bound';
import { type Kind, type Structure, isFrontResident, kinds, structuresOf } from './structures';
import { type Trunk, trunkOf } from './trunk';

export interface DesignsAsked {
  readonly objective: TimeObjective;
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
  /** No design of the searched space is below; undefined for times per input, of which no bound is known. */
  readonly bound: Nanoseconds | undefined;
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

/** Structures of a group that are analysed: a limit of work, not of time. */
const MOST_TRIED = 6;
/** The same where the exits are free, and there is a group for each number of them. */
const MOST_TRIED_EACH = 3;
/** Of those, how many are folded for the least time. */
const MOST_FINISHED = 2;
/** With more exits, not every subset is bounded. */
const MOST_FREE_EXITS = 6;

/** Structures are taken in the order of what their latency is at least; each is analysed with every folding and pblock left to the tool. */
export async function exploreDesigns(
  before: State,
  asked: DesignsAsked,
  checkpoint: Checkpoint,
  progress: (done: number, total: number) => void = () => undefined,
): Promise<DesignSearch | { readonly missing: string }> {
  const trunk = trunkOf(before);
  if ('missing' in trunk) return trunk;
  const { analysis } = before;
  const names = trunk.exits.map(({ spec }) => spec.name);
  const problem = analysis.timeline?.problem;
  if (problem === undefined) return { missing: 'a timeline' };
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
  const { structures, cuts } = spaceOf(before, trunk, isFree, (mask) =>
    isRight(leaving, required?.accuracy, mask),
  );
  const bounds = lowerBounds(before, trunk, leaving.rateOf);
  const { isOver, pause } = interruption(checkpoint);
  const written = await asWritten(before, trunk);
  const groups: DesignGroup[] = [];
  const sorted = byGroup(structures, isFree);
  for (const [i, own] of sorted.entries()) {
    progress(i, sorted.length);
    await pause();
    if (isOver()) break;
    groups.push(await groupOf({ before, trunk, leaving, asked, isOver, pause }, own, bounds));
  }
  progress(sorted.length, sorted.length);
  const candidates = [written, ...groups.flatMap(({ best }) => best ?? [])].sort(
    betterFirst(asked.objective),
  );
  return { asked, exits: names, required, written, groups, candidates, cuts, complete: !isOver() };
}

interface Work {
  readonly before: State;
  readonly trunk: Trunk;
  readonly leaving: Leaving;
  readonly asked: DesignsAsked;
  readonly isOver: () => boolean;
  readonly pause: Checkpoint;
}

function isRight({ accuracyOf }: Leaving, needed: Share | undefined, mask: number): boolean {
  return needed === undefined || accuracyOf === undefined || accuracyOf(mask) >= needed - 1e-9;
}

function spaceOf(
  { analysis: { design } }: State,
  trunk: Trunk,
  isFree: boolean,
  isWanted: (mask: number) => boolean,
): { readonly structures: readonly Structure[]; readonly cuts: string } {
  const all = 2 ** trunk.exits.length - 1;
  const written = design.stages.flatMap((s) => (s.implied ? [] : s.layers.slice(0, 1)));
  const own = written.filter((l) => trunk.boundaries.includes(l));
  const masks = isFree ? Array.from({ length: all + 1 }, (_, mask) => mask).filter(isWanted) : [all];
  const spaces = masks.map((mask) => structuresOf(trunk, mask, own));
  return { structures: spaces.flatMap((s) => s.structures), cuts: spaces[0]?.cuts ?? 'none' };
}

function byGroup(structures: readonly Structure[], isFree: boolean): readonly (readonly Structure[])[] {
  const counts = isFree
    ? [...new Set(structures.map((s) => bitsOf(s.exits)))].sort((a, b) => a - b)
    : [undefined];
  return kinds.flatMap((kind) =>
    counts
      .map((count) =>
        structures.filter((s) => s.kind === kind && (count === undefined || bitsOf(s.exits) === count)),
      )
      .filter((own) => own.length > 0),
  );
}

async function groupOf(
  work: Work,
  structures: readonly Structure[],
  bounds: LowerBounds,
): Promise<DesignGroup> {
  const { asked, isOver, pause } = work;
  const [first] = structures;
  if (first === undefined) throw new Error('a group has structures');
  const bounded = structures
    .flatMap((structure) => {
      const bound = bounds.of(structure);
      return bound ? [{ structure, bound: asked.objective === 'worst' ? bound.worstNs : bound.meanNs }] : [];
    })
    .sort((a, b) => a.bound - b.bound || a.structure.cuts.length - b.structure.cuts.length);
  const [least] = bounded;
  // Fewest cuts first: what is left to the tool counts for more than the bounds tell.
  const plain = bounded.toSorted((a, b) => a.structure.cuts.length - b.structure.cuts.length);
  const most = asked.exits === 'free' ? MOST_TRIED_EACH : MOST_TRIED;
  const order = new Set([...plain.slice(0, most / 2), ...bounded]);
  const isBounded = asked.objective !== 'throughput';
  const found: { readonly structure: Structure; readonly after: State; readonly fits: Fits }[] = [];
  let count = 0;
  let why = bounded.length === 0 ? 'no rectangle of the part holds a region' : undefined;
  const better = betterFirst(asked.objective);
  for (const { structure, bound } of order) {
    if (count >= most || isOver()) break;
    const [best] = found;
    const value = best && timeFor(best.after, asked.objective);
    const isSettled = best?.fits === 'yes' && missedBudgets(best.after).length === 0;
    if (isBounded && isSettled && value !== undefined && bound >= value) continue;
    await pause();
    count++;
    const after = await analysed(work, structure);
    if (after?.analysis.timeline === undefined) {
      why ??= after === undefined ? 'its text has no place' : reasonOf(after);
      continue;
    }
    found.push({ structure, after, fits: fitsOf(after) });
    found.sort(better);
  }
  const finished: DesignCandidate[] = [];
  for (const { structure, after } of found.slice(0, MOST_FINISHED)) {
    const made = await concrete(work, structure, after);
    if (made) finished.push(made);
  }
  const [candidate] = finished.sort(better);
  const value = candidate && timeFor(candidate.after, asked.objective);
  const bound = isBounded ? least && Math.min(least.bound, value ?? Infinity) : undefined;
  return {
    kind: first.kind,
    count: bitsOf(first.exits),
    best: candidate,
    bound,
    gap: bound === undefined || value === undefined || value === 0 ? undefined : 1 - bound / value,
    structures: structures.length,
    tried: count,
    why: candidate ? undefined : (why ?? 'interrupted'),
  };
}

async function analysed({ before, trunk, leaving }: Work, structure: Structure): Promise<State | undefined> {
  const rates = new Map<string, Share>();
  if (leaving.accuracyOf === undefined)
    trunk.exits.forEach(({ spec }, bit) => {
      if ((structure.exits >> bit) & 1)
        rates.set(spec.name, leaving.rateOf(structure.exits & (2 ** (bit + 1) - 1)));
    });
  const comment = `\`exeunt explore\`: ${structure.kind} with ${structure.cuts.length + 1} stages.`;
  const edits = structureEdits(before, trunk, structure, rates, comment);
  return edits && tried(before, edits, neverCancelled);
}

/** With what the tool chose for `auto` written out, and folded for the least time where that is better: as one edit of the file. */
async function concrete(
  { before, trunk, asked }: Work,
  structure: Structure,
  open: State,
): Promise<DesignCandidate | undefined> {
  const [made] = open.closure.files;
  if (made === undefined) return undefined;
  const plain = await tried(
    before,
    [wholeEdit(before, editedText(made.text, chosenForAuto(open.analysis)))],
    neverCancelled,
  );
  if (plain.analysis.timeline === undefined) return undefined;
  const folded = await fastFolding(plain);
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
