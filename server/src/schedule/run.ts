import type { Program } from './program';

/** What the machine holds when an input is issued, in the numbering of one program. */
export interface State {
  /** Step whose module each region holds or is just loading, -1 for none of this program. */
  readonly contents: Int32Array;
  /** How long each lane is still occupied. */
  readonly residual: Float64Array;
}

/** Times of one pass, by step. Buffers are reused from run to run. */
export interface Run {
  /** -1 where no load is needed. */
  readonly loadStart: Float64Array;
  readonly loadEnd: Float64Array;
  readonly start: Float64Array;
  readonly end: Float64Array;
  /** When an input that leaves after this step has left: every step up to it, so every decision, has ended. */
  readonly left: Float64Array;
  readonly laneFree: Float64Array;
  readonly contents: Int32Array;
}

export function newRun(program: Program): Run {
  const times = (n: number): Float64Array => new Float64Array(n);
  const { count } = program;
  return {
    loadStart: times(count),
    loadEnd: times(count),
    start: times(count),
    end: times(count),
    left: times(count),
    laneFree: times(program.laneNames.length),
    contents: new Int32Array(program.regions.length),
  };
}

/** Every region holds the first module, in path order, that is placed in it; nothing is under way. */
export function homeState(program: Program, without = -1): State {
  const contents = new Int32Array(program.regions.length).fill(-1);
  for (let i = program.count - 1; i >= 0; i--) {
    const region = program.region[i] ?? -1;
    if (region >= 0 && i !== without) contents[region] = i;
  }
  return { contents, residual: new Float64Array(program.laneNames.length) };
}

/**
 * One input (or batch) along the whole path, issued at time 0. Since every lane serves its tasks in path
 * order, and the port its loads, one pass in path order gives every start exactly.
 *
 * @param duration program.expectedNs or program.worstNs
 * @param dataAt when the input itself arrives; loads need not wait for it
 * @param without a check left out of the path
 */
export function run(
  program: Program,
  duration: Float64Array,
  state: State,
  out: Run,
  dataAt = 0,
  without = -1,
): void {
  const { count, isCheck, lane, region, loadNs, port, serial, speculate } = program;
  const { loadStart, loadEnd, start, end, left, laneFree, contents } = out;
  laneFree.set(state.residual);
  contents.set(state.contents);
  let computeEnd = dataAt;
  /** End of the last compute and of the checks that followed it so far. */
  let boundaryEnd = dataAt;
  let allEnd = 0;
  for (let i = 0; i < count; i++) {
    if (i === without) continue;
    const r = region[i] as number;
    loadStart[i] = -1;
    if (r >= 0 && contents[r] !== i) {
      const from = Math.max(laneFree[r] as number, laneFree[port] as number, serial ? allEnd : 0);
      const to = from + (loadNs[i] as number);
      loadStart[i] = from;
      loadEnd[i] = laneFree[r] = laneFree[port] = to;
      contents[r] = i;
    }
    const check = isCheck[i] === 1;
    const l = lane[i] as number;
    const ready = check || !speculate ? boundaryEnd : computeEnd;
    const from = Math.max(ready, laneFree[l] as number);
    const to = from + (duration[i] as number);
    start[i] = from;
    end[i] = laneFree[l] = boundaryEnd = to;
    if (!check) computeEnd = to;
    if (to > allEnd) allEnd = to;
    left[i] = allEnd;
  }
}

/** Whether the load of a step has started when an input leaves after step `exit`; if not, it is dropped. */
export function loadStarted(out: Run, step: number, exit: number, leftAt: number): boolean {
  const from = out.loadStart[step] as number;
  return from >= 0 && (step <= exit || from < leftAt);
}

/** What the next input finds when this one leaves after step `exit` at `leftAt`. Writes into `next`. */
export function stateAfter(
  program: Program,
  from: State,
  out: Run,
  exit: number,
  leftAt: number,
  next: State,
): void {
  next.contents.set(from.contents);
  for (let l = 0; l < next.residual.length; l++) {
    next.residual[l] = Math.max(0, (from.residual[l] as number) - leftAt);
  }
  const occupy = (l: number, until: number): void => {
    if (until - leftAt > (next.residual[l] as number)) next.residual[l] = until - leftAt;
  };
  for (let i = 0; i < program.count; i++) {
    if (loadStarted(out, i, exit, leftAt)) {
      const r = program.region[i] as number;
      next.contents[r] = i;
      occupy(r, out.loadEnd[i] as number);
      occupy(program.port, out.loadEnd[i] as number);
    }
    // Only a speculative compute or check can be under way here; it is not aborted either.
    if (i <= exit || (out.start[i] as number) < leftAt)
      occupy(program.lane[i] as number, out.end[i] as number);
  }
}
