import { combine } from '../base/resources';
import { type ResidentModule, foldResident } from '../explore/folding';
import { defaultUtilisation } from '../floorplan/index';
import type { ScheduledExit, ScheduleProblem, StaticRival } from '../schedule/index';
import type { Design, PlaceSpec } from '../semantics/design';
import type { ModuleFigures, Target, TimelineFigures } from './analysis';
import { durationOf, foldable } from './modules';
import { shellOf } from './static-part';

/** The same network on the same part without reconfiguration, each with its own best folding. */
export interface Rivals {
  /** All stages and exits resident. */
  readonly resident?: StaticRival;
  /** The whole network as one module, no exit. */
  readonly withoutExits?: StaticRival;
}

const resident: PlaceSpec = { kind: 'static' };

/** Folding searches of designs larger than this would be felt. */
const MOST_LAYERS = 400;

export function rivalsOf(
  design: Design,
  modules: readonly ModuleFigures[],
  target: Target,
  timeline: TimelineFigures | undefined,
): Rivals {
  const { part } = target;
  const layers = modules.reduce((n, m) => n + m.layers.length, 0);
  if (part === undefined || timeline === undefined || layers > MOST_LAYERS) return {};
  if (modules.some((m) => m.cost?.notModelled.length)) return {};
  const { lut, ff, dsp, bram36, uram } = part.limits;
  const shell = shellOf({ ...design, regions: [] }, target);
  const capacity = combine({ lut, ff, dsp, bram18: 2 * bram36, uram }, shell, (have, gone) =>
    Math.max(0, Math.floor(have * defaultUtilisation) - gone),
  );
  const { problem } = timeline;
  const named = (name: string) => modules.find((m) => m.name === name);
  const free = () => true;
  const path: { readonly name: string; readonly module: ResidentModule }[] = [];
  let alive = 1;
  for (const stage of problem.stages) {
    for (const { name } of [stage, ...(stage.exits ?? [])]) {
      const module = named(name);
      if (module === undefined) return {};
      path.push({ name, module: { ...foldable(design, module, resident, target), free, weight: alive } });
    }
    for (const exit of stage.exits ?? []) alive = Math.max(0, alive - exit.rate);
  }
  const folded = foldResident(
    path.map((p) => p.module),
    capacity,
  );
  const durations = new Map(
    path.map(({ name }, i) => {
      const cost = folded.modules[i]?.cost;
      return [name, cost && durationOf(cost, target)] as const;
    }),
  );
  const stages = problem.stages.map((stage) => ({
    ...stage,
    place: resident,
    duration: durations.get(stage.name) ?? stage.duration,
    exits: (stage.exits ?? []).map((exit): ScheduledExit => {
      return { ...exit, place: resident, duration: durations.get(exit.name) ?? exit.duration };
    }),
  }));
  const withoutExits = wholeNetwork(design, modules, target, problem, capacity);
  return {
    resident: { problem: { ...problem, stages, loadNs: {} }, fits: folded.fits },
    ...(withoutExits && { withoutExits }),
  };
}

function wholeNetwork(
  design: Design,
  modules: readonly ModuleFigures[],
  target: Target,
  problem: ScheduleProblem,
  capacity: Parameters<typeof foldResident>[1],
): StaticRival | undefined {
  const list = modules.find((m) => m.kind === 'stage')?.list;
  const any = modules.find((m) => m.kind === 'stage');
  if (list === undefined || any === undefined) return undefined;
  const whole: ModuleFigures = { ...any, layers: list.specs.map((_, i) => i) };
  // Nothing taps it: no value leaves but the last.
  const untapped: Design = { ...design, exits: [], switches: [] };
  const { modules: folded, fits } = foldResident(
    [{ ...foldable(untapped, whole, resident, target), free: () => true }],
    capacity,
  );
  const cost = folded[0]?.cost;
  if (cost === undefined) return undefined;
  const stage = { name: list.name, place: resident, duration: durationOf(cost, target) };
  return { problem: { ...problem, stages: [stage], loadNs: {} }, fits };
}
