/** The timing engine: one pass over a path gives the start and end of every task. */
import { copy, filled, numberAt } from '../at';
import { shrunk } from './late-shrinking';
import { inputOf, type PathProgram, type Program, type Step, timeFor } from '../program/program';

/** State of the machine when an input is issued, in the numbering of one program. */
export interface State {
  /** Module that each region holds or is loading, -1 if it is none of this program. */
  readonly contents: number[];
  /** Time until each lane is this input's: until the inputs before it have left the lane, for all that is known. */
  readonly residual: number[];
  /**
   * Two buffers for the results of each module, and for the network's input behind them: time until that of the older and
   * that of the newer of the last two values is free.
   */
  readonly buffers: number[];
}

/** A pass along one path; its buffers are reused for each run. */
export interface Run {
  readonly program: Program;
  readonly path: PathProgram;
  /** For each step; empty in an `aside`. */
  readonly timed: readonly TimedStep[];
  /** State after the last step run. */
  readonly machine: Machine;
  /** Tasks that had started for a presumed path when a different one was decided, in path order. */
  readonly vain: VainTask[];
  /** Scratch run in which the path is tried without each check. */
  readonly aside: Run | undefined;
}

export interface TimedStep {
  readonly step: Step;
  /** -1 if no load is needed. */
  loadStart: number;
  loadEnd: number;
  start: number;
  end: number;
  /** How many inputs it ran for. */
  inputs: number;
  /** When an input that leaves after this step has left: every step up to it, and so every decision, has ended. */
  left: number;
  /** For a check, if there is an `aside`: start of the next compute, or end of the path, without this check. */
  nextWithout: number;
}

/** State of the machine during a run. */
interface Machine {
  readonly laneFree: number[];
  readonly contents: number[];
  /** As in the state: each module runs at most once for an input. */
  buffers: readonly number[];
  computeEnd: number;
  /** End of the last compute and of the checks that followed it so far. */
  boundaryEnd: number;
  /** End of all checks so far. */
  checksEnd: number;
  allEnd: number;
  /** When it is known that the path continues this way. */
  known: number;
  /** Inputs of the batch, if it shrinks late. */
  inputs: number;
}

export interface VainTask {
  /** Step of the decision that made the task useless. */
  readonly step: number;
  readonly kind: 'load' | 'compute' | 'check';
  readonly module: number;
  /** Values that it reads. */
  readonly reads: readonly number[];
  readonly memoryNs: number;
  readonly lane: number;
  readonly start: number;
  readonly end: number;
}

/** @param withAside whether to compute `nextWithout` of checks */
export function newRun(program: Program, path: PathProgram, withAside = false): Run {
  const aside = withAside ? runAlong(program, path, [], undefined) : undefined;
  return runAlong(program, path, path.steps.map(untimed), aside);
}

function runAlong(
  program: Program,
  path: PathProgram,
  timed: readonly TimedStep[],
  aside: Run | undefined,
): Run {
  const machine = {
    laneFree: filled(program.laneNames.length, 0),
    contents: filled(program.regions.length, -1),
    buffers: [],
    computeEnd: 0,
    boundaryEnd: 0,
    checksEnd: 0,
    allEnd: 0,
    known: 0,
    inputs: 0,
  };
  return { program, path, timed, machine, vain: [], aside };
}

function untimed(step: Step): TimedStep {
  return { step, loadStart: -1, loadEnd: 0, start: 0, end: 0, inputs: 0, left: 0, nextWithout: 0 };
}

/** The home state: every region holds the first module, in path order, that is placed in it, and no task is running. */
export function homeState(program: Program, without = -1): State {
  const contents = filled(program.regions.length, -1);
  for (let m = program.moduleRegion.length - 1; m >= 0; m--) {
    const region = numberAt(program.moduleRegion, m);
    if (region >= 0 && m !== without) contents[region] = m;
  }
  return {
    contents,
    residual: filled(program.laneNames.length, 0),
    buffers: filled(2 * (inputOf(program) + 1), 0),
  };
}

/**
 * Runs one input (or batch), issued at time 0, along one path. Since every lane serves its tasks, and the port its loads,
 * in path order, one pass in path order gives every start exactly:
 *
 * - a load starts once its region and the port are free and, under `serial`, every step before it has ended (for the load
 *   of a check's module: the compute before it);
 * - a check starts once its stage, and every earlier check, have ended;
 * - a compute starts once the stage before it and its checks have ended; under `speculate` it does not wait for the checks;
 *   and once one of its two buffers has been read;
 * - everything after a decision between paths waits for it, except the loads that every case needs next and, under
 *   `speculate`, all tasks of the most likely case.
 *
 * Example without an exit, two stages a and b in one region that holds a, loads of 10, computes of 3:
 *
 * ```
 * port          |---- load b ----|
 * region  |- a -|                |- b -|
 * ns      0     3                13    16
 * ```
 *
 * @param worst whether to assume that every input is still alive, rather than the expected number
 * @param dataAt arrival of the input itself; loads need not wait for it
 * @param without a check to leave out of the path
 */
export function run(out: Run, worst: boolean, state: State, dataAt = 0, without = -1): void {
  const { machine, timed, aside } = out;
  begin(out, state, dataAt);
  for (const t of timed) {
    const { step } = t;
    if (step.index === without) continue;
    if (aside !== undefined && step.isCheck) t.nextWithout = startWithout(aside, machine, step);
    proceed(out, step, t, worst);
  }
}

/** Puts the machine where an input is issued. */
export function begin({ program, path, machine, timed, vain }: Run, state: State, dataAt = 0): void {
  copy(state.residual, machine.laneFree);
  copy(state.contents, machine.contents);
  machine.buffers = state.buffers;
  // The input needs a place until it is read: by a decision, and then by the first stage of its case.
  machine.computeEnd = machine.boundaryEnd = Math.max(dataAt, numberAt(state.buffers, 2 * inputOf(program)));
  machine.allEnd = machine.checksEnd = machine.known = 0;
  machine.inputs = path.steps[0]?.inputs ?? program.batch;
  vain.length = 0;
  for (const t of timed) t.loadStart = -1;
}

/** Start of the next compute, or end of the path, if the coming check were not there. */
function startWithout(aside: Run, now: Machine, check: Step): number {
  const { machine, path } = aside;
  takeOver(now, machine);
  for (let i = check.index + 1; i < path.steps.length; i++) {
    const step = path.steps[i];
    if (step === undefined) break;
    const start = proceed(aside, step, undefined, false);
    if (!step.isCheck) return start;
  }
  return machine.allEnd;
}

export function takeOver(from: Machine, to: Machine): void {
  copy(from.laneFree, to.laneFree);
  copy(from.contents, to.contents);
  to.buffers = from.buffers;
  to.checksEnd = from.checksEnd;
  to.computeEnd = from.computeEnd;
  to.boundaryEnd = from.boundaryEnd;
  to.allEnd = from.allEnd;
  to.known = from.known;
  to.inputs = from.inputs;
}

/** Runs the next step, its load first, and writes its times to `t`. Returns its start. */
export function proceed(out: Run, step: Step, t: TimedStep | undefined, worst: boolean): number {
  const { program, machine } = out;
  const { laneFree, contents } = machine;
  const { region, lane, isCheck } = step;
  if (region >= 0 && contents[region] !== step.module) {
    load(out, step, t, program.serial ? machine.allEnd : machine.known);
  }
  const start = Math.max(readyAt(machine, step, program.speculate), numberAt(laneFree, lane));
  const inputs = worst || !program.shrinksLate ? step.inputs : shrunk(machine, step, start);
  const end =
    start +
    (worst ? step.worstNs : inputs === step.inputs ? step.expectedNs : timeFor(step.duration, inputs));
  laneFree[lane] = machine.boundaryEnd = end;
  if (isCheck) machine.checksEnd = Math.max(machine.checksEnd, end);
  else machine.computeEnd = end;
  if (end > machine.allEnd) machine.allEnd = end;
  if (t !== undefined) {
    t.start = start;
    t.end = end;
    t.inputs = inputs;
    t.left = machine.allEnd;
  }
  if (program.serial) return start;
  const { decision, ahead } = step;
  if (decision !== undefined && !program.speculate) {
    const reached = machine.known;
    machine.known = end;
    loadCommon(out, decision.common, step.index, reached, end);
  }
  // Until the decision is known, the machine continues on the presumed path.
  if (program.speculate && decision?.likeliest !== undefined) {
    runAhead(out, decision.likeliest, step.index, end);
    machine.known = machine.computeEnd = end;
  } else if (ahead !== undefined) {
    // Which inputs are left is known once every earlier check has also ended.
    runAhead(out, ahead, step.index, machine.allEnd);
    machine.known = machine.computeEnd = machine.boundaryEnd = machine.allEnd;
  }
  return start;
}

/** When what a step reads is there, and room for what it writes. */
function readyAt(machine: Machine, { isCheck, module }: Step, speculate: boolean): number {
  if (isCheck) return Math.max(machine.boundaryEnd, machine.checksEnd);
  const read = speculate ? machine.computeEnd : machine.boundaryEnd;
  return Math.max(read, numberAt(machine.buffers, 2 * module));
}

function load({ program, machine }: Run, step: Step, t: TimedStep | undefined, earliest: number): void {
  const { laneFree, contents } = machine;
  const { region, loadNs } = step;
  const start = Math.max(numberAt(laneFree, region), numberAt(laneFree, program.port), earliest);
  laneFree[region] = laneFree[program.port] = start + loadNs;
  contents[region] = step.module;
  if (t === undefined) return;
  t.loadStart = start;
  t.loadEnd = start + loadNs;
}

/**
 * Issues, in order, the loads that are useful whatever is decided, as far as they start before the decision.
 *
 * @param reached when it is known that the path reaches this decision
 */
function loadCommon(
  out: Run,
  steps: readonly Step[],
  decision: number,
  reached: number,
  decidedAt: number,
): void {
  const { laneFree, contents } = out.machine;
  for (const step of steps) {
    const { region, module, loadNs, index } = step;
    if (contents[region] === module) continue;
    const start = Math.max(numberAt(laneFree, region), numberAt(laneFree, out.program.port), reached);
    if (start >= decidedAt) return;
    load(out, step, out.timed[index], reached);
    // All inputs that need it may leave before.
    if (index < 0)
      addVain(out, {
        ...{ step: decision, kind: 'load', module, reads: [], memoryNs: 0, lane: region },
        ...{ start, end: start + loadNs },
      });
  }
}

/**
 * Continues along a presumed path until `decidedAt`, when it is known that this one is taken: started tasks run to their
 * end. A load is not in vain if this path needs the module next in its region.
 */
function runAhead(out: Run, presumed: PathProgram, index: number, decidedAt: number): void {
  const fork = newRun(out.program, presumed);
  takeOver(out.machine, fork.machine);
  const { laneFree, contents } = out.machine;
  const { port } = out.program;
  for (const t of fork.timed.slice(index + 1)) proceed(fork, t.step, t, false);
  for (const { step, loadStart, loadEnd, start, end } of fork.timed.slice(index + 1)) {
    const { module, reads, memoryNs, region, lane, isCheck } = step;
    if (loadStart >= 0 && loadStart < decidedAt) {
      laneFree[region] = laneFree[port] = loadEnd;
      contents[region] = module;
      const next = out.timed.find((t) => t.step.index > index && t.step.region === region);
      const vainLoad = { step: index, kind: 'load', reads: [], memoryNs: 0, lane: region } as const;
      if (next !== undefined && next.loadStart >= 0) {
        // The module had already been loaded for this path and has been overwritten.
        addVain(out, { ...vainLoad, module: next.step.module, start: next.loadStart, end: next.loadEnd });
        next.loadStart = -1;
      }
      if (next?.step.module === module) Object.assign(next, { loadStart, loadEnd });
      else addVain(out, { ...vainLoad, module, start: loadStart, end: loadEnd });
    }
    if (start >= decidedAt) continue;
    laneFree[lane] = end;
    const kind = isCheck ? 'check' : 'compute';
    addVain(out, { step: index, kind, module, reads, memoryNs, lane, start, end });
  }
}

function addVain({ vain, timed }: Run, task: VainTask): void {
  // An aside records no times.
  if (timed.length > 0) vain.push(task);
}

/** Whether the load of a step has started when an input leaves after step `exit`; otherwise it is cancelled. */
export function loadStarted({ step, loadStart }: TimedStep, exit: number, leftAt: number): boolean {
  return loadStart >= 0 && (step.index <= exit || loadStart < leftAt);
}

/** Time at which an input that leaves after step `exit` has left. */
export function leftAfter(out: Run, exit: number): number {
  const t = out.timed[exit];
  if (t === undefined) throw new RangeError(`no step ${exit}`);
  return t.left;
}

/** Port time of loads in vain: those after the exit, and those for a case not taken. */
export function vainLoadNs(out: Run, exit: number): number {
  const { timed, vain } = out;
  const leftAt = leftAfter(out, exit);
  let sum = 0;
  for (let i = exit + 1; i < timed.length; i++) {
    const t = timed[i];
    if (t !== undefined && loadStarted(t, exit, leftAt)) sum += t.step.loadNs;
  }
  for (const { kind, start, end } of vain) {
    if (kind === 'load' && start < leftAt) sum += end - start;
  }
  return sum;
}
