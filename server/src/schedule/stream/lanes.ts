/** How a stream uses its lanes, and which of them limits it. */
import { at } from '../at';
import type { Share } from '../../base/units';
import type { Program } from '../program/program';
import { handOver, type LaneUse } from '../run/hand-over';
import { homeState, run, type Run } from '../run/run';
import { longRunShares } from './chain';
import { exploreStates, outcomesOf } from './explore-states';
import { simulate } from './simulate';

/** A lane, or the memory, in a stream at full speed. */
export interface LaneLoad {
  /** A region's name, `port`, `cpu`, `static:<module>` or `memory`. */
  readonly lane: string;
  /** Share of the time during which it works. */
  readonly busy: Share;
  /**
   * Share of the time from an input's first task there until it is the next input's: while a region waits for a check, no
   * other input can use it.
   */
  readonly held: Share;
}

/** The lanes that the stream uses, in the order of the program, and the memory if its traffic is known. */
export function laneLoads(
  program: Program,
  periodNs: number,
  memoryNs: number,
  limit: number,
): readonly LaneLoad[] {
  const { busy, held } = meanUse(program, limit);
  const share = (ns: number): Share => (periodNs > 0 ? Math.min(1, ns / periodNs) : 0);
  const loads = program.laneNames.flatMap((lane, i): LaneLoad[] => {
    const used = { lane, busy: share(at(busy, i)), held: share(at(held, i)) };
    return used.held > 0 ? [used] : [];
  });
  const memory = share(memoryNs);
  return memory > 0 ? [...loads, { lane: 'memory', busy: memory, held: memory }] : loads;
}

/** The lane that is held for the largest share of the time; of equal ones, the busiest. */
export function mostHeld(loads: readonly LaneLoad[]): LaneLoad | undefined {
  const rounded = (share: Share): number => Math.round(share * 1e9);
  return loads.toSorted((a, b) => rounded(b.held) - rounded(a.held) || rounded(b.busy) - rounded(a.busy))[0];
}

/** Mean use of each lane by a batch, back to back. */
function meanUse(program: Program, limit: number): LaneUse {
  const none = (): number[] => program.laneNames.map(() => 0);
  const use: LaneUse = { busy: none(), held: none() };
  const space = exploreStates(program, undefined, limit);
  const shares = space && longRunShares(space.chain);
  if (space === undefined || shares === undefined) {
    simulate(program, undefined, use);
    return use;
  }
  const outcomes = outcomesOf(program);
  const scratch = homeState(program);
  shares.forEach((stateShare, s) => {
    if (stateShare === 0) return;
    const state = at(space.states, s);
    let ran: Run | undefined;
    for (const { run: out, step, share } of outcomes) {
      if (out !== ran) run(out, false, state);
      ran = out;
      handOver(out, state, step, scratch, { use, weight: stateShare * share });
    }
  });
  return use;
}
