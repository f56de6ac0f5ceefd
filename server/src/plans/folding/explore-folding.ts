/** Searches the folding of every module of a design, all else as it is written. */
import { INVOKE_OVERHEAD_NS, durationOf } from '../../analysis/figures/modules';
import { type Checkpoint, neverCancelled } from '../../base/checkpoint';
import type { Cycles, Nanoseconds, Share } from '../../base/units';
import type { FoldGoal, FoldResult, Folded } from '../../explore/folds/fold-problem';
import { searchFolds } from '../../explore/folds/fold-search';
import { gapBetween } from '../../explore/gap';
import type { FileEdit } from '../../workspace/edited';
import { interruption } from '../interruption';
import {
  type Fits,
  type MissedBudget,
  type TimeObjective,
  betterFirst,
  fitsOf,
  missedBudgets,
} from '../standing';
import { type State, tried } from '../trial';
import { type NewFolding, foldEdits } from './fold-edits';
import { type FoldingRoom, type Rooms, roomsOf } from './rooms';

export interface FoldingAsked {
  readonly objective: TimeObjective;
  /** Instead of the least time: the least area with which each module is done within this. */
  readonly deadlineNs: Nanoseconds | undefined;
  /** Likewise, with which it takes an input each. */
  readonly intervalNs: Nanoseconds | undefined;
}

export interface FoldedModule extends NewFolding {
  /** Of the design's batch, with the call. */
  readonly timeNs: Nanoseconds;
  readonly intervalNs: Nanoseconds;
}

/** Foldings of the modules of one place, as the search has them. */
export interface RoomFolding {
  readonly room: FoldingRoom;
  readonly modules: readonly FoldedModule[];
  /** Largest share of a resource of the room. */
  readonly share: Share;
}

/** What the search of one place says. */
export interface RoomOutcome {
  readonly room: FoldingRoom;
  /** Undefined if no folding fits, within the limits that are asked. */
  readonly best: RoomFolding | undefined;
  /** Best for their time, fastest first. */
  readonly front: readonly RoomFolding[];
  /** None is below: nanoseconds, weighed over the modules, or a share. */
  readonly bound: number;
  /** As a share of the best; undefined without one. */
  readonly gap: Share | undefined;
  readonly proved: boolean;
  readonly tried: number;
  /** Why there is none, if even the smallest takes more than there is. */
  readonly short: FoldResult['short'];
}

/** A whole design. The analysis of the edited text gives its modules the figures of the search, to the nanosecond. */
export interface FoldingCandidate {
  /** Rooms that are folded anew. */
  readonly folded: readonly RoomFolding[];
  readonly fits: Fits;
  readonly missed: readonly MissedBudget[];
  readonly edits: readonly FileEdit[];
  readonly after: State;
}

export interface FoldingSearch {
  readonly asked: FoldingAsked;
  readonly rooms: readonly RoomOutcome[];
  readonly excluded: Rooms['excluded'];
  /** All rooms at their best first; then one room at a time along its front. */
  readonly candidates: readonly FoldingCandidate[];
  readonly unconfirmed: number;
  /** False if it was interrupted. */
  readonly complete: boolean;
}

/** Points of a front that are analysed, beside its best. */
const MOST_POINTS = 6;

/** Each place by itself; what is shown is then analysed as edited text. */
export async function exploreFolding(
  before: State,
  asked: FoldingAsked,
  checkpoint: Checkpoint,
  progress: (done: number, total: number) => void = () => undefined,
): Promise<FoldingSearch | { readonly missing: string }> {
  const { analysis } = before;
  if (analysis.target.part === undefined)
    return { missing: 'a known device: write `device { board pynq-z2 }`' };
  if (analysis.timeline === undefined)
    return { missing: `a timeline: ${analysis.missing[0] ?? 'the design has errors'}` };
  const { rooms, excluded } = roomsOf(before);
  if (rooms.length === 0)
    return {
      missing: `a module that can be folded: ${excluded[0] ? `of '${excluded[0].what}' ${excluded[0].why}` : 'there is none'}`,
    };
  const { isOver, pause } = interruption(checkpoint);
  const outcomes: RoomOutcome[] = [];
  for (const [i, room] of rooms.entries()) {
    progress(i, rooms.length);
    outcomes.push(await outcomeOf(before, room, asked, isOver, pause));
  }
  progress(rooms.length, rooms.length);
  const bests = outcomes.flatMap(({ best }) => best ?? []);
  const singles = outcomes.flatMap(({ best, front }) =>
    [...(rooms.length > 1 && best ? [best] : []), ...thinned(front, best)].map((one) => [one]),
  );
  const candidates: FoldingCandidate[] = [];
  let unconfirmed = 0;
  for (const folded of [...(bests.length > 0 ? [bests] : []), ...singles]) {
    await pause();
    if (isOver() && candidates.length > 0) break;
    const candidate = await confirmed(before, folded, asked, {
      isAll: folded === bests,
      isBest: folded.every((f) => bests.includes(f)),
    });
    if (candidate) candidates.push(candidate);
    else unconfirmed++;
  }
  const [first, ...others] = candidates;
  const ranked = first ? [first, ...others.sort(betterFirst(asked.objective))] : [];
  return { asked, rooms: outcomes, excluded, candidates: ranked, unconfirmed, complete: !isOver() };
}

async function outcomeOf(
  { analysis: { target } }: State,
  room: FoldingRoom,
  asked: FoldingAsked,
  isOver: () => boolean,
  pause: Checkpoint,
): Promise<RoomOutcome> {
  const cycles = (ns: Nanoseconds): Cycles => Math.floor((ns * target.clockHz) / 1e9 + 1e-6);
  const { deadlineNs, intervalNs } = asked;
  const isLimited = deadlineNs !== undefined || intervalNs !== undefined;
  const goal: FoldGoal = isLimited
    ? {
        kind: 'area',
        ...(deadlineNs !== undefined && { deadline: cycles(deadlineNs - INVOKE_OVERHEAD_NS) }),
        ...(intervalNs !== undefined && { interval: cycles(intervalNs) }),
      }
    : { kind: 'time' };
  const steps = searchFolds({ ...room.problem, goal, hasFront: true }, isOver);
  let step = steps.next();
  while (!step.done) {
    await pause();
    step = steps.next();
  }
  const { best, bound, proved, front, tried: count, short } = step.value;
  const value = best && (isLimited ? best.share : best.time);
  const folding = ({ foldings, share }: Folded): RoomFolding => ({
    room,
    modules: room.modules.flatMap((module, m) => {
      const own = foldings[m];
      if (own === undefined) return [];
      const { fixedNs, perInputNs } = durationOf(own.cost, target);
      const timeNs = fixedNs + room.problem.batch * perInputNs;
      return [{ module, timeNs, intervalNs: perInputNs, parallel: own.parallel }];
    }),
    share,
  });
  const weights = room.problem.modules.reduce((sum, { weight }) => sum + weight, 0);
  return {
    room,
    best: best && folding(best),
    front: front.map(folding),
    bound: isLimited ? bound : (bound * 1e9) / target.clockHz + weights * INVOKE_OVERHEAD_NS,
    gap: value === undefined ? undefined : gapBetween(value, bound),
    proved,
    tried: count,
    short,
  };
}

/** Some of a front, evenly, without the best. */
function thinned(front: readonly RoomFolding[], best: RoomFolding | undefined): readonly RoomFolding[] {
  const others = front.filter((f) => f.share !== best?.share);
  if (others.length <= MOST_POINTS) return others;
  const step = (others.length - 1) / (MOST_POINTS - 1);
  return Array.from({ length: MOST_POINTS }, (_, i) => others[Math.round(i * step)]).filter(
    (f) => f !== undefined,
  );
}

/** Analyses the edited text; undefined if its modules do not have the same times. */
async function confirmed(
  before: State,
  folded: readonly RoomFolding[],
  asked: FoldingAsked,
  { isAll, isBest }: { readonly isAll: boolean; readonly isBest: boolean },
): Promise<FoldingCandidate | undefined> {
  const limit = asked.deadlineNs ?? asked.intervalNs;
  const what = isAll
    ? 'every module'
    : folded.flatMap((f) => f.modules.map(({ module }) => module.name)).join(', ');
  const how = !isBest
    ? 'another folding of its front'
    : limit === undefined
      ? 'the least time'
      : 'the least area within the limit';
  const edits = foldEdits(
    before,
    folded.flatMap(({ modules }) => modules),
    `\`exeunt explore folding\`: ${what} with ${how}.`,
  );
  if (edits === undefined) return undefined;
  const after = await tried(before, edits, neverCancelled);
  const { batch } = before.analysis.design.schedule;
  const isSame = folded.every(({ modules }) =>
    modules.every(({ module, timeNs }) => {
      const duration = after.analysis.modules.find((m) => m.name === module.name)?.duration;
      return duration !== undefined && duration.fixedNs + batch * duration.perInputNs === timeNs;
    }),
  );
  return isSame ? { folded, fits: fitsOf(after), missed: missedBudgets(after), edits, after } : undefined;
}
