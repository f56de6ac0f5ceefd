import type { Nanoseconds, Share } from '../base/units';
import { at } from './at';
import type { PathProgram, Program } from './program';
import { homeState, newRun, run, vainLoadNs, type Run, type State } from './run';
import type { Choice } from './shares';

export interface ScheduledTask {
  /** `load:m`, `compute:m` or `check:m`; with `vain-` before it for a case that was not taken. */
  readonly id: string;
  readonly kind: 'load' | 'compute' | 'check';
  readonly module: string;
  /** A region's name, `port`, `cpu` or `static:<module>`. A load occupies its region and the port. */
  readonly lanes: readonly string[];
  readonly startNs: Nanoseconds;
  readonly endNs: Nanoseconds;
  /** Place of the module among all steps of its path: paths are cut by it. */
  readonly step: number;
}

/** How a check stands to what goes on beside it. */
export interface CheckTimes {
  readonly name: string;
  readonly step: number;
  /** Part of the check beside a load, or under `speculate` a compute, of the continuing path. */
  readonly hiddenNs: Nanoseconds;
  /** How much later the next stage starts than with no check here; after the last stage, the path's end. */
  readonly exposedNs: Nanoseconds;
  /** Ids of the tasks it hides behind. */
  readonly hiddenBehind: readonly string[];
}

export interface ExitTimes extends CheckTimes {
  /** Share of all inputs that leave here, after shares above 100 % are cut. */
  readonly rate: Share;
  readonly latencyNs: Nanoseconds;
  /** Port time of loads that had started in vain when an input leaves here. */
  readonly vainLoadNs: Nanoseconds;
}

/** A decision on one path. */
export interface PathDecision extends CheckTimes {
  readonly case: string;
  /** Share of all inputs that the decision is made for and that go this way. */
  readonly rate: Share;
}

/** One way through all decisions. */
export interface PathTimes {
  /** In path order; empty where nothing is decided between paths. */
  readonly choices: readonly Choice[];
  /** The whole path, in order of start. */
  readonly tasks: readonly ScheduledTask[];
  /** `rate` is of the inputs that would have gone this way. */
  readonly exits: readonly ExitTimes[];
  readonly decisions: readonly PathDecision[];
  /** Share of all inputs that go this way to its end, and their latency. */
  readonly endRate: Share;
  readonly endLatencyNs: Nanoseconds;
  readonly worstNs: Nanoseconds;
  /** Port time of loads for a case that was not taken, at the end of the path. */
  readonly endVainLoadNs: Nanoseconds;
}

/** What all paths of a program are timed with; its buffers are reused. */
export interface Timing {
  readonly program: Program;
  readonly state: State;
  /** The state is home, which would be another one without an exit that it holds. */
  readonly fromHome: boolean;
  readonly out: Run;
  readonly scratch: Run;
}

export function newTiming(program: Program, state: State, fromHome: boolean): Timing {
  return { program, state, fromHome, out: newRun(program, true), scratch: newRun(program) };
}

export function timePath(timing: Timing, path: PathProgram): PathTimes {
  const { program, state, out } = timing;
  const last = path.count - 1;
  run(program, path, path.worstNs, state, out);
  const worstNs = at(out.left, last);
  if (program.batch > 1) run(program, path, path.expectedNs, state, out);
  const endLatencyNs = at(out.left, last);
  const exits = path.exits.map((exit): ExitTimes => ({
    rate: exit.share,
    latencyNs: at(out.left, exit.step),
    ...checkTimes(timing, path, exit.name, exit.step),
    vainLoadNs: vainLoadNs(path, out, exit.step, at(out.left, exit.step)),
  }));
  const decisions: PathDecision[] = [];
  path.decisions?.forEach((decision, step) => {
    if (decision === undefined) return;
    const chosen = path.choices[decisions.length]?.case ?? '';
    decisions.push({
      case: chosen,
      rate: decision.share,
      ...checkTimes(timing, path, decision.name, step),
    });
  });
  return {
    choices: path.choices,
    tasks: tasks(program, path, out),
    exits,
    decisions,
    endRate: path.endShare,
    endLatencyNs,
    worstNs,
    endVainLoadNs: vainLoadNs(path, out, last, endLatencyNs),
  };
}

function checkTimes(
  { program, state, fromHome, out, scratch }: Timing,
  path: PathProgram,
  name: string,
  step: number,
): CheckTimes {
  const last = path.count - 1;
  const module = at(path.module, step);
  // Without an exit that its region holds at home, home holds the region's next module.
  const isHome = fromHome && state.contents.includes(module);
  const without = isHome ? homeState(program, module) : state;
  run(program, path, path.expectedNs, without, scratch, 0, step, isHome ? undefined : out.marks?.[step]);
  // Without the last step the path ends with the one before it, if that is not the very first.
  const endWithout = at((isHome ? scratch : out).left, Math.max(0, last - 1));
  const before = step === last ? (last > 0 ? endWithout : 0) : nextStart(path, scratch, step, last);
  return {
    name,
    step,
    ...hidden(program, path, out, step),
    exposedNs: nextStart(path, out, step, last) - before,
  };
}

/** Start of the next compute after `step`, or of nothing more: the end of the path, which is step `last`. */
function nextStart(path: PathProgram, out: Run, step: number, last: number): number {
  for (let i = step + 1; i < path.count; i++) {
    if (path.isCheck[i] === false) return at(out.start, i);
  }
  return at(out.left, last);
}

function hidden(
  program: Program,
  path: PathProgram,
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
    hiddenBehind.push(`${kind}:${nameOf(program, path, step)}`);
  };
  for (let i = exit + 1; i < path.count; i++) {
    const loadStart = at(out.loadStart, i);
    // Without decisions loads start in path order: no later one can be beside the check either.
    if (path.decisions === undefined && loadStart >= to && at(out.start, i) >= to) break;
    if (loadStart >= 0) beside(loadStart, at(out.loadEnd, i), 'load', i);
    if (path.isCheck[i] === false) beside(at(out.start, i), at(out.end, i), 'compute', i);
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

function nameOf(program: Program, path: PathProgram, step: number): string {
  return at(program.names, at(path.module, step));
}

function tasks(program: Program, path: PathProgram, out: Run): readonly ScheduledTask[] {
  const list: ScheduledTask[] = [];
  for (let step = 0; step < path.count; step++) {
    const module = nameOf(program, path, step);
    const lane = at(program.laneNames, at(path.lane, step));
    const startNs = at(out.loadStart, step);
    if (startNs >= 0) {
      const endNs = at(out.loadEnd, step);
      list.push({ id: `load:${module}`, kind: 'load', module, lanes: [lane, 'port'], startNs, endNs, step });
    }
    const kind = path.isCheck[step] === true ? 'check' : 'compute';
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
  for (const { kind, module: m, lane, start, end, step } of out.vain) {
    const module = at(program.names, m);
    const lanes = [at(program.laneNames, lane), ...(kind === 'load' ? ['port'] : [])];
    list.push({ id: `vain-${kind}:${module}`, kind, module, lanes, startNs: start, endNs: end, step });
  }
  return list.sort((a, b) => a.startNs - b.startNs || a.step - b.step);
}
