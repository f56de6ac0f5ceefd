/** How much of the shared memory a design's tasks may ask for at once. */
import type { Share } from '../../base/units';
import { type Duration, modulesOf, type ScheduleProblem } from '../problem/problem';

/** Sums of shares are accurate to well below this. */
const TOLERANCE = 1e-9;

/**
 * The most that may be asked for at one moment, as a share of the memory's rate: each lane's hungriest task, and a load in
 * place of its region's, all at once, each with its traffic spread evenly over its time. Up to 1, no task is slowed down
 * by another, whatever runs beside it.
 */
export function memoryDemand(problem: ScheduleProblem): Share {
  const { batch, loadNs, loadMemoryNs = {} } = problem;
  const byLane = new Map<string, number>();
  const modulesIn = new Map<string, number>();
  for (const { name, place, duration } of modulesOf(problem)) {
    const lane = place.kind === 'region' ? place.region : `${place.kind}:${place.kind === 'cpu' ? '' : name}`;
    byLane.set(lane, Math.max(byLane.get(lane) ?? 0, demandOf(duration, batch)));
    if (place.kind === 'region') modulesIn.set(lane, (modulesIn.get(lane) ?? 0) + 1);
  }
  let ofLoad = 0;
  for (const [region, count] of modulesIn) {
    // The only module of a region is never loaded.
    const takes = loadNs[region] ?? 0;
    if (count < 2 || !(takes > 0)) continue;
    ofLoad = Math.max(ofLoad, (loadMemoryNs[region] ?? 0) / takes - (byLane.get(region) ?? 0));
  }
  return [...byLane.values()].reduce((sum, demand) => sum + demand, ofLoad);
}

/** Whether tasks may compete for the memory, so that some take longer than alone. */
export function isContended(demand: Share): boolean {
  return demand > 1 + TOLERANCE;
}

/** Largest for a whole batch. */
function demandOf({ fixedNs, perInputNs, memoryNs = 0 }: Duration, batch: number): Share {
  const takes = fixedNs + batch * perInputNs;
  return takes > 0 ? (batch * memoryNs) / takes : 0;
}
