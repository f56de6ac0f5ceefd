import { at } from './at';
import type { Program } from './program';

/** What the machine holds when an input is issued, in the numbering of one program. */
export interface State {
  /** Step whose module each region holds or is just loading, -1 for none of this program. */
  readonly contents: number[];
  /** How long each lane is still occupied. */
  readonly residual: number[];
}

/** Times of one pass, by step. Buffers are reused from run to run. */
export interface Run {
  /** -1 where no load is needed. */
  readonly loadStart: number[];
  readonly loadEnd: number[];
  readonly start: number[];
  readonly end: number[];
  /** When an input that leaves after this step has left: every step up to it, so every decision, has ended. */
  readonly left: number[];
  readonly laneFree: number[];
  readonly contents: number[];
}

export function newRun(program: Program): Run {
  const { count } = program;
  return {
    loadStart: filled(count, -1),
    loadEnd: filled(count, 0),
    start: filled(count, 0),
    end: filled(count, 0),
    left: filled(count, 0),
    laneFree: filled(program.laneNames.length, 0),
    contents: filled(program.regions.length, -1),
  };
}

/** Every region holds the first module, in path order, that is placed in it; nothing is under way. */
export function homeState(program: Program, without = -1): State {
  const contents = filled(program.regions.length, -1);
  for (let i = program.count - 1; i >= 0; i--) {
    const region = program.region[i] ?? -1;
    if (region >= 0 && i !== without) contents[region] = i;
  }
  return { contents, residual: filled(program.laneNames.length, 0) };
}

/**
 * One input (or batch) along the whole path, issued at time 0. Since every lane serves its tasks in path
 * order, and the port its loads, one pass in path order gives every start exactly:
 *
 * - a load starts once its region and the port are free and, under `serial`, every step before it has ended
 *   (the load of a check's module: the compute before it);
 * - a check starts once its stage, and an earlier check at the same boundary, have ended;
 * - a compute starts once the stage before and its checks have ended; under `speculate` it does not wait
 *   for the checks.
 *
 * @param duration program.expectedNs or program.worstNs
 * @param dataAt when the input itself arrives; loads need not wait for it
 * @param without a check left out of the path; the run then stops at the next compute
 */
export function run(
  program: Program,
  duration: readonly number[],
  state: State,
  out: Run,
  dataAt = 0,
  without = -1,
): void {
  const { count, isCheck, lane, region, loadNs, port, serial, speculate } = program;
  const { loadStart, loadEnd, start, end, left, laneFree, contents } = out;
  copy(state.residual, laneFree);
  copy(state.contents, contents);
  let computeEnd = dataAt;
  /** End of the last compute and of the checks that followed it so far. */
  let boundaryEnd = dataAt;
  let allEnd = 0;
  for (let i = 0; i < count; i++) {
    if (i === without) continue;
    const r = at(region, i);
    loadStart[i] = -1;
    if (r >= 0 && contents[r] !== i) {
      const from = Math.max(at(laneFree, r), at(laneFree, port), serial ? allEnd : 0);
      const to = from + at(loadNs, i);
      loadStart[i] = from;
      loadEnd[i] = laneFree[r] = laneFree[port] = to;
      contents[r] = i;
    }
    const check = isCheck[i] === true;
    const l = at(lane, i);
    const ready = check || !speculate ? boundaryEnd : computeEnd;
    const from = Math.max(ready, at(laneFree, l));
    const to = from + at(duration, i);
    start[i] = from;
    end[i] = laneFree[l] = boundaryEnd = to;
    if (!check) computeEnd = to;
    if (to > allEnd) allEnd = to;
    left[i] = allEnd;
    if (without >= 0 && i > without && !check) return;
  }
}

/** Whether the load of a step has started when an input leaves after step `exit`; if not, it is dropped. */
export function loadStarted(out: Run, step: number, exit: number, leftAt: number): boolean {
  const from = at(out.loadStart, step);
  return from >= 0 && (step <= exit || from < leftAt);
}

/**
 * What the next input finds when this one leaves after step `exit` at `leftAt`, written into `next`.
 * Returns the port time this input took, loads in vain included.
 */
export function stateAfter(
  program: Program,
  from: State,
  out: Run,
  exit: number,
  leftAt: number,
  next: State,
): number {
  const { contents, residual } = next;
  copy(from.contents, contents);
  for (let l = 0; l < residual.length; l++) residual[l] = Math.max(0, at(from.residual, l) - leftAt);
  let portNs = 0;
  for (let i = 0; i < program.count; i++) {
    if (loadStarted(out, i, exit, leftAt)) {
      const r = at(program.region, i);
      contents[r] = i;
      portNs += at(program.loadNs, i);
      occupy(residual, r, at(out.loadEnd, i) - leftAt);
      occupy(residual, program.port, at(out.loadEnd, i) - leftAt);
    }
    // Only a speculative compute or check can be under way here; it is not aborted either.
    if (i > exit && at(out.start, i) < leftAt) {
      occupy(residual, at(program.lane, i), at(out.end, i) - leftAt);
    }
  }
  return portNs;
}

function occupy(residual: number[], lane: number, ns: number): void {
  if (ns > at(residual, lane)) residual[lane] = ns;
}

/** Plain arrays, not typed ones: at these sizes a typed array costs more to make than a whole run. */
function filled(length: number, value: number): number[] {
  return new Array<number>(length).fill(value);
}

function copy(from: readonly number[], to: number[]): void {
  for (let i = 0; i < from.length; i++) to[i] = at(from, i);
}
