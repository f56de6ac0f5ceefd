/** The best design of each kind among those built on a part: all of them are timed under every policy that the kind may have. */
import { lazy } from '../../base/memo';
import type { Nanoseconds } from '../../base/units';
import { isEqual } from '../../base/equal';
import { formatNs } from '../../base/format';
import { type ScheduleProblem, scheduleOnce, scheduleStream } from '../../schedule/index';
import type { Policy } from '../../semantics/design';
import type { FileEdit } from '../../workspace/edited';
import { placed } from '../candidates';
import type { Kind } from '../designs/structures';
import { type TriedEnergy, energyOf } from '../energy/energy-of';
import { wholeEdit } from '../folding/fast-folding';
import {
  type DesignObjective,
  type Fits,
  type MissedBudget,
  type TimeObjective,
  fitsOf,
  missedBudgets,
} from '../standing';
import { scheduleEdits } from '../schedule-edit';
import { type State, tried } from '../trial';
import { neverCancelled } from '../../base/checkpoint';
import type { Built } from './built';

/** A design as it is applied. Its figures are those of the analysis of its text. */
export interface PartDesign {
  readonly kind: Kind;
  readonly isFrontResident: boolean;
  readonly isAsWritten: boolean;
  readonly fits: Fits;
  readonly missed: readonly MissedBudget[];
  readonly after: State;
  readonly edits: readonly FileEdit[];
  /** In the system of the file; undefined where it is not modelled. */
  readonly energy: () => TriedEnergy | undefined;
}

/** One of those built, under a policy. */
export interface Timed {
  readonly built: Built;
  readonly policy: Policy;
  /** Nanoseconds, or joules. */
  readonly value: number;
}

const policies: readonly Policy[] = ['overlap', 'serial', 'speculate'];

/** The policies of a kind: a resident design may go on while a check runs, or not. */
export function policiesOf(kind: Kind): readonly Policy[] {
  return kind === 'static' || kind === 'static+memory' ? policies : [kind];
}

export function isOfKind({ hardware }: Pick<Built, 'hardware'>, kind: Kind): boolean {
  return hardware === 'reconfigured' ? kind !== 'static' && kind !== 'static+memory' : hardware === kind;
}

/**
 * Those of a kind with a timeline, the fastest first, of those that surely fit before those that may.
 *
 * @param batch instead of the one written
 */
export function timed(
  all: readonly Built[],
  kind: Kind,
  objective: DesignObjective,
  batch?: number,
): readonly Timed[] {
  return all
    .filter((built) => built.fits !== 'no' && isOfKind(built, kind))
    .flatMap((built): Timed[] => {
      const { timeline, energy } = built.after.analysis;
      if (timeline === undefined || (objective === 'energy' && energy?.stream === undefined)) return [];
      return policiesOf(kind).map((policy) => {
        const problem = { ...timeline.problem, policy, batch: batch ?? timeline.problem.batch };
        const value =
          objective === 'energy'
            ? (energy?.under(problem).perInput.value ?? Infinity)
            : timeOf(problem, objective);
        return { built, policy, value };
      });
    })
    .sort((a, b) => rank[a.built.fits] - rank[b.built.fits] || a.value - b.value);
}

const rank: Readonly<Record<Fits, number>> = { yes: 0, undecided: 1, no: 2 };

export function timeOf(problem: ScheduleProblem, objective: TimeObjective): Nanoseconds {
  if (objective === 'throughput') return scheduleStream(problem).periodPerInputNs;
  const { meanNs, worstNs } = scheduleOnce(problem);
  return objective === 'latency' ? meanNs : worstNs;
}

/** Instead of what is written. */
export interface ScheduleAt {
  readonly batch?: number;
  readonly arrival?: ScheduleProblem['arrival'];
}

/** Analyses the text with the policy, and the batch and arrival of a cell. */
export async function confirmed(
  before: State,
  { built, policy }: Pick<Timed, 'built' | 'policy'>,
  kind: Kind,
  { batch, arrival }: ScheduleAt = {},
): Promise<PartDesign> {
  const { after: own, isFrontResident } = built;
  const { schedule } = own.analysis.design;
  const wanted =
    scheduleEdits(own.analysis, {
      ...(schedule.policy !== policy && { policy }),
      ...(batch !== undefined && schedule.batch !== batch && { batch: String(batch) }),
      ...(arrival !== undefined &&
        !isEqual(schedule.arrival, arrival) && {
          arrival: arrival === 'back-to-back' ? arrival : `every ${formatNs(arrival.everyNs)}`,
        }),
    }) ?? [];
  const edits = wanted.length === 0 ? [] : (placed(own, [{ title: '', edits: wanted }])[0]?.edits ?? []);
  const after = edits.length === 0 ? own : await tried(own, edits, neverCancelled);
  const text = after.closure.files[0]?.text ?? '';
  const isAsWritten = text === before.closure.files[0]?.text;
  return {
    kind,
    ...{ isFrontResident, isAsWritten },
    fits: fitsOf(after),
    missed: missedBudgets(after),
    after,
    edits: isAsWritten ? [] : editsTo(before, after),
    energy: lazy(() => energyOf(before, after)),
  };
}

/** All files of a design as edits of another version of them. */
function editsTo(before: State, after: State): readonly FileEdit[] {
  return before.closure.files.flatMap((file, i) => {
    const text = after.closure.files[i]?.text ?? file.text;
    return text === file.text
      ? []
      : i === 0
        ? [wholeEdit(before, text)]
        : [{ uri: file.uri, start: 0, end: file.text.length, text }];
  });
}
