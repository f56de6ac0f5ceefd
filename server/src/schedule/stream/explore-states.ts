/** Finds every state that a stream can reach. */
import { at } from '../at';
import type { Chain } from './chain';
import type { Program } from '../program/program';
import { handOver } from '../run/hand-over';
import { homeState, leftAfter, newRun, run, type Run, type State } from '../run/run';

/** A point at which batches leave a path, with the share of batches that do. */
export interface Outcome {
  /** Run along its path, shared by all outcomes of the path. */
  readonly run: Run;
  /** Last step taken. */
  readonly step: number;
  readonly share: number;
}

/** Every state that a stream can reach, and the time of each outcome in it. */
export interface StateSpace {
  readonly chain: Chain;
  readonly states: readonly State[];
  /** For each state: issue of a batch minus its arrival. Negative if the machine waits; 0 back to back. */
  readonly lagNs: readonly number[];
  /** For each state and outcome, indexed as `chain.next`: time from the issue of the batch until it has left. */
  readonly timeNs: readonly number[];
  /** For each state and outcome: time from the issue of the batch to that of the next. */
  readonly nextNs: readonly number[];
  /** For each state and outcome: port time used. */
  readonly portNs: readonly number[];
  /** For each state and outcome: time of the memory used. */
  readonly memoryNs: readonly number[];
}

/** All outcomes, grouped by path. */
export function outcomesOf(program: Program): readonly Outcome[] {
  const outcomes = program.parted
    ? program.parted.outcomes.map(({ path, step, share }) => ({ run: newRun(program, path), step, share }))
    : program.paths.flatMap((path): Outcome[] => {
        const along = newRun(program, path);
        return [
          ...path.exits.map((e) => ({ run: along, step: e.step, share: e.batchShare })),
          { run: along, step: path.steps.length - 1, share: path.endBatchShare },
        ];
      });
  return outcomes.filter((o) => o.share > NEVER);
}

/** Shares of outcomes of large batches, such as that all of them leave early, may be so small that steady states overflow. */
const NEVER = 1e-20;

/**
 * Follows a stream from home through every state it can reach.
 *
 * @param everyNs arrival period; undefined for back to back
 * @returns undefined if there are more than `limit` states
 */
export function exploreStates(
  program: Program,
  everyNs: number | undefined,
  limit: number,
): StateSpace | undefined {
  const outcomes = outcomesOf(program);
  const ids = new Map<string, number>();
  const states: State[] = [];
  const lagNs: number[] = [];
  const intern = (state: State, lag: number): number => {
    const key = keyOf(state, lag);
    const known = ids.get(key);
    if (known !== undefined) return known;
    const id = states.length;
    ids.set(key, id);
    states.push({
      contents: state.contents.slice(),
      residual: state.residual.slice(),
      buffers: state.buffers.slice(),
    });
    lagNs.push(lag);
    return id;
  };

  const scratch = homeState(program);
  const next: number[] = [];
  const timeNs: number[] = [];
  const nextNs: number[] = [];
  const portNs: number[] = [];
  const memoryNs: number[] = [];
  intern(scratch, 0);
  for (let s = 0; s < states.length; s++) {
    const state = at(states, s);
    const lag = at(lagNs, s);
    let ran: Run | undefined;
    for (const { run: out, step } of outcomes) {
      if (out !== ran) run(out, false, state, Math.max(0, -lag));
      ran = out;
      const handed = handOver(out, state, step, scratch);
      portNs.push(handed.portNs);
      memoryNs.push(handed.memoryNs);
      timeNs.push(leftAfter(out, step));
      nextNs.push(handed.nextNs);
      next.push(intern(scratch, everyNs === undefined ? 0 : lag + handed.nextNs - everyNs));
    }
    if (states.length > limit) return undefined;
  }
  const probability = outcomes.map((o) => o.share);
  return {
    chain: { states: states.length, probability, next },
    states,
    lagNs,
    timeNs,
    nextNs,
    portNs,
    memoryNs,
  };
}

function keyOf(state: State, lag: number): string {
  let key = `${lag}`;
  for (const module of state.contents) key += `,${module}`;
  for (let l = 0; l < state.residual.length; l++) {
    const ns = at(state.residual, l);
    if (ns > 0) key += `;${l}:${ns}`;
  }
  for (let b = 0; b < state.buffers.length; b++) {
    const ns = at(state.buffers, b);
    if (ns > 0) key += `/${b}:${ns}`;
  }
  return key;
}
