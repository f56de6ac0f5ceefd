/** Energy of the designs that a design is compared with, by the same rules as its own. */
import type { Nanoseconds } from '../../base/units';
import type { ModuleCost } from '../../cost/index';
import type { Amount, BasePower } from '../../energy/index';
import { type ScheduleProblem, modulesOf } from '../../schedule/index';
import type { Design } from '../../semantics/design';
import type { Target, TimelineFigures } from '../analysis';
import { meanData, runsOf } from './data-energy';
import { baseOf, seconds, streamFigures } from './energy';
import { shellOf } from './static-part';

export interface Rival {
  readonly problem: ScheduleProblem;
  /** Of an input, back to back. */
  readonly periodNs: Nanoseconds;
  /** By module; those of the design itself if absent. */
  readonly costs?: ReadonlyMap<string, ModuleCost> | undefined;
}

interface Compared {
  readonly design: Design;
  readonly target: Target;
  readonly timeline: TimelineFigures | undefined;
  readonly ownCosts: ReadonlyMap<string, ModuleCost>;
  /** The design's own base power. */
  readonly base: BasePower | undefined;
}

/**
 * Joules of one input of a rival's stream: at the design's arrival period, or back to back. Undefined on a part without
 * figures, and for a rival that falls behind the arrivals.
 */
export function rivalEnergy(
  { design, target, timeline, ownCosts, base: own }: Compared,
  { problem, periodNs, costs }: Rival,
): Amount | undefined {
  if (target.part === undefined || timeline === undefined) return undefined;
  const arrival = timeline.stream?.arrival;
  if (arrival && arrival.everyNs < periodNs) return undefined;
  const base = costs === undefined ? own : residentBase(design, target, costs);
  if (base === undefined) return undefined;
  const modules = modulesOf(problem).map(({ name, place }) => {
    const cost = (costs ?? ownCosts).get(name);
    return { name, place, ...(cost && { cost }) };
  });
  const data = meanData(problem, runsOf(modules, target));
  const every = seconds(arrival?.everyNs ?? periodNs);
  return streamFigures(base, every, data, 0, arrival !== undefined).perInput;
}

/** Everything resident, and the shell without regions. */
function residentBase(
  design: Design,
  target: Target,
  costs: ReadonlyMap<string, ModuleCost>,
): BasePower | undefined {
  const shell = shellOf({ ...design, regions: [] }, target);
  const flipFlops = [...costs.values()].reduce((n, { resources }) => n + resources.ff, shell.ff);
  return baseOf(design, target, flipFlops);
}
