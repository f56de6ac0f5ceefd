import { at } from './at';
import type { PathProgram, Program } from './program';

/** What the machine holds when an input is issued, in the numbering of one program. */
export interface State {
  /** Module that each region holds or is just loading, -1 for none of this program. */
  readonly contents: number[];
  /** How long each lane is still occupied. */
  readonly residual: number[];
}

/** Times of one pass along a path, by step. Buffers are reused from run to run. */
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
  /** What had started for the likeliest case by the time another one was decided, in path order. */
  readonly vain: VainTask[];
  /** By step, what a run without that check goes on from. Kept only where the list is there. */
  readonly marks?: Mark[];
}

/** The machine in the middle of a run. */
interface Mark {
  readonly laneFree: number[];
  readonly contents: number[];
  readonly computeEnd: number;
  readonly boundaryEnd: number;
  readonly allEnd: number;
  readonly known: number;
}

export interface VainTask {
  /** Of the decision that it was in vain for. */
  readonly step: number;
  readonly kind: 'load' | 'compute' | 'check';
  readonly module: number;
  readonly lane: number;
  readonly start: number;
  readonly end: number;
}

export function newRun(program: Program, withMarks = false): Run {
  const count = program.paths.reduce((most, path) => Math.max(most, path.count), 0);
  return {
    loadStart: filled(count, -1),
    loadEnd: filled(count, 0),
    start: filled(count, 0),
    end: filled(count, 0),
    left: filled(count, 0),
    laneFree: filled(program.laneNames.length, 0),
    contents: filled(program.regions.length, -1),
    vain: [],
    ...(withMarks && { marks: [] }),
  };
}

/** Every region holds the first module, in path order, that is placed in it; nothing is under way. */
export function homeState(program: Program, without = -1): State {
  const contents = filled(program.regions.length, -1);
  for (let m = program.names.length - 1; m >= 0; m--) {
    const region = program.moduleRegion[m] ?? -1;
    if (region >= 0 && m !== without) contents[region] = m;
  }
  return { contents, residual: filled(program.laneNames.length, 0) };
}

/**
 * One input (or batch) along one path, issued at time 0. Since every lane serves its tasks in path
 * order, and the port its loads, one pass in path order gives every start exactly:
 *
 * - a load starts once its region and the port are free and, under `serial`, every step before it has ended
 *   (the load of a check's module: the compute before it);
 * - a check starts once its stage, and an earlier check at the same boundary, have ended;
 * - a compute starts once the stage before and its checks have ended; under `speculate` it does not wait
 *   for the checks;
 * - what lies behind a decision between paths waits for it, except the loads that every case needs next and,
 *   under `speculate`, all of the likeliest case.
 *
 * @param duration path.expectedNs or path.worstNs
 * @param dataAt when the input itself arrives; loads need not wait for it
 * @param without a check left out of the path; the run then stops at the next compute
 * @param mark what a run from the same state came to before that check
 */
export function run(
  program: Program,
  path: PathProgram,
  duration: readonly number[],
  state: State,
  out: Run,
  dataAt = 0,
  without = -1,
  mark?: Mark,
): void {
  const { port, serial, speculate } = program;
  const { count, module, isCheck, lane, region, loadNs, decisions } = path;
  const { loadStart, loadEnd, start, end, left, laneFree, contents } = out;
  const { marks } = out;
  copy(mark?.laneFree ?? state.residual, laneFree);
  copy(mark?.contents ?? state.contents, contents);
  out.vain.length = 0;
  for (let i = 0; i < count; i++) loadStart[i] = -1;
  let computeEnd = mark?.computeEnd ?? dataAt;
  /** End of the last compute and of the checks that followed it so far. */
  let boundaryEnd = mark?.boundaryEnd ?? dataAt;
  let allEnd = mark?.allEnd ?? 0;
  /** When it is known that the path goes on like this. */
  let known = mark?.known ?? 0;
  for (let i = mark === undefined ? 0 : without + 1; i < count; i++) {
    if (i === without) continue;
    if (marks !== undefined && isCheck[i] === true) {
      marks[i] = {
        laneFree: laneFree.slice(),
        contents: contents.slice(),
        computeEnd,
        boundaryEnd,
        allEnd,
        known,
      };
    }
    const r = at(region, i);
    if (r >= 0 && contents[r] !== module[i]) {
      const from = Math.max(at(laneFree, r), at(laneFree, port), serial ? allEnd : known);
      const to = from + at(loadNs, i);
      loadStart[i] = from;
      loadEnd[i] = laneFree[r] = laneFree[port] = to;
      contents[r] = at(module, i);
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
    const decision = decisions?.[i];
    if (decision === undefined || serial) continue;
    if (!speculate) {
      known = to;
      loadCommon(program, path, decision.common, to, out);
    } else if (decision.likeliest !== undefined) {
      runAhead(program, decision.likeliest, i, Math.max(computeEnd, dataAt), to, out);
      known = computeEnd = to;
    }
  }
}

/** Issues, in order, the loads that are of use whatever is decided, as far as they start before it is. */
function loadCommon(
  program: Program,
  { module, region, loadNs }: PathProgram,
  steps: readonly number[],
  decidedAt: number,
  { loadStart, loadEnd, laneFree, contents }: Run,
): void {
  for (const i of steps) {
    const r = at(region, i);
    if (contents[r] === module[i]) continue;
    const from = Math.max(at(laneFree, r), at(laneFree, program.port));
    if (from >= decidedAt) return;
    loadStart[i] = from;
    loadEnd[i] = laneFree[r] = laneFree[program.port] = from + at(loadNs, i);
    contents[r] = at(module, i);
  }
}

/** Loads and computes for the likeliest case until another one is decided: what has started runs to its end. */
function runAhead(
  { port }: Program,
  path: PathProgram,
  step: number,
  dataAt: number,
  decidedAt: number,
  out: Run,
): void {
  const { module, isCheck, lane, region, loadNs, expectedNs } = path;
  const free = [...out.laneFree];
  const holds = [...out.contents];
  const take = (task: VainTask, ...lanes: number[]): void => {
    for (const l of lanes) free[l] = task.end;
    if (task.start >= decidedAt) return;
    out.vain.push(task);
    for (const l of lanes) out.laneFree[l] = task.end;
    if (task.kind === 'load') out.contents[task.lane] = task.module;
  };
  let computeEnd = dataAt;
  let boundaryEnd = dataAt;
  for (let i = step + 1; i < path.count; i++) {
    const r = at(region, i);
    const m = at(module, i);
    if (r >= 0 && holds[r] !== m) {
      const start = Math.max(at(free, r), at(free, port));
      take({ step, kind: 'load', module: m, lane: r, start, end: start + at(loadNs, i) }, r, port);
      holds[r] = m;
    }
    const check = isCheck[i] === true;
    const l = at(lane, i);
    const start = Math.max(check ? boundaryEnd : computeEnd, at(free, l));
    const end = start + at(expectedNs, i);
    take({ step, kind: check ? 'check' : 'compute', module: m, lane: l, start, end }, l);
    boundaryEnd = end;
    if (!check) computeEnd = end;
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
  path: PathProgram,
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
  for (let i = 0; i < path.count; i++) {
    if (loadStarted(out, i, exit, leftAt)) {
      const r = at(path.region, i);
      contents[r] = at(path.module, i);
      portNs += at(path.loadNs, i);
      occupy(residual, r, at(out.loadEnd, i) - leftAt);
      occupy(residual, program.port, at(out.loadEnd, i) - leftAt);
    }
    // Only a speculative compute or check can be under way here; it is not aborted either.
    if (i > exit && at(out.start, i) < leftAt) {
      occupy(residual, at(path.lane, i), at(out.end, i) - leftAt);
    }
    for (const task of out.vain) {
      if (task.step !== i || task.start >= leftAt) continue;
      occupy(residual, task.lane, task.end - leftAt);
      if (task.kind !== 'load') continue;
      contents[task.lane] = task.module;
      portNs += task.end - task.start;
      occupy(residual, program.port, task.end - leftAt);
    }
  }
  return portNs;
}

/** Port time of loads for nothing: those behind the exit, and those for a case that was not taken. */
export function vainLoadNs(path: PathProgram, out: Run, exit: number, leftAt: number): number {
  let sum = 0;
  for (let i = exit + 1; i < path.count; i++) {
    if (loadStarted(out, i, exit, leftAt)) sum += at(path.loadNs, i);
  }
  for (const { kind, start, end } of out.vain) {
    if (kind === 'load' && start < leftAt) sum += end - start;
  }
  return sum;
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
