/** Energy of designs that were tried, on the part of the file or on another. */
import { poweredTarget } from '../../analysis/figures/calibration';
import { baseOf, leakageOn } from '../../analysis/figures/energy';
import type { StreamEnergy } from '../../analysis/figures/energy-figures';
import type { Part } from '../../device/index';
import type { Nanoseconds, Watts } from '../../base/units';
import { type Amount, type BasePower, movedBase, none, sum, times, timesAmount } from '../../energy/index';
import type { ScheduleProblem } from '../../schedule/index';
import type { State } from '../trial';

/** Joules of one input in the long run, and what they are made of. */
export interface TriedEnergy {
  readonly perInput: Amount;
  readonly base: BasePower;
  /** Of the chip: what a design on another part of the family does not share. */
  readonly leakage: Amount;
  /** Seconds that an input has. */
  readonly every: Amount;
  readonly data: Amount;
  readonly atLeast: boolean;
  readonly part: string;
  readonly family: string;
}

/** Watts of the file's own system, or of the same system with another part. */
interface System {
  readonly base: BasePower;
  readonly leakage: Amount;
}

/**
 * Undefined where it is not modelled: on a part that no report is of, and on one of another family than that of the board whose
 * `idle` is stated. On another part of the family the system is the file's, as its board presets it, and leaks what that part
 * leaks.
 */
export function energyOf(before: State, after: State): TriedEnergy | undefined {
  const { energy, target } = after.analysis;
  if (energy?.stream === undefined || target.part === undefined) return undefined;
  const system = systemOf(before, after, energy.base);
  return system && energyIn(system, after, energy.stream);
}

/** The same hardware under another policy, batch or arrival. */
export function energyUnder(before: State, after: State, problem: ScheduleProblem): TriedEnergy | undefined {
  const { energy, target } = after.analysis;
  if (energy?.stream === undefined || target.part === undefined) return undefined;
  const system = systemOf(before, after, energy.base);
  return system && energyIn(system, after, energy.under(problem));
}

/** With the system that is known of the part. */
function energyIn(
  { base, leakage }: System,
  { analysis: { energy, target } }: State,
  { every, data }: Pick<StreamEnergy, 'every' | 'data'>,
): TriedEnergy {
  return {
    ...{ base, leakage, every, data },
    perInput: sum(timesAmount(base.watts, every), data),
    atLeast: energy?.atLeast ?? false,
    part: target.part?.name ?? '',
    family: target.part?.family ?? '',
  };
}

/** @param found base power by the text of the design that was tried */
function systemOf(before: State, after: State, found: BasePower): System | undefined {
  const { design, target, calibration } = before.analysis;
  const there = after.analysis.target.part;
  if (target.part === undefined || target.part.name === there?.name)
    return { base: found, leakage: found.leakage ?? none };
  const base = baseOf(design, poweredTarget(target, calibration), 0);
  if (target.part.family !== there?.family)
    return design.device?.idleW === undefined && base?.quantity !== 'board'
      ? { base: found, leakage: found.leakage ?? none }
      : undefined;
  const leaks = leaksOn(before, there);
  return base && leaks && { base: movedBase(base, leaks, found.clock), leakage: leaks.there };
}

/** What the file's part leaks, and another of its family on the same board; undefined if no report is of one of them. */
export function leaksOn(
  { analysis: { design, target } }: State,
  part: Part | undefined,
): { readonly here: Amount; readonly there: Amount } | undefined {
  if (part === undefined || target.part?.family !== part.family) return undefined;
  const [here, there] = [leakageOn(design, target), leakageOn(design, { ...target, part })];
  return here && there && { here, there };
}

/**
 * Whether one takes less than another, by what they do not share: two designs on one part have one base power, so its band does
 * not matter. Metered boards do differ between bitstreams.
 */
export function isSurelyLess(a: TriedEnergy, b: TriedEnergy): boolean {
  if (a.family !== b.family || a.base.quantity !== b.base.quantity) return a.perInput.high < b.perInput.low;
  if (a.base.quantity === 'board') return upper(a, a.base.watts.high) < lower(b, b.base.watts.low);
  const isOnePart = a.part === b.part;
  const own = (e: TriedEnergy): Amount => sum(e.base.clock ?? none, isOnePart ? none : e.leakage);
  const shared = sum(a.base.watts, times(own(a), -1));
  return [shared.low, shared.high].every(
    (watts) => upper(a, watts + own(a).high) < lower(b, watts + own(b).low),
  );
}

function upper({ every, data }: TriedEnergy, watts: Watts): number {
  return watts * every.high + data.high;
}

function lower({ every, data }: TriedEnergy, watts: Watts): number {
  return watts * every.low + data.low;
}

/** The same design with an input every so often; undefined if it falls behind. */
export function arriving(energy: TriedEnergy, everyNs: Nanoseconds): TriedEnergy | undefined {
  const every = everyNs / 1e9;
  if (every < energy.every.value) return undefined;
  const time = { value: every, low: every, high: every };
  return { ...energy, every: time, perInput: sum(timesAmount(energy.base.watts, time), energy.data) };
}
