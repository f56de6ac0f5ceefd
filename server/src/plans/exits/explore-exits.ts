/** Compares a design with every subset of its exits, all else as it is written. */
import { type Checkpoint, neverCancelled } from '../../base/checkpoint';
import type { Nanoseconds, Share } from '../../base/units';
import {
  type Objective,
  type Shape,
  type Subset,
  bestSubsets,
  shapeOf,
} from '../../explore/exits/best-subsets';
import {
  MOST_EXITS,
  everySubset,
  mapModules,
  type ScheduleProblem,
  type SubsetTimes,
} from '../../schedule/index';
import type { Policy } from '../../semantics/design';
import type { FileEdit } from '../../workspace/edited';
import { interruption } from '../interruption';
import { powerNeeded } from '../standing';
import { type State, tried, troubles } from '../trial';
import { exitEdits, isCutByExits } from './exit-edits';
import { type Leaving, type RequiredAccuracy, leavingOf, requiredOf, writtenRates } from './leaving';

export interface Asked {
  readonly objective: Objective;
  /** Instead of the budget's, or the design's own. */
  readonly accuracy: Share | undefined;
}

/** A subset of the exits under a policy. The real analysis of the edited text has the same figures, to the nanosecond. */
export interface Candidate extends Subset {
  readonly policy: Policy;
  readonly names: readonly string[];
  readonly fits: 'yes' | 'no' | 'undecided';
  /** Make the design of the file into this one. */
  readonly edits: readonly FileEdit[];
  readonly prices: readonly ExitPrice[];
  /** Of the edited design. */
  readonly after: State;
}

/** What one exit of a candidate changes: the candidate's time less that without it, negative where it makes it shorter. */
export interface ExitPrice {
  readonly name: string;
  readonly meanNs: Nanoseconds;
  readonly worstNs: Nanoseconds;
}

/** The best of a policy for each number of exits. */
export interface PolicyCurve {
  readonly policy: Policy;
  /** By number of exits; undefined where no subset is right often enough, or none could be confirmed. */
  readonly byCount: readonly (Candidate | undefined)[];
  readonly shape: Shape | undefined;
  /** No subset that fits is better than one shown: all that are better were analysed, and do not fit. */
  readonly proved: boolean;
}

export interface ExitSearch {
  readonly objective: Objective;
  /** In path order. */
  readonly exits: readonly string[];
  readonly required: RequiredAccuracy | undefined;
  /** The figures of the file itself. */
  readonly now: Subset & { readonly policy: Policy };
  readonly curves: readonly PolicyCurve[];
  /** How many subsets were timed, under all policies. */
  readonly timed: number;
  /** Subsets whose figures the analysis of the edited text did not repeat. They are left out. */
  readonly unconfirmed: number;
  /** False if it was interrupted: some curves end early or are missing. */
  readonly complete: boolean;
}

export interface Lacks {
  readonly missing: string;
}

/** Most exits of which the streams of all subsets are worked out: 2^n of them under each policy. */
const MOST_STREAMS = 10;
/** Subsets of a number of exits that are analysed before giving up on one that fits. */
const TRIES = 6;

const policies: readonly Policy[] = ['overlap', 'serial', 'speculate'];

/**
 * Times every subset under every policy: exactly, with the durations of the design. The best of each number of exits is
 * then analysed as edited text.
 */
export async function exploreExits(
  before: State,
  asked: Asked,
  checkpoint: Checkpoint,
  progress: (done: number, total: number) => void = () => undefined,
): Promise<ExitSearch | Lacks> {
  const lack = lackOf(before);
  const problem = before.analysis.timeline?.problem;
  if (lack !== undefined || problem === undefined) return { missing: lack ?? 'a timeline' };
  const exits = exitsOf(problem);
  const isOfEnergy = asked.objective === 'energy';
  if (isOfEnergy && before.analysis.energy?.stream === undefined) return { missing: powerNeeded };
  if (isOfEnergy && exits.length > MOST_STREAMS)
    return { missing: `at most ${MOST_STREAMS} exits for energy; \`--for latency\` takes more` };
  const leaving = leavingOf(before, problem, exits);
  const all = 2 ** exits.length - 1;
  const required = requiredOf(before, asked.accuracy, leaving.accuracyOf?.(all));
  const curves: PolicyCurve[] = [];
  const { isOver, pause } = interruption(checkpoint);
  const total = policies.length * (exits.length + 1);
  let [unconfirmed, done] = [0, 0];
  for (const policy of policies) {
    await pause();
    if (isOver()) break;
    const times = everySubset({ ...problem, policy }, leaving.rateOf);
    const wanted = { exits: exits.length, accuracyOf: leaving.accuracyOf, most: TRIES };
    const joules = isOfEnergy
      ? await joulesOf(before, { ...problem, policy }, { exits, leaving }, checkpoint)
      : undefined;
    const best = bestSubsets(times, {
      ...wanted,
      joules,
      objective: asked.objective,
      accuracy: required?.accuracy,
    });
    const byCount: (Candidate | undefined)[] = [];
    let proved = true;
    for (const subsets of best) {
      progress(done++, total);
      await pause();
      if (isOver()) break;
      const found = await firstFitting(before, { policy, exits, times, leaving }, subsets);
      unconfirmed += found.unconfirmed;
      proved &&= found.unconfirmed === 0 && (found.candidate?.fits === 'yes' || subsets.length < TRIES);
      byCount.push(found.candidate);
    }
    // Estimates of the clock tree decide which subsets are analysed.
    proved &&= !isOver() && (!isOfEnergy || before.analysis.energy?.base.quantity === 'board');
    const shape = isOver() ? undefined : shapeOf(byCount.map((c) => c && valueOf(c, asked.objective)));
    curves.push({ policy, byCount, shape, proved });
  }
  progress(total, total);
  const { policy } = problem;
  const { meanNs, worstNs } = before.analysis.timeline?.schedule ?? { meanNs: 0, worstNs: 0 };
  return {
    objective: asked.objective,
    exits,
    required,
    now: {
      ...{ policy, exits: all, meanNs, worstNs },
      joules: before.analysis.energy?.stream?.perInput.value,
      accuracy: leaving.accuracyOf?.(all),
    },
    curves,
    timed: curves.length * (all + 1),
    unconfirmed,
    complete: !isOver(),
  };
}

/** Nanoseconds, or joules. */
export function valueOf(
  { meanNs, worstNs, joules = Infinity }: Pick<Subset, 'meanNs' | 'worstNs' | 'joules'>,
  objective: Objective,
): number {
  return { latency: meanNs, worst: worstNs, energy: joules }[objective];
}

/** What an input of a stream takes with every subset of the exits, the base power of the file with all of them. */
async function joulesOf(
  { analysis: { energy } }: State,
  problem: ScheduleProblem,
  { exits, leaving }: Pick<Search, 'exits' | 'leaving'>,
  checkpoint: Checkpoint,
): Promise<Float64Array> {
  const joules = new Float64Array(2 ** exits.length);
  for (let mask = 0; mask < joules.length; mask++) {
    await checkpoint();
    const path = mapModules(problem, (module, kind) => {
      if (kind !== 'exit') return module;
      const bit = exits.indexOf(module.name);
      return (mask >> bit) & 1 ? { ...module, rate: leaving.rateOf(mask & (2 ** (bit + 1) - 1)) } : undefined;
    });
    joules[mask] = energy?.under({ ...problem, ...path }).perInput.value ?? Infinity;
  }
  return joules;
}

/** Why the exits of a design cannot be compared, in words; undefined if they can. */
function lackOf({ analysis }: State): string | undefined {
  const { design, timeline, missing, profile } = analysis;
  if (design.exits.length === 0) return 'an exit';
  if (design.exits.length > MOST_EXITS) return `at most ${MOST_EXITS} exits`;
  const [gate] = design.switches;
  if (gate) return `a single path: with the switch '${gate.name}' subsets of exits are not supported`;
  if (timeline === undefined) return `a timeline: ${missing[0] ?? 'the design has errors'}`;
  if (isCutByExits(design)) return 'stages that are written: without them each exit is a cut';
  if (profile?.fault) return `a trace that can be used: ${profile.fault.message}`;
  if (profile?.counted?.trace.numbered)
    return 'a trace with the names of its exits: by numbers, none of them can be left out';
  return undefined;
}

function exitsOf({ exits = [], stages }: ScheduleProblem): readonly string[] {
  return [...exits, ...stages.flatMap((s) => s.exits ?? [])].map((e) => e.name);
}

interface Search {
  readonly policy: Policy;
  readonly exits: readonly string[];
  readonly times: SubsetTimes;
  readonly leaving: Leaving;
}

/** The first subset that fits; else the first that may fit, else the first at all. */
async function firstFitting(
  before: State,
  search: Search,
  subsets: readonly Subset[],
): Promise<{ readonly candidate: Candidate | undefined; readonly unconfirmed: number }> {
  const found: Candidate[] = [];
  let unconfirmed = 0;
  for (const subset of subsets) {
    const candidate = await confirmed(before, search, subset);
    if (candidate === undefined) unconfirmed++;
    else found.push(candidate);
    if (candidate?.fits === 'yes') break;
  }
  const byFit = (fits: Candidate['fits']): Candidate | undefined => found.find((c) => c.fits === fits);
  return { candidate: byFit('yes') ?? byFit('undecided') ?? byFit('no'), unconfirmed };
}

/** Analyses the edited text; undefined if it does not have the same figures. */
async function confirmed(
  before: State,
  { policy, exits, times, leaving }: Search,
  subset: Subset,
): Promise<Candidate | undefined> {
  const names = exits.filter((_, bit) => (subset.exits >> bit) & 1);
  const specs = exits.flatMap((name) => before.analysis.design.exits.find((e) => e.name === name) ?? []);
  const rates = writtenRates(specs, subset.exits, leaving);
  const comment = `\`exeunt explore exits --as-written\`: ${names.length === 0 ? 'no exits' : names.join(', ')} under ${policy}.`;
  const edits = exitEdits(before, { exits: new Set(names), policy, rates, comment });
  if (edits === undefined) return undefined;
  const after = await tried(before, edits, neverCancelled);
  const { timeline, profile, energy } = after.analysis;
  const { meanNs, worstNs } = timeline?.schedule ?? {};
  if (meanNs !== subset.meanNs || worstNs !== subset.worstNs) return undefined;
  if (profile?.rates?.accuracy !== subset.accuracy) return undefined;
  const prices = names.map((name): ExitPrice => {
    const without = subset.exits & ~(1 << exits.indexOf(name));
    return {
      name,
      meanNs: meanNs - (times.meanNs[without] ?? 0),
      worstNs: worstNs - (times.worstNs[without] ?? 0),
    };
  });
  const wrong = troubles(after);
  const fits = wrong.some((d) => d.severity === 'error') ? 'no' : wrong.length > 0 ? 'undecided' : 'yes';
  // The clock tree of the exits that are gone is not in the estimate by which the subsets were ordered.
  const joules = subset.joules === undefined ? undefined : energy?.stream?.perInput.value;
  return { ...subset, joules, policy, names, fits, edits, prices, after };
}
