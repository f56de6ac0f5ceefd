/** Times of exits and decisions on several paths, as means over the inputs that take each path. */
import type { Nanoseconds, Share } from '../../base/units';
import { at } from '../at';
import type { CheckTimes, ExitTimes, PathTimes } from './path-times';

/** Times of a decision over all its cases. */
export interface DecisionTimes extends CheckTimes {
  /** Share of all inputs that reach it. */
  readonly rate: Share;
  readonly cases: readonly CaseTimes[];
}

export interface CaseTimes {
  readonly name: string;
  /** Share of all inputs that take it. */
  readonly rate: Share;
  /** Mean and worst time until those have left. */
  readonly meanNs: Nanoseconds;
  readonly worstNs: Nanoseconds;
}

export function exitTimes(paths: readonly PathTimes[]): readonly ExitTimes[] {
  if (paths.length === 1) return at(paths, 0).exits;
  return [...byName(paths, (p) => p.exits)].map(([, places]): ExitTimes => ({
    ...checkMeans(places),
    rate: sumOf(places.map((e) => e.of.rate)),
    latencyNs: mean(places.map(({ of }) => ({ ns: of.latencyNs, share: of.rate }))),
    leavingNs: mean(places.map(({ of }) => ({ ns: of.leavingNs, share: of.rate }))),
    vainLoadNs: mean(places.map(({ of }) => ({ ns: of.vainLoadNs, share: of.rate }))),
  }));
}

export function decisionTimes(paths: readonly PathTimes[]): readonly DecisionTimes[] {
  if (at(paths, 0).choices.length === 0) return [];
  return [...byName(paths, (p) => p.decisions)].map(([name, places]): DecisionTimes => {
    const cases = new Map<number, { name: string; ways: PathTimes[] }>();
    for (const { path } of places) {
      const choice = path.choices.find((c) => c.decision === name);
      if (choice === undefined) continue;
      const own = cases.get(choice.index);
      if (own) own.ways.push(path);
      else cases.set(choice.index, { name: choice.case, ways: [path] });
    }
    return {
      ...checkMeans(places),
      rate: sumOf(places.map((d) => d.of.rate)),
      cases: [...cases.values()].map((c) => caseTimes(name, c.name, c.ways)),
    };
  });
}

function caseTimes(decision: string, name: string, ways: readonly PathTimes[]): CaseTimes {
  const leaving = ways.flatMap((path) => {
    const step = path.decisions.find((d) => d.name === decision)?.step ?? 0;
    return [
      // Inputs that leave before the decision take no case.
      ...path.exits.filter((e) => e.step > step).map((e) => ({ ns: e.latencyNs, share: e.rate })),
      { ns: path.endLatencyNs, share: path.endRate },
    ];
  });
  return {
    name,
    rate: sumOf(leaving.map((l) => l.share)),
    meanNs: mean(leaving),
    worstNs: Math.max(...ways.map((p) => p.worstNs)),
  };
}

/** Weighted mean, or the plain mean if all shares are zero. */
export function mean(values: readonly { readonly ns: Nanoseconds; readonly share: Share }[]): Nanoseconds {
  const total = values.reduce((sum, v) => sum + v.share, 0);
  const weight = (share: Share): number => (total > 0 ? share / total : 1 / values.length);
  const first = values[0]?.ns ?? 0;
  // Equal times stay exact, whatever the rounding of shares.
  if (values.every((v) => v.ns === first)) return first;
  return Math.round(values.reduce((sum, v) => sum + weight(v.share) * v.ns, 0));
}

/** Sum of shares that were split before, without the rounding errors of that. */
function sumOf(shares: readonly Share[]): Share {
  return Math.round(shares.reduce((a, b) => a + b, 0) * 1e12) / 1e12;
}

interface Place<T> {
  readonly path: PathTimes;
  readonly of: T;
}

function byName<T extends CheckTimes>(
  paths: readonly PathTimes[],
  of: (path: PathTimes) => readonly T[],
): ReadonlyMap<string, readonly Place<T>[]> {
  const found = new Map<string, Place<T>[]>();
  for (const path of paths) {
    for (const check of of(path)) {
      const own = found.get(check.name);
      if (own) own.push({ path, of: check });
      else found.set(check.name, [{ path, of: check }]);
    }
  }
  return found;
}

/** Hidden and exposed times are weighted by the inputs that continue: those are the ones that wait. */
function checkMeans<T extends CheckTimes & { readonly rate: Share }>(
  places: readonly Place<T>[],
): CheckTimes {
  const { name, step } = at(places, 0).of;
  const passing = places.map(({ path, of }) => ({
    of,
    share: path.endRate + path.exits.reduce((sum, e) => sum + (e.step > of.step ? e.rate : 0), 0),
  }));
  return {
    name,
    step,
    checkNs: mean(places.map(({ of }) => ({ ns: of.checkNs, share: of.rate }))),
    hiddenNs: mean(passing.map(({ of, share }) => ({ ns: of.hiddenNs, share }))),
    exposedNs: mean(passing.map(({ of, share }) => ({ ns: of.exposedNs, share }))),
    hiddenBehind: [...new Set(places.flatMap(({ of }) => of.hiddenBehind))],
  };
}
