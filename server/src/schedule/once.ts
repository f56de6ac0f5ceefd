import { at } from './at';
import type { Nanoseconds, Share } from '../base/units';
import { percentiles, type Percentiles, type WeightedLatency } from './percentiles';
import type { Policy, ScheduleProblem } from './problem';
import { compile, type Program } from './program';
import { homeState, loadStarted, newRun, run, stateAfter, type Run, type State } from './run';

export interface ScheduledTask {
  /** `load:m`, `compute:m` or `check:m` */
  readonly id: string;
  readonly kind: 'load' | 'compute' | 'check';
  readonly module: string;
  /** A region's name, `port`, `cpu` or `static:<module>`. A load occupies its region and the port. */
  readonly lanes: readonly string[];
  readonly startNs: Nanoseconds;
  readonly endNs: Nanoseconds;
  /** Place of the module among all stages and exits in path order: paths are cut by it. */
  readonly step: number;
}

export interface ExitTimes {
  readonly name: string;
  readonly step: number;
  /** Share of all inputs that leave here, after shares above 100 % are cut. */
  readonly rate: Share;
  readonly latencyNs: Nanoseconds;
  /** Part of the check beside a load, or under `speculate` a compute, of the continuing path. */
  readonly hiddenNs: Nanoseconds;
  /** How much later the next stage starts than with no exit here; after the last stage, the path's end. */
  readonly exposedNs: Nanoseconds;
  /** Ids of the tasks it hides behind. */
  readonly hiddenBehind: readonly string[];
  /** Port time of loads that had started in vain when an input leaves here. */
  readonly vainLoadNs: Nanoseconds;
}

/** What the machine holds and what is still under way, by name. */
export interface MachineState {
  readonly contents: Readonly<Record<string /* region */, string | null>>;
  readonly residualNs: Readonly<Record<string /* lane */, Nanoseconds>>;
}

/**
 * The timeline of one input, or one batch, with nothing before or after it.
 *
 * In a batch, tasks and exits are timed with the expected number of inputs still alive, `worstNs` with all
 * of them alive to the end; latencies count from the start of the batch to the end of an input's path.
 * Means are rounded to whole nanoseconds.
 */
export interface Schedule {
  readonly policy: Policy;
  readonly batch: number;
  /** The whole path, in order of start. */
  readonly tasks: readonly ScheduledTask[];
  readonly exits: readonly ExitTimes[];
  /** Share of all inputs that go the whole path, and their latency. */
  readonly endRate: Share;
  readonly endLatencyNs: Nanoseconds;
  readonly worstNs: Nanoseconds;
  /** Mean latency of an input. */
  readonly meanNs: Nanoseconds;
  readonly percentilesNs: Percentiles;
  /** Until the last input of a batch has left, in the mean. The same as `meanNs` for a batch of one. */
  readonly batchMeanNs: Nanoseconds;
  readonly worstPerInputNs: Nanoseconds;
  readonly meanPerInputNs: Nanoseconds;
  /** Port time per input for loads that turned out to be of no use to it. */
  readonly wastedPortNs: Nanoseconds;
  readonly finalState: MachineState;
}

/**
 * Times one input (or batch) issued at 0 on an otherwise idle machine.
 *
 * @param from what the machine holds; home if left out
 * @throws RangeError if `problemError(problem)` is not undefined
 */
export function scheduleOnce(problem: ScheduleProblem, from?: MachineState): Schedule {
  const program = compile(problem);
  const state = from === undefined ? homeState(program) : internState(program, from);
  const out = newRun(program);
  const last = program.count - 1;

  run(program, program.worstNs, state, out);
  const worstNs = at(out.left, last);
  if (program.batch > 1) run(program, program.expectedNs, state, out);
  const endLatencyNs = at(out.left, last);

  const scratch = newRun(program);
  const exits = program.exits.map((exit): ExitTimes => {
    const step = exit.step;
    // Without an exit that its region holds at home, home holds the region's next module.
    const without = from === undefined && state.contents.includes(step) ? homeState(program, step) : state;
    const lastWithout = step === last ? last - 1 : last;
    run(program, program.expectedNs, without, scratch, 0, step);
    return {
      name: exit.name,
      step,
      rate: exit.share,
      latencyNs: at(out.left, step),
      ...hidden(program, out, step),
      exposedNs: nextStart(program, out, step, last) - nextStart(program, scratch, step, lastWithout),
      vainLoadNs: vainLoadNs(program, out, step),
    };
  });

  const paths: WeightedLatency[] = [
    ...exits.map((e) => ({ latencyNs: e.latencyNs, share: e.rate })),
    { latencyNs: endLatencyNs, share: program.endShare },
  ];
  let batchMeanNs = program.endBatchShare * endLatencyNs;
  let wastedPortNs = 0;
  program.exits.forEach(({ batchShare }, i) => {
    batchMeanNs += batchShare * (exits[i]?.latencyNs ?? 0);
    wastedPortNs += batchShare * (exits[i]?.vainLoadNs ?? 0);
  });
  const final = homeState(program);
  stateAfter(program, state, out, last, endLatencyNs, final);
  return {
    policy: problem.policy,
    batch: program.batch,
    tasks: tasks(program, out),
    exits,
    endRate: program.endShare,
    endLatencyNs,
    worstNs,
    meanNs: Math.round(paths.reduce((sum, p) => sum + p.share * p.latencyNs, 0)),
    percentilesNs: percentiles(paths),
    batchMeanNs: Math.round(batchMeanNs),
    worstPerInputNs: Math.round(worstNs / program.batch),
    meanPerInputNs: Math.round(batchMeanNs / program.batch),
    wastedPortNs: Math.round(wastedPortNs / program.batch),
    finalState: nameState(program, final),
  };
}

/**
 * The tasks of an input that leaves at an exit: what it needs itself, and what had started for the
 * continuing path by then, which runs to its end.
 */
export function tasksThroughExit(schedule: Schedule, exit: ExitTimes): readonly ScheduledTask[] {
  return schedule.tasks.filter((t) => t.step <= exit.step || t.startNs < exit.latencyNs);
}

function internState(program: Program, named: MachineState): State {
  return {
    contents: program.regions.map((r) => program.names.indexOf(named.contents[r] ?? '')),
    residual: program.laneNames.map((l) => named.residualNs[l] ?? 0),
  };
}

export function nameState(program: Program, state: State): MachineState {
  const contents: Record<string, string | null> = {};
  program.regions.forEach((r, i) => (contents[r] = program.names[state.contents[i] ?? -1] ?? null));
  const residualNs: Record<string, number> = {};
  program.laneNames.forEach((l, i) => {
    const ns = state.residual[i] ?? 0;
    if (ns > 0) residualNs[l] = ns;
  });
  return { contents, residualNs };
}

/** Start of the next compute after `step`, or of nothing more: the end of the path, which is step `last`. */
function nextStart(program: Program, out: Run, step: number, last: number): number {
  for (let i = step + 1; i < program.count; i++) {
    if (program.isCheck[i] === false) return at(out.start, i);
  }
  return at(out.left, last);
}

function hidden(
  program: Program,
  out: Run,
  exit: number,
): { hiddenNs: Nanoseconds; hiddenBehind: readonly string[] } {
  const from = at(out.start, exit);
  const to = at(out.end, exit);
  const hiddenBehind: string[] = [];
  const spans: [number, number][] = [];
  const beside = (start: number, end: number, kind: string, step: number): void => {
    const a = Math.max(from, start);
    const b = Math.min(to, end);
    if (a >= b) return;
    spans.push([a, b]);
    hiddenBehind.push(`${kind}:${program.names[step] ?? ''}`);
  };
  for (let i = exit + 1; i < program.count; i++) {
    const loadStart = at(out.loadStart, i);
    if (loadStart >= 0) beside(loadStart, at(out.loadEnd, i), 'load', i);
    if (program.isCheck[i] === false) beside(at(out.start, i), at(out.end, i), 'compute', i);
  }
  return { hiddenNs: unionLength(spans), hiddenBehind };
}

function unionLength(spans: [number, number][]): number {
  spans.sort((a, b) => a[0] - b[0]);
  let length = 0;
  let covered = Number.NEGATIVE_INFINITY;
  for (const [a, b] of spans) {
    if (b > covered) length += b - Math.max(a, covered);
    covered = Math.max(covered, b);
  }
  return length;
}

function vainLoadNs(program: Program, out: Run, exit: number): number {
  const leftAt = at(out.left, exit);
  let sum = 0;
  for (let i = exit + 1; i < program.count; i++) {
    if (loadStarted(out, i, exit, leftAt)) sum += at(program.loadNs, i);
  }
  return sum;
}

function tasks(program: Program, out: Run): readonly ScheduledTask[] {
  const list: ScheduledTask[] = [];
  for (let step = 0; step < program.count; step++) {
    const module = at(program.names, step);
    const lane = at(program.laneNames, at(program.lane, step));
    const startNs = at(out.loadStart, step);
    if (startNs >= 0) {
      const endNs = at(out.loadEnd, step);
      list.push({ id: `load:${module}`, kind: 'load', module, lanes: [lane, 'port'], startNs, endNs, step });
    }
    const kind = program.isCheck[step] === true ? 'check' : 'compute';
    list.push({
      id: `${kind}:${module}`,
      kind,
      module,
      lanes: [lane],
      startNs: at(out.start, step),
      endNs: at(out.end, step),
      step,
    });
  }
  return list.sort((a, b) => a.startNs - b.startNs || a.step - b.step);
}
