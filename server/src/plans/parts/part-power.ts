/** What a design takes on a part, what that part leaks less than the file's, and when that pays for loads that inputs wait for. */
import type { Nanoseconds, Watts } from '../../base/units';
import type { Part } from '../../device/index';
import { type Amount, breakEvenPeriodNs, leakageSaved } from '../../energy/index';
import { scheduleOnce } from '../../schedule/index';
import { type TriedEnergy, energyOf, leaksOn } from '../energy/energy-of';
import type { State } from '../trial';
import type { PartDesign } from './kinds-of';

export interface PartPower {
  /** Of the best design; undefined where it is not modelled. */
  readonly energy: TriedEnergy | undefined;
  /** Watts that the part leaks less than that of the file; undefined for that part itself, other families and dies without a report. */
  readonly savedW: Amount | undefined;
  /** For the best reconfigured design that surely fits; undefined where there is none, or nothing is saved. */
  readonly pays: LeakagePays | undefined;
}

/** A smaller part against everything resident in that of the file. */
export interface LeakagePays {
  /** By how much its loads make an input take longer, on average. */
  readonly exposedNs: Nanoseconds;
  /** T* = base power · exposed time ÷ watts saved: with inputs further apart than this it takes less. 0 if no input waits. */
  readonly fromNs: Nanoseconds;
  /** By the ends of what is saved; `Infinity` if at its lower end nothing is. */
  readonly between: readonly [Nanoseconds, Nanoseconds];
}

interface Found {
  readonly part: Part;
  readonly best: PartDesign | undefined;
  readonly regional: PartDesign | undefined;
}

export function partPower(before: State, { part, best, regional }: Found): PartPower {
  const energy = best?.energy();
  const isOwn = before.analysis.target.part?.name === part.name;
  const leaks = isOwn ? undefined : leaksOn(before, part);
  const savedW = leaks && leakageSaved(leaks);
  return { energy, savedW, pays: savedW && regional && paysFrom(before, regional, savedW) };
}

function paysFrom(before: State, { after, energy }: PartDesign, savedW: Amount): LeakagePays | undefined {
  const base = (energyOf(before, before) ?? energy())?.base;
  const problem = after.analysis.timeline?.problem;
  if (base === undefined || problem === undefined || savedW.value <= 0) return undefined;
  const loadNs = Object.fromEntries(Object.keys(problem.loadNs).map((region) => [region, 0]));
  const exposedNs =
    scheduleOnce(problem).meanPerInputNs - scheduleOnce({ ...problem, loadNs }).meanPerInputNs;
  const at = (baseW: Watts, watts: Watts): Nanoseconds =>
    Math.round(breakEvenPeriodNs(baseW, exposedNs, watts) ?? Infinity);
  return {
    exposedNs,
    fromNs: at(base.watts.value, savedW.value),
    between: [at(base.watts.low, savedW.high), at(base.watts.high, savedW.low)],
  };
}
