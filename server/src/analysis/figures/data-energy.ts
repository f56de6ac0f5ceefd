/** What modules take while they work, beside base power. */
import type { Band } from '../../base/band';
import type { Resources } from '../../base/resources';
import type { Share } from '../../base/units';
import { type Amount, dataEnergy, none, reportedScale, sum, times } from '../../energy/index';
import {
  type Duration,
  type ScheduledPath,
  type ScheduledTask,
  type ScheduleProblem,
  modulesOf,
  reachingShares,
} from '../../schedule/index';
import type { Target } from '../analysis';

/** Joules of a module: to fill its pipeline, and for each input. */
interface Run {
  readonly fill: Amount;
  readonly perInput: Amount;
}

/** By name; modules on the processor have none. */
export type Runs = ReadonlyMap<string, Run>;

interface Costed {
  readonly fillCycles: number;
  readonly intervalCycles: number;
  readonly resources: Resources;
  readonly band: Band;
}

interface Module {
  readonly name: string;
  readonly place: { readonly kind: string };
  readonly cost?: Costed;
}

/** By the prices of the family, or as much more or less as reports of this design say. */
export function runsOf(modules: readonly Module[], { part, measuredPower }: Target): Runs {
  const family = part?.family ?? '7series';
  const scale = reportedScale(family, measuredPower?.reports ?? []);
  const runs = new Map<string, Run>();
  for (const { name, place, cost } of modules) {
    if (place.kind === 'cpu' || cost === undefined) continue;
    const { fillCycles, intervalCycles, resources, band } = cost;
    const joules = (cycles: number): Amount => times(dataEnergy(family, resources, band.lut, cycles), scale);
    runs.set(name, { fill: joules(fillCycles), perInput: joules(intervalCycles) });
  }
  return runs;
}

export type Durations = ReadonlyMap<string, Duration>;

export function durationsOf(problem: ScheduledPath): Durations {
  return new Map(modulesOf(problem).map((m) => [m.name, m.duration]));
}

/** Joules of tasks as they are timed: in a batch, for the inputs that are expected to be alive. */
export function taskData(tasks: readonly ScheduledTask[], durations: Durations, runs: Runs): Amount {
  return sum(
    ...tasks.flatMap(({ kind, module, startNs, endNs }): Amount[] => {
      const [run, duration] = [runs.get(module), durations.get(module)];
      if (kind === 'load' || run === undefined || duration === undefined || endNs <= startNs) return [];
      const { fixedNs, perInputNs } = duration;
      const alive = perInputNs > 0 ? (endNs - startNs - fixedNs) / perInputNs : 1;
      return [sum(run.fill, times(run.perInput, Math.max(0, alive)))];
    }),
  );
}

/**
 * Joules of an input of a stream, by the shares that reach each module. A batch fills a pipeline once, if any of its inputs
 * comes. Under `speculate` a stage runs for all that its checks decide on.
 */
export function meanData(problem: ScheduleProblem, runs: Runs): Amount {
  const { batch } = problem;
  const reaching = runningShares(problem);
  return sum(
    ...[...reaching].map(([name, share]) => {
      const run = runs.get(name);
      if (run === undefined) return none;
      return sum(times(run.fill, Math.min(share, 1 / batch)), times(run.perInput, share));
    }),
  );
}

function runningShares(problem: ScheduleProblem): ReadonlyMap<string, Share> {
  const reaching = reachingShares(problem);
  if (problem.policy !== 'speculate') return reaching;
  const running = new Map(reaching);
  const visit = ({ stages, decision }: ScheduledPath): void => {
    for (const [at, { exits = [] }] of stages.entries()) {
      const [decided, next] = [exits[0] && reaching.get(exits[0].name), stages[at + 1]?.name];
      if (decided !== undefined && next !== undefined)
        running.set(next, Math.max(running.get(next) ?? 0, decided));
    }
    decision?.cases.forEach(visit);
  };
  visit(problem);
  return running;
}
