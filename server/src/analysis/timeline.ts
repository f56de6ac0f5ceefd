import type { Nanoseconds, Share } from '../base/units';
import { lazy } from '../base/lazy';
import {
  type Schedule,
  type ScheduleProblem,
  type ScheduledStage,
  type Stream,
  problemError,
  scheduleOnce,
  scheduleStream,
} from '../schedule/index';
import type { Design, ExitSpec, Policy, StageSpec } from '../semantics/design';
import type { ModuleFigures, ProfileFigures, RegionFigures, TimelineFigures } from './analysis';

/** A timeline, or in words what it lacks. */
export type TimelineOutcome = TimelineFigures | { readonly missing: string };

/**
 * The chain of a stream's states takes time with the cube of its exits: some 0.1 s at this many stages. No part
 * has room for nearly as many modules.
 */
export const MOST_STAGES = 128;

/** One input along the network's path, under the design's policy. */
export function timelineOf(
  design: Design,
  modules: readonly ModuleFigures[],
  regions: readonly RegionFigures[],
  policy: Policy | undefined,
  profile: ProfileFigures | undefined,
): TimelineOutcome {
  if (design.networks.length === 0) return { missing: 'no network: write one for a timeline' };
  if (design.networks.length > 1 || design.switches.length > 0) {
    return { missing: 'the timeline of a `switch` is not modelled in this version' };
  }
  const moduleOf = new Map(modules.map((m) => [m.spec, m]));
  const exitsBehind = exitsByLayer(design);
  const stages: ScheduledStage[] = [];
  for (const spec of pathOf(design)) {
    const module = moduleOf.get(spec);
    if (module?.duration === undefined) return { missing: `stage ${spec.name} has no duration yet` };
    const exits = [];
    for (const exit of exitsBehind.get(spec.layers.at(-1)) ?? []) {
      const branch = moduleOf.get(exit);
      if (branch?.duration === undefined) return { missing: `exit ${exit.name} has no duration yet` };
      exits.push({
        name: exit.name,
        place: exit.place,
        duration: branch.duration,
        rate: rateOf(exit, profile),
      });
    }
    stages.push({ name: spec.name, place: spec.place, duration: module.duration, exits });
  }
  const loadNs: Record<string, Nanoseconds> = {};
  for (const region of regions) {
    if (region.loadNs !== undefined) loadNs[region.spec.name] = region.loadNs;
  }
  const problem: ScheduleProblem = {
    policy: policy ?? design.schedule.policy,
    batch: design.schedule.batch,
    arrival: design.schedule.arrival,
    stages,
    loadNs,
  };
  const error = problemError(problem);
  if (error !== undefined) return { missing: error };
  const stream = lazy(() => (stages.length > MOST_STAGES ? undefined : streamOf(problem)));
  return {
    problem,
    schedule: onceOf(problem),
    get stream() {
      return stream();
    },
  };
}

/** As counted in the trace; without one as written, or else none. */
function rateOf(exit: ExitSpec, profile: ProfileFigures | undefined): Share {
  return profile?.rates?.exits.find((e) => e.name === exit.name)?.rate ?? exit.rate?.value ?? 0;
}

/** Stages of the design's network in the order an input passes them. */
export function pathOf(design: Design): readonly StageSpec[] {
  const network = design.networks[0]?.name;
  return design.stages
    .filter((s) => s.network === network && s.layers.length > 0)
    .sort((a, b) => (a.layers[0] ?? 0) - (b.layers[0] ?? 0));
}

/** Exits of the one network by the layer they stand behind; one inside a stage has its own diagnostic. */
function exitsByLayer(design: Design): ReadonlyMap<number | undefined, readonly ExitSpec[]> {
  const network = design.networks[0]?.name;
  const exits = new Map<number | undefined, ExitSpec[]>();
  for (const exit of design.exits) {
    if (exit.after?.network !== network || exit.after === undefined) continue;
    const behind = exits.get(exit.after.layer);
    if (behind) behind.push(exit);
    else exits.set(exit.after.layer, [exit]);
  }
  return exits;
}

// Most edits change no duration: the last few timelines are kept by their problem.
const onceOf = remembered<Schedule>(scheduleOnce);
const streamOf = remembered<Stream>(scheduleStream);

function remembered<T>(compute: (problem: ScheduleProblem) => T): (problem: ScheduleProblem) => T {
  const kept = new Map<string, T>();
  const most = 16;
  return (problem) => {
    const key = JSON.stringify(problem);
    let found = kept.get(key);
    if (found === undefined) {
      found = compute(problem);
      if (kept.size >= most) kept.delete(kept.keys().next().value ?? '');
      kept.set(key, found);
    }
    return found;
  };
}
